import type { Embedder, Hit, Passage } from '../domain.ts';
import { contentStems, fold, wordsOf } from '../text/words.ts';
import type { Quote } from './statement.ts';

/** The least share of a sentence's content words that its quote has to have. */
export const MIN_COVERAGE = 0.6;

export interface SupportOptions {
  readonly question: string;
  readonly hits: readonly Hit[];
  /** Numbers, from 1, of the passages that the sentence cites. */
  readonly cited: readonly number[];
  readonly embedder: Embedder | null;
  readonly signal: AbortSignal;
}

/** The quotes that carry a sentence: of the passages it cites first, then of the others; or none. */
export async function findSupport(sentence: string, options: SupportOptions): Promise<Quote[]> {
  const { hits, cited, question } = options;
  const named = cited.flatMap((number) => hits[number - 1] ?? []);
  for (const hit of [...named, ...hits.filter((hit) => !named.includes(hit))]) {
    const quote = bestQuote(sentence, hit, question);
    if (quote) return [quote];
  }
  return [];
}

function bestQuote(sentence: string, { source, passage }: Hit, question: string): Quote | null {
  let best: { quote: Quote; coverage: number } | null = null;
  for (const { start, end } of windows(passage)) {
    const text = passage.text.slice(start, end);
    const coverage = carries(sentence, `${source.title}. ${text}`, question);
    if (coverage > (best?.coverage ?? 0))
      best = { quote: { source, passage, start, end }, coverage };
  }
  return best?.quote ?? null;
}

/** Single sentences first, then neighbours together. */
function windows(passage: Passage): { start: number; end: number }[] {
  const spans = passage.sentences;
  const pairs = spans.slice(1).map((span, i) => ({ start: spans[i]?.start ?? 0, end: span.end }));
  return [...spans, ...pairs];
}

const NEGATION =
  /\b(not|no|never|none|neither|nor|without|cannot|lacks?|fails?|un(?:able|like))\b|n['’]t\b/i;

/**
 * How much of a sentence a quote carries, 0 for too little: its numbers and names stand in the quote
 * or the question, both deny or both affirm, and its content words are covered.
 */
export function carries(sentence: string, quote: string, question: string): number {
  const known = new Set([...wordsOf(quote), ...wordsOf(question)].map((word) => word.stem));
  const inQuote = new Set(contentStems(quote));
  if (NEGATION.test(sentence) !== NEGATION.test(quote)) return 0;
  for (const word of wordsOf(sentence)) {
    const text = sentence.slice(word.start, word.end);
    const isName = /\d/.test(text) || (word.start > 0 && /^\p{Lu}/u.test(text));
    if (isName && !known.has(word.stem)) return 0;
  }
  const stems = contentStems(fold(sentence));
  if (stems.length === 0) return 0;
  const coverage = stems.filter((stem) => inQuote.has(stem)).length / stems.length;
  return coverage >= MIN_COVERAGE ? coverage : 0;
}
