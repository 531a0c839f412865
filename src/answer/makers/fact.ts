import type { Facet, Source } from '../../domain.ts';
import type { Candidate, Maker, Want } from '../types.ts';
import { define, factsOf } from './say.ts';

/** What kinds of things the sentence of a facet gives. */
const GIVES: Readonly<Record<Facet, readonly Want[]>> = {
  publication: ['venue', 'date', 'authors'],
  people: ['authors', 'list-people'],
  award: ['award', 'list-awards'],
  code: ['code', 'link'],
  identifier: ['link'],
  link: ['link'],
};
/** Sources whose facts are proposed where none is named. */
const FOUND = 2;
/** The probability from which a second kind of thing is asked for too. */
const ALSO_WANTED = 0.15;

/** What the record of a thing has: who wrote it, where and when it appeared, its awards, code, links. */
export const fact: Maker = ({ reading, hits }, knowledge) => {
  const found = [...new Set(hits.map(({ source }) => source))].filter(
    ({ kind }) => kind !== 'list' && kind !== 'text' && kind !== 'theme',
  );
  const isNamed = reading.subjects.some((source) => factsOf(knowledge, source).length > 0);
  const bearers = isNamed ? reading.subjects.slice(0, 3) : found.slice(0, FOUND);
  const maker = isNamed ? 'fact' : 'fact-found';
  return [
    ...bearers.flatMap((source) => ofOne(source)),
    ...(bearers.length > 1 && isNamed ? ofAll(bearers) : []),
  ];

  function ofOne(source: Source): Candidate[] {
    const facts = factsOf(knowledge, source);
    const wanted = (facet: Facet) =>
      Math.max(...GIVES[facet].map((want) => reading.wants.get(want) ?? 0));
    const single = facts.map(({ facet, statement }): Candidate => {
      const lead = facet === 'link' || facet === 'identifier' ? define(knowledge, source, 1) : [];
      return {
        maker,
        reading,
        statements: [...lead, statement],
        gives: givesOf(source, facet),
        isComplete: true,
      };
    });
    const also = facts.filter(({ facet }) => wanted(facet) >= ALSO_WANTED);
    if (also.length < 2) return single;
    return [
      ...single,
      {
        maker,
        reading,
        statements: also.map(({ statement }) => statement),
        gives: also.flatMap(({ facet }) => givesOf(source, facet)),
        isComplete: true,
      },
    ];
  }

  /** The same fact of each thing that is named. */
  function ofAll(sources: readonly Source[]): Candidate[] {
    const facets = new Set(
      sources.flatMap((source) => factsOf(knowledge, source)).map(({ facet }) => facet),
    );
    return [...facets].flatMap((facet): Candidate[] => {
      const statements = sources.flatMap((source) =>
        factsOf(knowledge, source)
          .filter((one) => one.facet === facet)
          .map(({ statement }) => statement),
      );
      if (statements.length < sources.length) return [];
      return [{ maker, reading, statements, gives: GIVES[facet], isComplete: true }];
    });
  }
};

/** Of a thesis the sentence that tells where it was handed in tells who wrote it, too. */
function givesOf(source: Source, facet: Facet): readonly Want[] {
  if (facet !== 'publication' || source.kind === 'thesis') return GIVES[facet];
  return GIVES[facet].filter((want) => want !== 'authors');
}
