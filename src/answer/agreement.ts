import { sentenceSpans } from '../text/sentences.ts';
import {
  commonness,
  contentStems,
  isEnglishWord,
  isStopWord,
  type Word,
  wordsOf,
} from '../text/words.ts';
import { isThing } from './intent.ts';
import type { Mention, NameIndex } from './names.ts';

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
export function agrees(
  sentence: string,
  quote: string,
  { names, context }: AgreementOptions,
): boolean {
  const claim = read(sentence, names);
  const witness = read(quote, names);
  const about = read(context, names);
  return (
    numbersAgree(claim, witness, about) &&
    namesAgree(claim, witness, about, names) &&
    addressesAgree(sentence, quote) &&
    strengthAgrees(claim, witness, about) &&
    denialsAgree(claim, witness) &&
    subjectsAgree(claim, witness, about, names) &&
    yearsAgree(claim, witness)
  );
}

/** Whether one of two sentences that tell of the same denies what the other affirms. */
export function contradicts(sentence: string, other: string, names: NameIndex): boolean {
  const readings = [read(sentence, names), read(other, names)] as const;
  const affirms = (one: Reading, two: Reading) => {
    const denied = new Set(denialsOf(two).flat());
    const said = new Set(contentStems(two.text));
    // What is denied stands next to the negation.
    return denialsOf(one).some(([head]) => head && said.has(head) && !denied.has(head));
  };
  return affirms(...readings) || affirms(readings[1], readings[0]);
}

/** A thing or person that a text names. */
interface Named {
  readonly id: string;
  readonly type: 'thing' | 'person' | 'owner' | 'other';
  readonly start: number;
  readonly end: number;
}

interface Reading {
  readonly text: string;
  readonly words: readonly Word[];
  readonly stems: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly named: readonly Named[];
}

function read(text: string, names: NameIndex): Reading {
  const words = wordsOf(text);
  return {
    text,
    words,
    stems: new Set(words.map((word) => word.stem)),
    numbers: numbersOf(text, words),
    named: names.find(text).flatMap((mention) => toNamed(mention, text) ?? []),
  };
}

function toNamed({ type, name, kind, sourceIds, start, end }: Mention, text: string): Named | null {
  if (type === 'topic') return null;
  const span = { start, end };
  if (type === 'owner') return { id: 'owner', type, ...span };
  // A surname and the whole name are one person.
  if (type === 'person') return { id: `person ${wordsOf(name).at(-1)?.stem}`, type, ...span };
  // "Baggage" is a project, "baggage" may be what it carries.
  const isProper = /[\p{Lu}\d]/u.test(text.slice(start, end));
  const isOne = type === 'source' && isThing(kind) && isProper;
  return { id: `${type} ${sourceIds[0]}`, type: isOne ? 'thing' : 'other', ...span };
}

const NUMBER_WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const LARGE_NUMBERS = 'hundred thousand million billion trillion dozen half twice percent'.split(
  ' ',
);

