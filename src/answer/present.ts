import { isStage } from '../corpus/kinds.ts';
import type { Source } from '../domain.ts';
import { wordsOf } from '../text/words.ts';
import { dedupe } from './draft.ts';
import { COMPARISON, isPost } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import type { Statement } from './statement.ts';
import { define } from './things.ts';

/** The first sentence of the stage of the career that still lasts, as of its date. */
export function presentPosition(knowledge: Knowledge): Statement[] {
  return knowledge.sources
    .filter((source) => isStage(source.kind) && source.asOf)
    .slice(0, 1)
    .flatMap((source) => define(knowledge, source, 1));
}

export const NOW =
  /\b(still|now|nowadays|current|currently|present|today|these days|at present|presently|at the moment)\b/i;

/** The present position and a former one, if they are compared: "How does his job differ from the one at B?" */
export function comparePosts(
  knowledge: Knowledge,
  question: string,
  named: readonly Source[],
): Statement[] {
  const former = named.filter(({ kind, asOf }) => isStage(kind) && !asOf);
  const asksForPost = wordsOf(question).some(({ form }) => isPost(form));
  if (former.length === 0 || !asksForPost || !NOW.test(question) || !COMPARISON.test(question)) {
    return [];
  }
  const told = former.flatMap((source) => define(knowledge, source, 2));
  return [...presentPosition(knowledge), ...told];
}

/** Asked how things are now, a former post is told together with the present one. */
export function asOfNow(
  knowledge: Knowledge,
  question: string,
  named: readonly Source[],
  statements: readonly Statement[],
): Statement[] {
  const sources = statements.flatMap(({ quotes }) => quotes.map(({ source }) => source));
  const isOfCareer = [...named, ...sources].some(({ kind }) => isStage(kind) || kind === 'person');
  if (!NOW.test(question) || !isOfCareer) return [...statements];
  return dedupe([...presentPosition(knowledge), ...statements]);
}
