import type { Span } from '../domain.ts';
import { capitalsIn } from '../text/characters.ts';
import { commonness, isEnglishWord, isStopWord, type Word, wordsOf } from '../text/words.ts';
import { denialsAgree } from './denials.ts';
import { numbersAgree, yearsAgree } from './figures.ts';
import type { NameIndex } from './names.ts';
import { type Reading, read } from './reading.ts';
import { subjectsAgree } from './subjects.ts';

export interface AgreementOptions {
  readonly names: NameIndex;
  /** What the quote is about: its title, other names, and headings. */
  readonly context: string;
}

/**
 * Whether nothing in a sentence goes against its quote: its numbers, names and addresses stand in
 * the quote, or are what the quote is about; what one of the two denies, the other does not affirm;
 * and what is said of one thing in the quote is not said of another.
 */
export function agrees(sentence: string, quote: string, options: AgreementOptions): boolean {
  return disagreements(sentence, quote, options).length === 0;
}

/** What a sentence can go against its quote in. */
export const ASPECTS = [
  'numbers',
  'names',
  'addresses',
  'titles',
  'brackets',
  'strength',
  'denials',
  'subjects',
  'years',
] as const;

export type Aspect = (typeof ASPECTS)[number];

/** Where a sentence goes against its quote. */
export function disagreements(
  sentence: string,
  quote: string,
  { names, context }: AgreementOptions,
): Aspect[] {
  const claim = read(sentence, names);
  const witness = read(quote, names);
  const about = read(context, names);
  const agree: Readonly<Record<Aspect, () => boolean>> = {
    numbers: () => numbersAgree(claim, witness, about),
    names: () => namesAgree(claim, witness, about, names),
    addresses: () => addressesAgree(sentence, quote),
    titles: () => titlesAgree(sentence, `${quote}\n${context}`),
    brackets: () => bracketsAgree(claim, witness, about),
    strength: () => strengthAgrees(claim, witness, about),
    denials: () => denialsAgree(claim, witness),
    subjects: () => subjectsAgree(claim, witness, about, names),
    years: () => yearsAgree(claim, witness, about),
  };
  return ASPECTS.filter((aspect) => !agree[aspect]());
}

/** Each name of the corpus, capitalized word and term stands in the quote, or is its subject. */
function namesAgree(claim: Reading, witness: Reading, about: Reading, names: NameIndex): boolean {
  const isKnown = ({ stem }: Word) => witness.stems.has(stem) || about.stems.has(stem);
  const isOfName = ({ start, end }: Word) =>
    claim.named.some((name) => start >= name.start && end <= name.end);
  return (
    topicsAreThere(claim, witness) &&
    subjectIsThere(claim, witness, about) &&
    claim.words.every(
      (word) => isKnown(word) || !(isOfName(word) || isNameOrTerm(claim.text, word, names)),
    )
  );
}

/**
 * A topic of several words, and any that a sentence begins with, is one of the quote itself: what
 * the quote is filed under may be named in its place by mistake. Within a sentence it is enough that
 * the topic's words stand together in the quote.
 */
function topicsAreThere(claim: Reading, quoted: Reading): boolean {
  return claim.named.every((topic) => {
    if (topic.type !== 'topic') return true;
    const isSubject = BEGINS.test(claim.text.slice(0, topic.start));
    if (!isSubject && !claim.text.slice(topic.start, topic.end).includes(' ')) return true;
    const isNamed = quoted.named.some(({ id }) => id === topic.id);
    return isNamed || (!isSubject && standTogether(contentOf(claim, topic), contentOf(quoted)));
  });
}

/**
 * The thing that a sentence begins with is one that the quote names, or is about: a word that it
 * shares with a title does not make it that.
 */
function subjectIsThere(claim: Reading, quoted: Reading, about: Reading): boolean {
  const subject = claim.named.find(({ type, start }) => {
    return type === 'thing' && BEGINS.test(claim.text.slice(0, start));
  });
  return !subject || [...quoted.named, ...about.named].some(({ id }) => id === subject.id);
}

/** The stems of the content words of a text, or of a part of it; names of things stand for themselves. */
function contentOf({ words, text, named }: Reading, part: Span = { start: 0, end: text.length }) {
  return words
    .filter(({ form, start, end }) => !isStopWord(form) && start >= part.start && end <= part.end)
    .map((word) => {
      const thing = named.find(
        ({ type, start, end }) => type === 'thing' && word.start >= start && word.end <= end,
      );
      return thing ? thing.id : word.stem;
    });
}

/** Whether a text has these words next to each other, in any order. */
function standTogether(stems: readonly string[], text: readonly string[]): boolean {
  return text.some((_, i) => {
    const part = text.slice(i, i + stems.length);
    return stems.every((stem) => part.includes(stem));
  });
}

