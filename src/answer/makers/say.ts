import type { Facet, Passage, Sentence, Source } from '../../domain.ts';
import { NUMBERS } from '../../language/en/lexicon.ts';
import { contentStems, wordsOf } from '../../text/words.ts';
import type { Knowledge } from '../knowledge.ts';
import { quoted, type Statement } from '../statement.ts';
import type { Candidate } from '../types.ts';

const DEFINITION_SENTENCES = 3;
const DEFINITION_WORDS = 100;

/** What a source is: its first sentences. */
export function define(
  knowledge: Knowledge,
  source: Source,
  sentences = DEFINITION_SENTENCES,
): Statement[] {
  const passage = knowledge.passagesOf(source.id)[0];
  if (!passage) return [];
  const statements: Statement[] = [];
  let words = 0;
  for (const sentence of passage.sentences.slice(0, sentences)) {
    const statement = quoted(source, passage, sentence);
    words += wordCount(statement.text);
    if (statements.length > 0 && words > DEFINITION_WORDS) break;
    statements.push(statement);
  }
  return statements;
}

/** The sentence that tells a facet of a source, if its record has it. */
export function factOf(knowledge: Knowledge, source: Source, facet: Facet): Statement | null {
  return factsOf(knowledge, source).find((fact) => fact.facet === facet)?.statement ?? null;
}

/** The sentences that tell what the record of a source has, in order. */
export function factsOf(
  knowledge: Knowledge,
  source: Source,
): { readonly facet: Facet; readonly statement: Statement }[] {
  return sentencesOf(knowledge, source).flatMap(({ passage, sentence }) =>
    sentence.facet ? [{ facet: sentence.facet, statement: quoted(source, passage, sentence) }] : [],
  );
}

/** All sentences of a source, in order. */
export function sentencesOf(
  knowledge: Knowledge,
  source: Source,
): { readonly passage: Passage; readonly sentence: Sentence; readonly index: number }[] {
  return knowledge
    .passagesOf(source.id)
    .flatMap((passage) =>
      passage.sentences.map((sentence, index) => ({ passage, sentence, index })),
    );
}

/** How long an answer is to be: "in 100 words", "two sentences". */
interface Length {
  readonly words?: number | undefined;
  readonly sentences?: number | undefined;
}

const UNITS: Readonly<Record<keyof Length, readonly string[]>> = {
  words: ['word', 'words'],
  sentences: ['sentence', 'sentences', 'line', 'lines'],
};

export function lengthAsked(question: string): Length {
  const forms = wordsOf(question).map(({ form }) => form);
  const numberOfUnit = (unit: keyof Length) =>
    forms.flatMap((form, i) =>
      UNITS[unit].includes(forms[i + 1] ?? '') ? (numberIn(form) ?? []) : [],
    )[0];
  return { words: numberOfUnit('words'), sentences: numberOfUnit('sentences') };
}

/** A candidate cut to a length; a list stays as it is. */
export function cutTo({ words, sentences }: Length, candidate: Candidate): Candidate {
  const { statements } = candidate;
  if (statements.some(({ isItem }) => isItem)) return candidate;
  const few = statements.slice(0, sentences);
  return { ...candidate, statements: words === undefined ? few : atMost(words, few) };
}

/** The number that a word is, in digits or spelled out; no year. */
export function numberIn(form: string): number | null {
  const spelled = NUMBERS.indexOf(form);
  const value = spelled < 0 ? Number(form) : spelled;
  return Number.isInteger(value) && value < 1000 ? value : null;
}

/** Statements, none of which says what an earlier one says. */
export function dedupe(statements: readonly Statement[]): Statement[] {
  return statements.filter(
    (statement, i) => !statements.slice(0, i).some((other) => says(other.text, statement.text)),
  );
}

/** Words of a text, as an editor counts them: between spaces. */
export function wordCount(text: string): number {
  return text.split(' ').length;
}

/** As many statements from the first as stay within a number of words. */
export function atMost(words: number, statements: readonly Statement[]): Statement[] {
  let count = 0;
  return statements.filter((statement, i) => {
    count += wordCount(statement.text);
    return i === 0 || count <= words;
  });
}

/** Whether two texts say the same. */
export function says(a: string, b: string): boolean {
  return a === b || (contentStems(a).length > 3 && overlap(a, b) > 0.9);
}

/** The share of the shorter text's content words that the other has too. */
export function overlap(a: string, b: string): number {
  const first = new Set(contentStems(a));
  const second = new Set(contentStems(b));
  const shared = [...first].filter((stem) => second.has(stem)).length;
  return shared / Math.max(1, Math.min(first.size, second.size));
}
