import type { ChatModel, ChatPrompt, Conversation, Hit, RecordTiming } from '../domain.ts';
import { DEMONSTRATIVES, PLURAL_PRONOUNS, THING_PRONOUNS } from '../language/en/lexicon.ts';
import { beginsWithAny, endsWithAny, hasLetter, singleSpaced } from '../text/characters.ts';
import { sentenceSpans } from '../text/sentences.ts';
import { squeezed, wordsOf } from '../text/words.ts';
import { type CheckParts, type Doubt, doubts } from './check.ts';
import { locate } from './locate.ts';
import { chatPrompt, NOT_COVERED, REASONS, repairPrompt } from './prompts.ts';
import type { Quote, Statement } from './statement.ts';
import { nearestIn } from './support.ts';
import { timed } from './timed.ts';

/** Passages that the model is shown. */
const SHOWN = 8;
/** A model that will not stop is stopped. */
const MAX_CHARACTERS = 4000;

/** What a model writes from. */
export interface Material {
  /** Complete without the conversation. */
  readonly question: string;
  /** The first of these are shown to the model. */
  readonly hits: readonly Hit[];
}

export interface GenerateParts {
  readonly name: string;
  readonly check: CheckParts;
  readonly chatModel: ChatModel;
  readonly material: Material;
  readonly history: Conversation;
  readonly visitor: string;
  readonly signal: AbortSignal;
  /** Records the stages answer (the model writes) and check (do its quotes carry it?). */
  readonly record?: RecordTiming | undefined;
}

/** A sentence as it may be shown, or why it may not. */
interface Judged {
  readonly sentence: WrittenSentence;
  readonly statement: Statement | null;
  readonly reason: string;
}

/**
 * What a model writes, each sentence released only when its quotes stand in the passages and carry
 * it. Those before the first that fails are released as they come. The model is asked once to mend
 * all that failed; what fails again is left out, and with it what only makes sense behind it.
 * @returns whether the model found that the passages do not tell it
 */
export async function* generateStatements(
  parts: GenerateParts,
): AsyncGenerator<Statement, { readonly isUntold: boolean }> {
  const { name, chatModel, material, history, visitor, signal } = parts;
  const hits = material.hits.slice(0, SHOWN);
  const prompt = chatPrompt({ name, question: material.question, history, hits, visitor });
  let written = '';
  const pieces = tapped(chatModel.generate(prompt, signal), (piece) => {
    written += piece;
  });
  const said = new Set<string>();
  const held: Judged[] = [];
  for await (const one of judged(pieces, parts, hits)) {
    const text = squeezed(one.sentence.text);
    if (said.has(text)) continue;
    said.add(text);
    if (one.statement && held.length === 0) yield one.statement;
    else held.push(one);
  }
  if (held.length > 0) yield* mended(held, prompt, written, parts, hits);
  return { isUntold: NOT_COVERED.test(written) };
}

/** What was held back, in its order, with what the model made of those that failed. */
async function* mended(
  held: readonly Judged[],
  prompt: ChatPrompt,
  written: string,
  parts: GenerateParts,
  hits: readonly Hit[],
): AsyncGenerator<Statement> {
  const failed = held.filter(({ statement }) => !statement);
  const list = failed.map(({ sentence, reason }) => ({ text: sentence.text, reason }));
  const again = parts.chatModel.generate(repairPrompt(prompt, written, list), parts.signal);
  const repaired = new Map<Judged, Judged>();
  try {
    for await (const one of judged(again, parts, hits)) {
      const [, number, text = ''] = NUMBERED.exec(one.sentence.text) ?? [];
      const old = failed[Number(number) - 1];
      if (!old || !one.statement || repaired.has(old)) continue;
      const statement = { ...one.statement, text, isItem: old.sentence.isItem };
      repaired.set(old, { ...one, statement });
    }
  } catch (error) {
    // What was written stands without its repair.
    parts.signal.throwIfAborted();
  }
  let isDropped = false;
  for (const one of held) {
    const { statement } = repaired.get(one) ?? one;
    isDropped = !statement || (isDropped && leansOn(statement.text));
    if (statement && !isDropped) yield statement;
  }
}

/** "(2) The sentence." */
const NUMBERED = /^\((\d+)\)\s*(.+)$/s;

/** Whether a sentence begins with a word that stands for what the one before it told. */
function leansOn(text: string): boolean {
  const [first, second] = wordsOf(text).map(({ form }) => form);
  return LEANING.has(first ?? '') || second === 'also';
}

