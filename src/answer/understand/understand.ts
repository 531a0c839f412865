import type { MessageLabels, Span } from '../../domain.ts';
import { CONJUNCTIONS, PREPOSITIONS, WH_WORDS } from '../../language/en/lexicon.ts';
import { endsWithAny } from '../../text/characters.ts';
import { sentenceSpans } from '../../text/sentences.ts';
import { wordsOf } from '../../text/words.ts';
import type { NameIndex } from '../names.ts';
import type { Act, Request, Turn, Want } from '../types.ts';
import { type Classify, type Distribution, likeliest } from './classifier.ts';
import { mask } from './mask.ts';

export interface Classifiers {
  readonly act: Classify<Act>;
  readonly want: Classify<Want>;
}

/** Acts of sentences that ask for something, in themselves or about what was said before. */
const ASKING: ReadonlySet<Act> = new Set([
  'ask',
  'correct',
  'narrow',
  'widen',
  'continue',
  'rest',
  'repeat',
  'shorten',
  'simplify',
  'deepen',
  'check',
  'summarize',
  'compare-with',
]);
/** Acts of sentences that say something about the visitor or the topic, for what is asked beside them. */
const TELLING: ReadonlySet<Act> = new Set(['introduce', 'remark', 'reject']);
const NOTHING: MessageLabels = { acts: new Map([['ask', 1]]), wants: new Map() };
/** Sentences of a message that are looked at. */
const MAX_SEGMENTS = 12;
/** Characters from which a message is somebody's text: at its end it may ask, the rest says nothing. */
const LONG = 700;
const MAX_REQUESTS = 3;

/** A sentence of a message with the questions that it joins; none if it is one. */
export interface Part {
  readonly text: string;
  /** With stand-ins for names: what is embedded and classified. */
  readonly masked: string;
  readonly joined: readonly { readonly text: string; readonly masked: string }[];
}

/** Cuts a message into sentences, spelling mended. */
export function partsOf(message: string, names: NameIndex): Part[] {
  const mended = names.correct(message);
  const toPart = (text: string) => ({ text, masked: mask(text, names.find(text)) });
  const sentences = sentenceSpans(mended, { isTyped: true }).map(({ start, end }) =>
    mended.slice(start, end),
  );
  const looked = isLong(message)
    ? sentences.slice(-MAX_SEGMENTS)
    : sentences.slice(0, MAX_SEGMENTS);
  return looked
    .filter((text) => !isLong(text))
    .map((text) => {
      const joined = questionsOf(text);
      return { ...toPart(text), joined: joined.length > 1 ? joined.map(toPart) : [] };
    });
}

/** Whether a message is a text rather than a question. */
export function isLong(message: string): boolean {
  return message.length > LONG;
}

/** The texts of parts that have to be embedded, in the order in which `understand` takes them. */
export function maskedTexts(parts: readonly Part[]): string[] {
  return parts.flatMap(({ masked, joined }) => [masked, ...joined.map((part) => part.masked)]);
}

/**
 * What a message does and asks.
 * @param labels of `maskedTexts`
 * @param isText whether it is a text, of which only the last question counts
 */
export function understand(
  parts: readonly Part[],
  labels: readonly MessageLabels[],
  isText = false,
): Turn {
  let next = 0;
  const request = ({ text }: Pick<Part, 'text'>): Request => {
    const { acts, wants } = labels[next++] ?? NOTHING;
    // The labels are those of the files that the models were taught with.
    return {
      text,
      acts: acts as Distribution<Act>,
      wants: wants as Distribution<Want>,
      joined: [],
    };
  };
  const segments = parts.map((part) => {
    const whole = request(part);
    return { ...whole, act: likeliest(whole.acts), joined: part.joined.map(request) };
  });
  const asking = segments.filter((segment) => ASKING.has(segment.act));
  if (isText) return { act: 'ask', requests: asking.slice(-1), context: '' };
  const telling = segments.filter((segment) => TELLING.has(segment.act));
  const [first] = asking;
  if (first) {
    return {
      act: first.act,
      requests: asking.slice(0, MAX_REQUESTS),
      context: telling.map(({ text }) => text).join(' '),
    };
  }
  // Key words, a remark: what is no question in form may ask all the same.
  const longest = [...(telling.length > 0 ? telling : segments)].sort(
    (a, b) => b.text.length - a.text.length,
  )[0];
  const rest = telling.filter((segment) => segment !== longest);
  return {
    act: longest?.act ?? 'greet',
    requests: longest ? [longest] : [],
    context: rest.map(({ text }) => text).join(' '),
  };
}

/** "What is A, and who wrote it?": the questions that a sentence joins; the sentence if it is one. */
function questionsOf(sentence: string): string[] {
  const words = wordsOf(sentence);
  const asksAt = (i: number) => {
    const [first, second] = [words[i]?.form ?? '', words[i + 1]?.form ?? ''];
    return WH_WORDS.has(first) || (PREPOSITIONS.has(first) && WH_WORDS.has(second));
  };
  // "Who wrote A, what does it miss": only behind a question, a comma parts it from another.
  const isQuestion = asksAt(0);
  const cuts = words.flatMap((word, i): Span[] => {
    if (i < 2 || !asksAt(i + 1)) return [];
    if (CONJUNCTIONS.has(word.form)) return [word];
    const comma = sentence.slice(word.end, words[i + 1]?.start).indexOf(',');
    return isQuestion && comma >= 0 ? [{ start: word.end + comma, end: word.end + comma + 1 }] : [];
  });
  const starts = [0, ...cuts.map(({ end }) => end)];
  const ends = [...cuts.map(({ start }) => start), sentence.length];
  return starts
    .map((start, i) => sentence.slice(start, ends[i]).trim())
    .map((part) => (endsWithAny(part, ',;') ? part.slice(0, -1) : part))
    .filter((part) => part !== '');
}