/** The numbers in a text, in digits where they are written so or below twenty-one. */
function numbersOf(text: string, words: readonly Word[]): Set<string> {
  const digits = [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map(([number]) => digitsOf(number));
  const spoken = words.flatMap(({ form }) => numberOf(form) ?? []);
  return new Set([...digits, ...spoken, ...(text.includes('%') ? ['percent'] : [])]);
}

/** Without the separators of thousands. */
function digitsOf(number: string): string {
  return number.replace(/,(?=\d{3}(?!\d))/g, '');
}

function numberOf(form: string): string | null {
  if (LARGE_NUMBERS.includes(form)) return form;
  const value = NUMBER_WORDS.indexOf(form);
  // "One" is seldom a number.
  return value === 1 || value < 0 ? null : String(value);
}

/** Each number stands in the quote, and counts there what it counts in the sentence. */
function numbersAgree(claim: Reading, witness: Reading, about: Reading): boolean {
  for (const number of claim.numbers) {
    if (!witness.numbers.has(number) && !about.numbers.has(number)) return false;
  }
  const counts = countsOf(witness);
  return countsOf(claim).every(({ number, stem }) => {
    const told = counts.filter((count) => count.stem === stem);
    return told.length === 0 || told.some((count) => count.number === number);
  });
}

/** "Six theses", "4 projects": a number and the word behind it; no years. */
function countsOf({ words }: Reading): { number: string; stem: string }[] {
  return words.flatMap(({ form }, i) => {
    const isOne = form === 'one' || form === 'single';
    const number = isOne ? '1' : /^\d{1,3}$/.test(form) ? form : numberOf(form);
    const next = words[i + 1];
    if (!number || !next || isStopWord(next.form) || /\d/.test(next.form)) return [];
    return [{ number, stem: next.stem }];
  });
}

/** Each name of the corpus and each capitalised word stands in the quote, or is its subject. */
function namesAgree(claim: Reading, witness: Reading, about: Reading, names: NameIndex): boolean {
  const isKnown = ({ stem }: Word) => witness.stems.has(stem) || about.stems.has(stem);
  const isOfName = ({ start, end }: Word) =>
    claim.named.some((name) => start >= name.start && end <= name.end);
  return claim.words.every(
    (word) => isKnown(word) || !(isOfName(word) || isProperName(claim.text, word, names)),
  );
}

/** A capitalised word within a sentence, or one at its start that English hardly has. */
function isProperName(sentence: string, word: Word, names: NameIndex): boolean {
  const text = sentence.slice(word.start, word.end);
  if (!/\p{Lu}/u.test(text) || isStopWord(word.form)) return false;
  const isFirst = /^[^\p{L}\p{N}]*$/u.test(sentence.slice(0, word.start));
  const isRare = !names.isKnown(word.stem) && commonness(word.form) < RARE;
  return !isFirst || isRare || !isEnglishWord(word.form);
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

/** Words that make a sentence say more; those of one line say the same. */
const STRONG = [
  ['only', 'solely', 'exclusively'],
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
  const isAsStrong = STRONG.every(
    (same) =>
      !claim.words.some(({ form }) => same.includes(form)) || same.some((form) => forms.has(form)),
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

const NEGATION =
  /^(?:not|no|never|none|neither|nor|without|cannot|nobody|nothing|nowhere|hardly|seldom|rarely|instead|rather|unlike|except|unable|impossible|fail(?:s|ed|ing)?|lack(?:s|ed|ing)?|avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|refuse[sd]?|reject(?:s|ed)?|exclude[sd]?)$/;
/** Content words behind a negation that it is taken to deny. */
const NEGATION_SCOPE = 3;

function denialsAgree(claim: Reading, witness: Reading): boolean {
  const [denials, told] = [denialsOf(claim), denialsOf(witness)];
  return (
    isKept(denials, told, witness.stems) &&
    isKept(told, denials, new Set(contentStems(claim.text))) &&
    (denials.length === 0 || told.length > 0) &&
    denials.every((stems) => stems.length === 0 || stems.some((stem) => told.flat().includes(stem)))
  );
}

/** Whether what is denied there is denied here too, or not spoken of. */
function isKept(
  there: readonly string[][],
  here: readonly string[][],
  spoken: ReadonlySet<string>,
): boolean {
  const denied = new Set(here.flat());
  return there.every(
    ([head, ...rest]) =>
      head === undefined ||
      denied.has(head) ||
      [head, ...rest].every((stem) => denied.has(stem) || !spoken.has(stem)),
  );
}

/** For each negation, outside of names, the stems of the content words that stand close behind it. */
function denialsOf({ text, words, named }: Reading): string[][] {
  const denials: string[][] = [];
  let scope: string[] | null = null;
  for (const word of words) {
    const { form, stem, start, end } = word;
    const isNegation = NEGATION.test(form) || /n['’]t$/i.test(text.slice(start, end));
    if (isNegation && !named.some((name) => start >= name.start && end <= name.end)) {
      scope = [];
      denials.push(scope);
    } else if (form === 'but') {
      scope = null;
    } else if (scope && !isStopWord(form)) {
      scope.push(stem);
    }
    const isAtEnd = /^[.;:!?]/.test(text.slice(end)) || (text[end] === ',' && scope?.length !== 0);
    if (isAtEnd || scope?.length === NEGATION_SCOPE) scope = null;
  }
  return denials;
}

/** What the quote says of one thing or person is said of that one. */
function subjectsAgree(
  claim: Reading,
  witness: Reading,
  about: Reading,
  names: NameIndex,
): boolean {
  const people = claim.named.filter(({ type }) => type === 'person' || type === 'owner');
  const told = witness.named.filter(({ type }) => type === 'person' || type === 'owner');
  // In an answer about the researcher, "he" is the researcher.
  const isOfAnother = told.length > 0 && !told.some(({ type }) => type === 'owner');
  if (people.length === 0 && isOfAnother && /\b(he|him|his|she|her)\b/i.test(claim.text)) {
    return false;
  }
  return (
    keepOrder(claim, witness, ['thing']) &&
    keepOrder(claim, witness, ['person', 'owner']) &&
    eachIsAbout(claim, witness, names) &&
    isOfSubject(claim, witness, about)
  );
}

/** "A builds on B" is not "B builds on A"; it is "B is built upon by A", and "A and B" is "B and A". */
function keepOrder(claim: Reading, witness: Reading, types: readonly Named['type'][]): boolean {
  const of = ({ named }: Reading) => named.filter(({ type }) => types.includes(type));
  const told = of(witness);
  const said = of(claim);
  return said.every((first, i) => {
    const second = said[i + 1];
    if (!second || first.id === second.id) return true;
    const firsts = told.filter(({ id }) => id === first.id);
    const seconds = told.filter(({ id }) => id === second.id);
    if (firsts.length === 0 || seconds.length === 0) return true;
    if (isEnumerated(claim, first, second)) return true;
    return firsts.some((one) =>
      seconds.some((other) => {
        const isTurned = one.start > other.start;
        const [before, after] = isTurned ? [other, one] : [one, other];
        if (isEnumerated(witness, before, after)) return true;
        return isTurned === (isAgent(claim, second) !== isAgent(witness, after));
      }),
    );
  });
}

function isAgent({ text }: Reading, { start }: Named): boolean {
  return /\bby (the )?$/i.test(text.slice(0, start));
}

/** Nothing but names, numbers and small words between. */
function isEnumerated({ text, words, named }: Reading, first: Named, second: Named): boolean {
  if (/[:.]/.test(text.slice(first.end, second.start))) return false;
  return words
    .filter(({ start, end }) => start >= first.end && end <= second.start)
    .every(
      (word) =>
        /^(and|or|as|well|both|\d+)$/.test(word.form) ||
        named.some(({ start, end }) => word.start >= start && word.end <= end),
    );
}

/** Of several quoted sentences, each that names things names one of the sentence's. */
function eachIsAbout(claim: Reading, witness: Reading, names: NameIndex): boolean {
  const said = distinct(claim);
  const spans = sentenceSpans(witness.text);
  if (spans.length < 2 || said.size === 0) return true;
  return spans.every(({ start, end }) => {
    const told = distinct(read(witness.text.slice(start, end), names));
    return told.size === 0 || [...told].some((id) => said.has(id));
  });
}

function distinct({ named }: Reading): Set<string> {
  return new Set(
    named.filter(({ type }) => type === 'thing' || type === 'person').map(({ id }) => id),
  );
}

/** A sentence about one thing has no more words of what the quote says of others than of its own. */
function isOfSubject(claim: Reading, witness: Reading, about: Reading): boolean {
  const said = claim.named.filter(({ type }) => type === 'thing');
  const [subject] = said;
  if (!subject || said.some(({ id }) => id !== subject.id)) return true;
  const told = witness.named.filter(({ type }) => type === 'thing');
  const isTitle = about.named.some(({ id }) => id === subject.id);
  if (isTitle && (told.length === 0 || told[0]?.id === subject.id)) return true;
  const isOfName = ({ start, end }: Word, { named }: Reading) =>
    named.some((name) => start >= name.start && end <= name.end);
  const own = new Set(
    claim.words
      .filter((word) => word.start >= subject.end)
      .filter((word) => !isStopWord(word.form) && !isOfName(word, claim))
      .map((word) => word.stem),
  );
  let balance = 0;
  for (const sentence of sentenceSpans(witness.text)) {
    const things = told.filter(({ start, end }) => start >= sentence.start && end <= sentence.end);
    const isHere = isTitle || things.some(({ id }) => id === subject.id);
    for (const word of witness.words) {
      if (word.start < sentence.start || word.end > sentence.end) continue;
      if (!own.has(word.stem) || isOfName(word, witness)) continue;
      const last = things.findLastIndex(({ end }) => end <= word.start);
      const isFirst = things[0]?.id === subject.id;
      const isOwn = isFirst || (last < 0 ? isHere : groupOf(witness, things, last).has(subject.id));
      balance += isOwn ? 1 : -1;
    }
  }
  return balance >= 0;
}

/** A thing with those enumerated before it. */
function groupOf(witness: Reading, told: readonly Named[], last: number): Set<string> {
  const group = new Set<string>();
  for (let i = last; i >= 0; i--) {
    const [thing, next] = [told[i], told[i + 1]];
    if (!thing || (i < last && next && !isEnumerated(witness, thing, next))) break;
    group.add(thing.id);
  }
  return group;
}

/**
 * No year more often than in the quote; and where the quote puts a year behind a word ("SOSP 2015",
 * "from 2016") or in brackets behind a name, the sentence puts no other there.
 */
function yearsAgree(claim: Reading, witness: Reading): boolean {
  const [said, told] = [yearsOf(claim), yearsOf(witness)];
  return said.every(({ year, before, owner }) => {
    const same = said.filter((other) => other.year === year).length;
    const known = told.filter((other) => other.year === year);
    if (known.length > 0 && same > known.length) return false;
    const besides = told.filter((other) => other.before === before);
    if (besides.length > 0 && !besides.some((other) => other.year === year)) return false;
    const owned = told.filter((other) => other.owner !== null && other.owner === owner);
    return owned.length === 0 || owned.some((other) => other.year === year);
  });
}

interface Year {
  readonly year: string;
  /** The word before it. */
  readonly before: string;
  /** The thing or person named last, if the year stands in brackets behind it. */
  readonly owner: string | null;
}

function yearsOf({ text, words, named }: Reading): Year[] {
  const things = named.filter(({ type }) => type === 'thing' || type === 'person');
  return words.flatMap(({ form, start }, i) => {
    if (!/^(19|20)\d\d$/.test(form)) return [];
    const owner = things.findLast(({ end }) => end <= start);
    const isInBrackets = /\([^)]*$/.test(text.slice(owner?.end ?? 0, start));
    const before = words[i - 1]?.form ?? '';
    return [{ year: form, before, owner: (isInBrackets && owner?.id) || null }];
  });
}