/** Nothing, or a phrase such as "According to the profile," before a subject. */
const BEGINS = /^(?:[^,]{1,40},)?\s*(?:the|an?)?\s*$/i;

/** A capitalized word within a sentence, one at its start that English hardly has, or a term of no everyday English. */
function isNameOrTerm(sentence: string, word: Word, names: NameIndex): boolean {
  const text = sentence.slice(word.start, word.end);
  if (isStopWord(word.form)) return false;
  if (capitalsIn(text) === 0) return /^\p{L}+$/u.test(text) && !isEnglishWord(word.form);
  const isFirst = wordsOf(sentence.slice(0, word.start)).length === 0;
  const isRare = !names.isKnown(word.stem) && commonness(word.form) < RARE;
  return !isFirst || capitalsIn(text) > 1 || isRare || !isEnglishWord(word.form);
}

/** Below 30 occurrences in a million words. */
const RARE = 1.5;

const ADDRESS =
  /(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev|de|eu|uk|info|app|co)\b[^\s]*/gi;

/** No web or mail address that the quote does not have. */
function addressesAgree(sentence: string, quote: string): boolean {
  const known = quote.toLowerCase();
  return [...sentence.matchAll(ADDRESS)].every(([address]) =>
    known.includes(address.toLowerCase().replace(/[^\p{L}\p{N}/]+$/u, '')),
  );
}

/** Of three words or more within quotation marks. */
const TITLE = /[“"«]((?:[^\s“”"«»]+\s+){2,}[^\s“”"«»]+)[”"»]/gu;

/** What a sentence puts in quotation marks stands so in the quote, or is what it is about. */
function titlesAgree(sentence: string, known: string): boolean {
  const plain = (text: string) =>
    wordsOf(text)
      .map(({ form }) => form)
      .join(' ');
  const text = plain(known);
  return [...sentence.matchAll(TITLE)].every(([, title = '']) => text.includes(plain(title)));
}

/** A name in brackets behind something else stands so in the quote, or names what it is about. */
function bracketsAgree(claim: Reading, witness: Reading, about: Reading): boolean {
  const inBrackets = ({ text, named }: Reading) =>
    named.filter(({ start, end }) => text[start - 1] === '(' && text[end] === ')');
  const known = new Set([...inBrackets(witness), ...about.named].map(({ id }) => id));
  return inBrackets(claim).every(({ id, type }) => type === 'other' || known.has(id));
}

/** Words that make a sentence say more, but for "each other"; those of one line say the same. */
const STRONG = [
  ['only', 'sole', 'solely', 'exclusively'],
  ['first'],
  ['last', 'final'],
  ['best'],
  ['worst'],
  ['most'],
  ['all', 'every', 'each', 'always', 'entire', 'any'],
];
/** What may not be told where the quote tells the other. */
const OPPOSITES = [
  ['before', 'after'],
  ['more', 'less'],
  ['more', 'fewer'],
  ['many', 'few'],
  ['above', 'below'],
  ['increase', 'reduce'],
  ['increase', 'decrease'],
  ['high', 'low'],
  ['higher', 'lower'],
  ['fast', 'slow'],
  ['faster', 'slower'],
  ['cheap', 'expensive'],
  ['large', 'small'],
  ['larger', 'smaller'],
  ['public', 'private'],
  ['open', 'closed'],
  ['local', 'remote'],
  ['locally', 'remotely'],
  ['earlier', 'later'],
  ['same', 'different'],
  ['possible', 'impossible'],
  ['able', 'unable'],
  ['rare', 'common'],
  ['upstream', 'downstream'],
  ['succeed', 'fail'],
].map(([one = '', other = '']) => [stemOf(one), stemOf(other)] as const);

function stemOf(word: string): string {
  return wordsOf(word)[0]?.stem ?? '';
}

function strengthAgrees(claim: Reading, witness: Reading, about: Reading): boolean {
  const forms = new Set([...witness.words, ...about.words].map((word) => word.form));
  const strong = claim.words
    .filter((_, i) => claim.words[i + 1]?.form !== 'other')
    .map(({ form }) => form);
  const isAsStrong = STRONG.every(
    (same) => !strong.some((form) => same.includes(form)) || same.some((form) => forms.has(form)),
  );
  const contradicts = (one: string, other: string) =>
    claim.stems.has(one) &&
    !claim.stems.has(other) &&
    witness.stems.has(other) &&
    !witness.stems.has(one);
  return (
    isAsStrong &&
    !OPPOSITES.some(([one, other]) => contradicts(one, other) || contradicts(other, one))
  );
}
