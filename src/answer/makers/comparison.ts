import type { Told } from '../evidence.ts';
import { quoted } from '../statement.ts';
import type { Maker } from '../types.ts';
import { atMost, dedupe, define } from './say.ts';

const WORDS = 150;
const RELATING = 2;
/** From this probability a difference is asked for, also where a question only points to one of two things. */
const WANTED = 0.1;

/** Two or three things beside each other, and what the corpus says of them together. */
export const comparison: Maker = ({ reading, told }, knowledge) => {
  const subjects = reading.subjects.slice(0, 3);
  const isMeant = reading.way === 'typed' || (reading.wants.get('difference') ?? 0) >= WANTED;
  if (subjects.length < 2 || !isMeant) return [];
  const toStatement = ({ source, passage, sentence }: Told) => quoted(source, passage, sentence);
  const relating = told
    .filter(({ source, text, sentence }) => {
      const named = new Set(knowledge.names.find(text).flatMap(({ sourceIds }) => sourceIds));
      named.add(source.id);
      return !sentence.facet && subjects.every(({ id }) => named.has(id));
    })
    .slice(0, RELATING)
    .map(toStatement);
  const each = subjects.flatMap((source) => {
    const best = told.find(
      (one) => one.source === source && !one.sentence.facet && one.coverage > 0,
    );
    return [...define(knowledge, source, 1), ...(best ? [toStatement(best)] : [])];
  });
  const of = (statements: typeof each) => ({
    maker: 'comparison',
    reading,
    statements: atMost(WORDS, dedupe(statements)),
    gives: ['difference'] as const,
    isComplete: false,
  });
  return [of([...each, ...relating]), ...(relating.length > 0 ? [of(relating)] : [])];
};
