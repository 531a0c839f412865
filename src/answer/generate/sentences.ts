import { beginsWithAny, endsWithAny, hasLetter, singleSpaced } from '../../text/characters.ts';
import { sentenceSpans } from '../../text/sentences.ts';
import { NOT_COVERED } from './prompts.ts';

/** A model that will not stop is stopped. */
const MAX_CHARACTERS = 4000;

export interface WrittenSentence {
  /** Plain text: no markers but brackets of the passages, no Markdown, no HTML. */
  readonly text: string;
  /** Numbers of the passages that its markers name. */
  readonly cited: readonly number[];
  /** The words that it was written from, as the model copied them. */
  readonly quotes: readonly WrittenQuote[];
  readonly isItem: boolean;
  /** That of the sentence it is to replace, as in "(2) The sentence.". */
  readonly number: number | null;
}

/** A line such as "> [2] Lantern traces requests." */
export interface WrittenQuote {
  /** The number of the passage; 0 where the model left it out. */
  readonly number: number;
  readonly text: string;
}

/** What may become a marker, and what the end of the text left of one. */
const UNCLOSED = /^\s*(?:\[|【)[^\]】]*$/;
const HALF_MARKER = /\s*(?:\[|【)[^\]】\p{L}]*$/u;
/** The digits of a marker and what models put around them: "[1]", "[2, 3]", "[passage 4]", "【5】". */
const MARKERS =
  /\s*(?:\[+|【)\s*(?:(?:passages?|sources?|no\.?)\s*|[\^#]\s*)?\d[\d,;\s–-]*(?:†[^\]】]*)?(?:\]+|】)/giu;
export const MARKERS_AFTER_STOP = new RegExp(
  `([.!?]["”’)*_]*)((?:${MARKERS.source})+)`,
  MARKERS.flags,
);

/**
 * Cuts a stream into sentences, however it is cut into pieces. A sentence is whole when a letter of
 * the next has come, for its markers may stand before or behind its full stop, and it takes a
 * letter to tell a full stop from an abbreviation's (UAX 29, rule SB8).
 * @param shown texts whose own brackets, as in "step [5]", are no markers where the model repeats them
 */
export async function* writtenSentences(
  pieces: AsyncIterable<string>,
  shown: readonly string[] = [],
): AsyncGenerator<WrittenSentence> {
  const own = ownBrackets(shown);
  /** What of the line is not released, behind `SAID` if some is. */
  let line = '';
  let written = 0;
  const isSettled = (start: number) =>
    hasLetter(line.slice(start).replace(MARKERS, '').replace(UNCLOSED, ''));
  const release = (isWhole: boolean): WrittenSentence[][] => {
    const said = line.startsWith(SAID) ? SAID.length : 0;
    if (!isWhole && !STOP.test(line.slice(said))) return [];
    const later = starts(line).filter((start) => start > said);
    const ends = isWhole ? [...later, line.length] : later.filter(isSettled);
    const sentences = ends.map((end, i) => line.slice(ends[i - 1] ?? said, end));
    if (ends.length > 0) line = SAID + line.slice(ends.at(-1));
    return sentences.map((sentence) => parse(sentence, own));
  };

  /** Sentences whose quotes may still come, on the lines below them. */
  let held: WrittenSentence[] = [];
  function* settle(sentences: readonly WrittenSentence[], isLineEnd: boolean) {
    for (const sentence of sentences) {
      // What names its passage and is followed by more on its line waits for no quote.
      if (isLineEnd || sentence.cited.length === 0) {
        held.push(sentence);
        continue;
      }
      yield* flush();
      yield sentence;
    }
  }
  function* flush(): Generator<WrittenSentence> {
    yield* held;
    held = [];
  }
  function* take(isWhole: boolean): Generator<WrittenSentence> {
    if (line.trimStart().startsWith('>')) {
      const quote = isWhole ? parseQuote(line) : null;
      if (quote) held = held.map((one) => ({ ...one, quotes: [...one.quotes, quote] }));
    } else {
      const isBegun = line.trim() !== '' && !line.startsWith(SAID);
      if (isBegun) yield* flush();
      const sentences = release(isWhole);
      const last = isWhole ? sentences.pop() : undefined;
      yield* settle(sentences.flat(), false);
      yield* settle(last ?? [], true);
    }
    if (isWhole) line = '';
  }

  for await (const piece of pieces) {
    const room = MAX_CHARACTERS - written;
    written += piece.length;
    const lines = piece.slice(0, Math.max(0, room)).split('\n');
    for (const [i, text] of lines.entries()) {
      line += text;
      yield* take(i < lines.length - 1);
    }
    if (written > MAX_CHARACTERS) return;
  }
  yield* take(true);
  yield* flush();
}

const QUOTE = /^\s*>+\s*(?:\[(\d+)\]\s*)?(.*?)\s*$/s;
const QUOTATION_MARKS = '"“”„«»';

function parseQuote(line: string): WrittenQuote | null {
  const [, number = '0', written = ''] = QUOTE.exec(line) ?? [];
  const isMarked = beginsWithAny(written, QUOTATION_MARKS) && endsWithAny(written, QUOTATION_MARKS);
  const text = isMarked ? written.slice(1, -1) : written;
  return text === '' ? null : { number: Number(number), text };
}

/** A sentence in place of those released, so that what follows does not begin the line. */
const SAID = '\0! ';
/** No sentence ends without such a sign. */
const STOP = /[^\p{L}\p{N}\s,;-]/u;

/** Where the sentences of a line begin, but for the first; markers belong to the one before. */
function starts(line: string): number[] {
  // Of equal length, and nothing that a sentence can begin with.
  const masked = line.replace(
    MARKERS_AFTER_STOP,
    (_, stop: string, marks: string) =>
      `${'_'.repeat(stop.length + marks.length - 1)}${stop.charAt(0)}`,
  );
  return sentenceSpans(masked)
    .slice(1)
    .map((span) => span.start);
}

const BULLET = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/;
const NUMBER = /^\s*\((\d+)\)\s+/;
const FENCE = /^\s*(?:```|~~~)\s*\w*\s*$/;
const HEADING = /^\s*(?:#{1,6}\s|(?:\*\*|__)[^*_]*(?:\*\*|__):?\s*$)/;

/** Stands for a bracket that belongs to the text; no model writes it. */
const OPENING = '\uE000';
const CLOSING = '\uE001';

/** Brackets with numbers in them, each with the word before it: "step [5]", "M[3][4]", "interval [2, 350]". */
const WORD_AND_BRACKETS = /[^\s[\]]+\s*(?:\[\d[\d,;\s–-]*\][–,;\s-]*)*\[\d[\d,;\s–-]*\]/gu;

function ownBrackets(texts: readonly string[]): ReadonlySet<string> {
  const found = texts.flatMap((text) => text.match(WORD_AND_BRACKETS) ?? []);
  return new Set(found.map((words) => singleSpaced(words)));
}

/** The text with the brackets that the passages have at the same words out of the way of markers. */
function withOwnBrackets(text: string, own: ReadonlySet<string>): string {
  if (own.size === 0) return text;
  return text.replace(WORD_AND_BRACKETS, (whole) => {
    const words = singleSpaced(whole);
    // Markers may follow at once: "the step [5] [1]".
    const known = [...own]
      .filter((candidate) => words.startsWith(candidate))
      .reduce(
        (longest, candidate) => (candidate.length > longest.length ? candidate : longest),
        '',
      );
    const kept = known.replaceAll('[', OPENING).replaceAll(']', CLOSING);
    return kept + words.slice(known.length);
  });
}

function parse(written: string, own: ReadonlySet<string>): WrittenSentence[] {
  if (FENCE.test(written)) return [];
  const raw = withOwnBrackets(written.replaceAll(OPENING, '').replaceAll(CLOSING, ''), own);
  const cited = [...raw.matchAll(MARKERS)].flatMap(([marker]) =>
    [...marker.matchAll(/\d+/g)].map(([number]) => Number(number)),
  );
  const [label = '', number = null] = NUMBER.exec(raw) ?? [];
  const told = raw.slice(label.length).replace(BULLET, '');
  const text = plainText(told).replaceAll(OPENING, '[').replaceAll(CLOSING, ']');
  // A heading is no sentence, unless the model made one of it.
  const isHeading = HEADING.test(raw) && cited.length === 0 && !/[.!?]\W*$/.test(raw);
  if (!hasLetter(text) || NOT_COVERED.test(text) || isHeading) return [];
  return [
    { text, cited, quotes: [], isItem: BULLET.test(raw), number: number ? Number(number) : null },
  ];
}

const EMPHASIS =
  /`+|\*\*+|~~+|(?<![\p{L}\p{N}_])_+(?=\S)|(?<=\S)_+(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}])\*(?=\S)|(?<=\S)\*(?![\p{L}\p{N}])/gu;

/** The words of Markdown without its markup, and without HTML: of a link the label, of an image its text. */
function plainText(markdown: string): string {
  const text = markdown
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/!?\[([^\][]*)\]\([^)]*\)?/g, (_, label: string) => (hasLetter(label) ? label : ' '))
    .replace(/\]\([^)]*\)?/g, '')
    .replace(/<(https?:[^\s<>]*)>|<!--.*?-->|<\/?[a-z][^<>]*>/gi, '$1')
    .replace(/<(?=[a-z/!?])/gi, '‹')
    .replace(/^\s*(?:#{1,6}\s+)?/, '')
    .replace(EMPHASIS, '')
    .replace(MARKERS, ' ')
    .replace(HALF_MARKER, '')
    .trim();
  return singleSpaced(text).replace(/ (?=[.,;:!?)](?![\p{L}\p{N}]))/gu, '');
}
