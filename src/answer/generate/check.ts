import { NUMBERS } from '../../language/en/lexicon.ts';
import { capitalsIn, hasDigit } from '../../text/characters.ts';
import { isStopWord, squeezed, type Word, wordsOf } from '../../text/words.ts';
import type { Mention, NameIndex } from '../names.ts';
import type { Quote } from '../statement.ts';

/** What a sentence may have only if its quotes have it. */
const KINDS = ['numbers', 'names', 'addresses', 'titles'] as const;
export type Missing = (typeof KINDS)[number];

/**
 * What a sentence has that neither stands in its quotes nor is what they are about. Its other words
 * may differ from theirs, in another language even: whether they say the same is for a model to tell.
 * @param asked a question that may be denied, as in "The profile does not say whether Netflix uses it."
 */
export function missingFrom(
  sentence: string,
  quotes: readonly Quote[],
  names: NameIndex,
  asked = '',
): Missing[] {
  const told = quotes.flatMap(({ source, passage, start, end }) => [
    passage.text.slice(start, end),
    ...[source.title, ...source.aliases, ...passage.headings],
  ]);
  const known = [...told, asked].join('\n');
  const isThere: Readonly<Record<Missing, boolean>> = {
    numbers: hasNumbers(sentence, known),
    names: hasNames(sentence, known, names),
    addresses: hasAddresses(sentence, known),
    titles: hasTitles(sentence, known),
  };
  return KINDS.filter((kind) => !isThere[kind]);
}

const NUMBER = /\d+(?:[.,]\d+)*/g;
/** Numbers in digits; those that the quotes have may be in words there. */
function hasNumbers(sentence: string, known: string): boolean {
  const inWords = wordsOf(known).map(({ form }) => String(NUMBERS.indexOf(form)));
  const told = new Set([...valuesIn(known).flat(), ...inWords]);
  return valuesIn(sentence).every((values) => values.some((value) => told.has(value)));
}

/** For each number what it can mean, since a comma is a point in half of the languages: "1,250" → "1.250", "1250". */
function valuesIn(text: string): string[][] {
  return [...text.matchAll(NUMBER)].map(([number]) => {
    const [whole = '', ...groups] = number.split(/[.,]/);
    const isGrouped = groups.length > 0 && groups.every(({ length }) => length === 3);
    return [[whole, ...groups].join('.'), ...(isGrouped ? [[whole, ...groups].join('')] : [])];
  });
}

/** Works and people of the corpus, and other words that are written as names. */
function hasNames(sentence: string, known: string, names: NameIndex): boolean {
  const named = names.find(sentence);
  const told = new Set(names.find(known).map(identityOf));
  const words = wordsOf(known);
  const stems = new Set(words.map(({ stem }) => stem));
  const said = wordsOf(sentence);
  const isAnyEnglish = isEnglish(said);
  return (
    named.every((mention) => !isProper(mention, sentence) || told.has(identityOf(mention))) &&
    said.every((word, i) => {
      const isOfName = named.some(({ start, end }) => word.start >= start && word.end <= end);
      if (isOfName || stems.has(word.stem) || isStopWord(word.form)) return true;
      const written = sentence.slice(word.start, word.end);
      // A capital is enough within an English sentence; German has one at every noun.
      return capitalsIn(written) < (isAnyEnglish && i > 0 ? 1 : 2);
    })
  );
}

/** Of a work or a person: "Baggage" is a project, "baggage" may be what it carries. */
function isProper({ type, start, end }: Mention, text: string): boolean {
  const written = text.slice(start, end);
  return type === 'person' || (type === 'source' && (capitalsIn(written) > 0 || hasDigit(written)));
}

/** A surname and the whole name are one person. */
function identityOf({ type, name, sourceIds }: Mention): string {
  return type === 'person' ? `person ${wordsOf(name).at(-1)?.stem}` : `${type} ${sourceIds[0]}`;
}

/** A sixth of the words of English text at least are such as "the" and "of". */
const LEAST_STOP_WORDS = 1 / 6;

function isEnglish(words: readonly Word[]): boolean {
  return words.filter(({ form }) => isStopWord(form)).length >= words.length * LEAST_STOP_WORDS;
}

const ADDRESS =
  /(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|ai|dev|de|eu|uk|info|app|co)\b[^\s]*/gi;

/** Web and mail addresses. */
function hasAddresses(sentence: string, known: string): boolean {
  const text = known.toLowerCase();
  return [...sentence.matchAll(ADDRESS)].every(([address]) =>
    text.includes(address.toLowerCase().replace(/[^\p{L}\p{N}/]+$/u, '')),
  );
}

/** Of three words or more within quotation marks. */
const TITLE = /[“"«]((?:[^\s“”"«»]+\s+){2,}[^\s“”"«»]+)[”"»]/gu;

function hasTitles(sentence: string, known: string): boolean {
  const text = squeezed(known);
  return [...sentence.matchAll(TITLE)].every(([, title = '']) => text.includes(squeezed(title)));
}
