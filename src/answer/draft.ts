import { isRecord } from '../corpus/kinds.ts';
import type { Hit, Source, SourceKind, Vector } from '../domain.ts';
import { contentStems, wordsOf } from '../text/words.ts';
import { overlap } from './extract.ts';
import { askedFacets } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import type { Mention } from './names.ts';
import type { Understanding } from './question.ts';
import type { Statement } from './statement.ts';
import type { RefusalReason } from './wording.ts';

/** An answer before it is written out. */
export type Draft =
  | {
      readonly type: 'answer';
      /** What stands above a list: a derived list's sentence up to its colon, or a count. */
      readonly lead?: Statement | string | undefined;
      readonly statements: readonly Statement[];
      /** Whether code made it whole from front matter, so that a model has nothing to add. */
      readonly isComplete: boolean;
    }
  | { readonly type: 'refusal'; readonly reason: RefusalReason; readonly near: readonly Source[] };

export type Answer = Extract<Draft, { type: 'answer' }>;

export interface Found {
  readonly understanding: Understanding;
  readonly vector: Vector | null;
  /** The best passages, which an answer is made of. */
  readonly hits: readonly Hit[];
  /** These and those that follow. */
  readonly wide: readonly Hit[];
}

/** The length of an answer that is no list. */
export const ANSWER_WORDS = 120;

export function refuse(found: Found, reason: RefusalReason): Draft {
  const seen = new Set<string>();
  const near = found.hits
    .map((hit) => hit.source)
    .filter((source) => isRecord(source.kind) || source.kind === 'theme')
    .filter((source) => !seen.has(source.id) && seen.add(source.id));
  // What is near to a question about something else is near by chance.
  return { type: 'refusal', reason, near: reason === 'out_of_scope' ? [] : near.slice(0, 3) };
}

export function answer(statements: readonly Statement[]): Answer {
  return { type: 'answer', statements, isComplete: false };
}

export function dedupe(statements: readonly Statement[]): Statement[] {
  return statements.filter(
    (statement, i) => !statements.slice(0, i).some((other) => isSame(other.text, statement.text)),
  );
}

/** As many statements from the first as stay within a number of words. */
export function atMost(words: number, statements: readonly Statement[]): Statement[] {
  let count = 0;
  return statements.filter((statement, i) => {
    count += wordsOf(statement.text).length;
    return i === 0 || count <= words;
  });
}

/** The sources that a question names, in its order; for a topic its theme, for a person a page. */
export function namedSources(
  knowledge: Knowledge,
  mentions: readonly Mention[],
  types: readonly Mention['type'][] = ['source', 'topic', 'person'],
): Source[] {
  const own: readonly (SourceKind | undefined)[] = ['theme', 'page', 'person'];
  const ids = mentions
    .filter((mention) => types.includes(mention.type))
    .flatMap(({ type, sourceIds }) =>
      // A topic or a person leads to many works; what tells about them is one page.
      sourceIds.filter((id) => type === 'source' || own.includes(knowledge.source(id)?.kind)),
    );
  return [...new Set(ids)].flatMap((id) => knowledge.source(id) ?? []);
}

/**
 * The sources whose names a question has, and their awards if it asks about awards: who else got one
 * is told there.
 */
export function namedWorks(
  knowledge: Knowledge,
  { question, mentions }: Understanding,
): readonly Source[] {
  const named = namedSources(knowledge, mentions, ['source']);
  if (!askedFacets(question).includes('award')) return named;
  const titles = named.flatMap(({ awards }) => awards);
  const awards = knowledge.sources.filter(({ title }) => titles.includes(title));
  return [...new Set([...named, ...awards])];
}

function isSame(a: string, b: string): boolean {
  return a === b || (contentStems(a).length > 3 && overlap(a, b) > 0.95);
}
