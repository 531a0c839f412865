import type { Citation, Facet, Passage, Sentence, Source } from '../domain.ts';
import { beginsWithAny, singleSpaced } from '../text/characters.ts';
import { bestPage, linksWithIdentifiers } from '../text/identifiers.ts';

/** Verbatim text of a passage; offsets into the passage's text. */
export interface Quote {
  readonly source: Source;
  readonly passage: Passage;
  readonly start: number;
  readonly end: number;
}

/** A sentence of an answer with the quotes that support it. */
export interface Statement {
  readonly text: string;
  readonly quotes: readonly Quote[];
  /** A line of a list, rather than a sentence in a paragraph. */
  readonly isItem: boolean;
  /** What a sentence that was made from a record tells of it. */
  readonly facet?: Facet | undefined;
  /** The source that it tells of, if that is not the one it quotes. */
  readonly about?: Source | undefined;
}

/** A sentence of the corpus as a statement: verbatim, but for white space. */
export function quoted(
  source: Source,
  passage: Passage,
  sentence: Sentence,
  options: { isItem?: boolean; lead?: string } = {},
): Statement {
  const { start, end, facet } = sentence;
  const text = singleSpaced(passage.text.slice(start, end));
  return {
    text: options.lead ? `${options.lead}: ${text}` : text,
    quotes: [{ source, passage, start, end }],
    isItem: options.isItem ?? false,
    ...(facet && { facet }),
  };
}

/** A sentence in its passage. */
interface Place {
  readonly passage: Passage;
  readonly sentence: Sentence | undefined;
}

/** The sentence that a quote begins with. */
export function placeOf({ passage, start }: Quote): Place {
  return { passage, sentence: passage.sentences.find(({ end }) => end > start) };
}

/**
 * Whether two sentences can be told one after the other: not a row of a table and another sentence, nor
 * the answers to two questions of a text. A heading that asks is no such question.
 */
export function goTogether(one: Place, other: Place): boolean {
  const isRow = one.sentence?.isRow || other.sentence?.isRow;
  return !isRow && askedIn(one) === askedIn(other);
}

function askedIn({ passage, sentence }: Place): string | undefined {
  return sentence?.asked === passage.headings.at(-1) ? undefined : sentence?.asked;
}

/**
 * Numbers the quotes of an answer from 1 in order of appearance; equal quotes share a number. What a
 * text has in brackets itself, as in "step [5]", is no number of a citation, so that each `[n]` of an
 * answer means one thing, to programs and to people. A source without a page of its own is opened at
 * the service's, if its public address is known.
 */
export function createCitations(publicUrl?: string | undefined) {
  const citations: Citation[] = [];
  const taken = new Set<number>();
  let last = 0;
  return {
    citations: citations as readonly Citation[],
    /** Keeps the numbers in brackets of texts that the answer may show; before the first citation of one. */
    reserve(texts: readonly string[]): void {
      for (const text of texts) for (const number of bracketNumbers(text)) taken.add(number);
    },
    /** @returns the citation, and whether it is new and so has to be announced. */
    cite(quote: Quote): { citation: Citation; isNew: boolean } {
      const start = quote.passage.start + quote.start;
      const end = quote.passage.start + quote.end;
      const known = citations.find(
        (c) => c.sourceId === quote.source.id && c.start <= start && end <= c.end,
      );
      if (known) return { citation: known, isNew: false };
      do last += 1;
      while (taken.has(last));
      const citation = toCitation(quote, last, publicUrl);
      citations.push(citation);
      return { citation, isNew: true };
    },
  };
}

export type Citations = ReturnType<typeof createCitations>;

/** The numbers that a text has in brackets: "log[7] and [2]" → 7, 2. */
function bracketNumbers(text: string): number[] {
  return [...text.matchAll(/\[(\d+)\]/g)].map(([, digits]) => Number(digits));
}

function toCitation(
  { source, passage, start, end }: Quote,
  index: number,
  publicUrl: string | undefined,
): Citation {
  const quote = passage.text.slice(start, end);
  return {
    index,
    sourceId: source.id,
    passageId: passage.id,
    title: source.title,
    heading: passage.headings.join(' › '),
    quote,
    start: passage.start + start,
    end: passage.start + end,
    url: bestPage(source) ?? (publicUrl ? ownPage(publicUrl, passage, quote) : null),
    links: linksWithIdentifiers(source),
    asOf: source.asOf,
  };
}

/** Words of a quote by which a browser finds it on the page. */
const FRAGMENT_WORDS = 8;

/** This service's page about a source, at its passage, with a text fragment (WICG scroll-to-text). */
function ownPage(publicUrl: string, { id, sourceId }: Passage, quote: string): string {
  const words = singleSpaced(quote).split(' ').slice(0, FRAGMENT_WORDS).join(' ');
  const fragment = encodeURIComponent(words).replaceAll('-', '%2D');
  const anchor = `p-${id.slice(id.lastIndexOf('#') + 1)}`;
  const base = publicUrl.endsWith('/') ? publicUrl.slice(0, -1) : publicUrl;
  return `${base}/sources/${sourceId}#${anchor}:~:text=${fragment}`;
}

/**
 * Statements that quote one passage share a citation: its quote runs from the first to the last of
 * their sentences, so that a paragraph does not end in a row of numbers.
 */
export function mergeQuotes(statements: readonly Statement[]): Statement[] {
  const ranges = new Map<string, { start: number; end: number }>();
  for (const quote of statements.flatMap((statement) => statement.quotes)) {
    const range = ranges.get(quote.passage.id);
    ranges.set(quote.passage.id, {
      start: Math.min(range?.start ?? quote.start, quote.start),
      end: Math.max(range?.end ?? quote.end, quote.end),
    });
  }
  return statements.map((statement) => ({
    ...statement,
    quotes: statement.quotes.map((quote) => ({ ...quote, ...ranges.get(quote.passage.id) })),
  }));
}

/** The text of an answer without its markers. */
export function withoutMarkers(text: string): string {
  return text.replace(/\s*\[\d[\d,\s]*\]/g, '');
}

/** "Text [1]." – the markers stand before the full stop. */
export function withMarkers(text: string, indexes: readonly number[]): string {
  const markers = [...new Set(indexes)].map((index) => `[${index}]`).join('');
  const end = /[.!?:]?["”’)]*$/.exec(text)?.[0] ?? '';
  // A bracket or quotation mark that closes the sentence stays with it.
  const cut = end.length === 1 && beginsWithAny(end, '.!?:') ? text.length - 1 : text.length;
  return `${text.slice(0, cut)} ${markers}${text.slice(cut)}`;
}