const LEANING: ReadonlySet<string> = new Set([
  ...THING_PRONOUNS,
  ...DEMONSTRATIVES,
  ...PLURAL_PRONOUNS,
]);

/** The sentences of a stream, each with its statement or with what is amiss. */
async function* judged(
  pieces: AsyncIterable<string>,
  { material, check, signal, record }: GenerateParts,
  hits: readonly Hit[],
): AsyncGenerator<Judged> {
  const sentences = timed(writtenSentences(pieces, shownTexts(material)), (milliseconds) =>
    record?.('answer', milliseconds),
  );
  for await (const sentence of sentences) {
    const begun = performance.now();
    const { text, isItem } = sentence;
    // A number before a mended sentence is none of its own.
    const told = NUMBERED.exec(text)?.[2] ?? text;
    const quotes = quotesOf(sentence, hits);
    const found =
      quotes.length === 0 ? ['quote' as const] : await doubts(told, quotes, check, signal);
    record?.('check', performance.now() - begun);
    const statement = found.length === 0 ? { text, quotes, isItem } : null;
    yield { sentence, statement, reason: found.map(reasonOf).join(' ') };
  }
}

/** Where the words stand that a sentence was written from; without any, the nearest of the passages it cites. */
function quotesOf({ text, quotes, cited }: WrittenSentence, hits: readonly Hit[]): Quote[] {
  const located = quotes.flatMap((quote) => locate(quote.text, quote.number, hits) ?? []);
  if (quotes.length > 0) return located;
  return cited.flatMap((number) => nearestIn(text, hits[number - 1]) ?? []).slice(0, 2);
}

function reasonOf(doubt: Doubt | 'quote'): string {
  return doubt in REASONS ? REASONS[doubt as keyof typeof REASONS] : REASONS.carried;
}

async function* tapped(pieces: AsyncIterable<string>, tell: (piece: string) => void) {
  for await (const piece of pieces) {
    tell(piece);
    yield piece;
  }
}

/** The texts of the passages that a model is shown. */
export function shownTexts({ hits }: Material): string[] {
  return hits.slice(0, SHOWN).map(({ passage }) => passage.text);
}

export interface WrittenSentence {
  /** Plain text: no markers but brackets of the passages, no Markdown, no HTML. */
  readonly text: string;
  /** Numbers of the passages that its markers name. */
  readonly cited: readonly number[];
  /** The words that it was written from, as the model copied them. */
  readonly quotes: readonly WrittenQuote[];
  readonly isItem: boolean;
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
  const release = (isWhole: boolean): WrittenSentence[] => {
    const said = line.startsWith(SAID) ? SAID.length : 0;
    if (!isWhole && !STOP.test(line.slice(said))) return [];
    const later = starts(line).filter((start) => start > said);
    const ends = isWhole ? [...later, line.length] : later.filter(isSettled);
    const sentences = ends.map((end, i) => line.slice(ends[i - 1] ?? said, end));
    if (ends.length > 0) line = SAID + line.slice(ends.at(-1));
    return sentences.flatMap((sentence) => parse(sentence, own));
  };

  /** Sentences whose quotes may still come, on the lines below them. */
  let held: WrittenSentence[] = [];
  function* settle(sentences: readonly WrittenSentence[]): Generator<WrittenSentence> {
    // What names its passage within the line waits for no quote.
    for (const sentence of sentences) {
      if (sentence.cited.length === 0) held.push(sentence);
      else yield sentence;
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
      yield* settle(release(isWhole));
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

const BULLET = /^\s*(?:>\s*)*(?:[-*+•]|\d{1,2}[.)])\s+/;
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
  const text = plainText(raw.replace(BULLET, '')).replaceAll(OPENING, '[').replaceAll(CLOSING, ']');
  // A heading is no sentence, unless the model made one of it.
  const isHeading = HEADING.test(raw) && cited.length === 0 && !/[.!?]\W*$/.test(raw);
  if (!hasLetter(text) || NOT_COVERED.test(text) || isHeading) return [];
  return [{ text, cited, quotes: [], isItem: BULLET.test(raw) }];
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
    .replace(/^\s*(?:>\s*)*(?:#{1,6}\s+)?/, '')
    .replace(EMPHASIS, '')
    .replace(MARKERS, ' ')
    .replace(HALF_MARKER, '')
    .trim();
  return singleSpaced(text).replace(/ (?=[.,;:!?)](?![\p{L}\p{N}]))/gu, '');
}
