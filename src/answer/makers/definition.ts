import type { Candidate, Maker } from '../types.ts';
import { atMost, define } from './say.ts';

/** The length of an answer about several things. */
const WORDS = 140;

/** Things found first that are proposed where none is named. */
const FOUND = 2;

/** What a thing is: the first sentences about each that is named, or about what was found first. */
export const definition: Maker = ({ reading, hits }, knowledge) => {
  const { owner } = knowledge.names;
  const { subjects, mentions } = reading;
  const isOfOwner = subjects.length === 0 && mentions.some(({ type }) => type === 'owner');
  const named = isOfOwner && owner ? [owner] : subjects.slice(0, 3);
  const found = [...new Set(hits.map(({ source }) => source))]
    .filter(({ kind }) => kind !== 'list' && kind !== 'text')
    .slice(0, FOUND);
  const of = (maker: string, sources: typeof named, sentences: number): Candidate[] => {
    const statements = atMost(
      WORDS,
      sources.flatMap((source) => define(knowledge, source, sentences)),
    );
    if (statements.length === 0) return [];
    const gives = isOfOwner ? (['definition', 'employer'] as const) : (['definition'] as const);
    return [{ maker, reading, statements, gives, isComplete: false }];
  };
  return [
    ...of('definition', named, named.length > 1 ? 2 : 3),
    ...(named.length > 1 ? of('definition', named.slice(0, 1), 3) : []),
    ...(named.length === 0 ? found.flatMap((source) => of('definition-found', [source], 3)) : []),
  ];
};
