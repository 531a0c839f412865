import { sentenceSpans } from '../../src/text/sentences.ts';

/** A sentence written anew by rule; null where the rule does not apply to it. */
export type Rewrite = (sentence: string) => string | null;

/** Rewrites that keep what a sentence says, or say less. */
export const FAITHFUL = {
  verbatim: (sentence) => sentence,
  'clause dropped': (sentence) => {
    const cut =
      /^(.{40,}?),? (?:which|where|so that|because|whereas|although|for example|such as|including)\b.*\.$/.exec(
        sentence,
      )?.[1];
    // Half a pair of brackets or quotation marks is no sentence.
    return cut && !/[([“"]/.test(cut) ? `${cut}.` : null;
  },
  'lead added': (sentence) => `According to the profile, ${lowerFirst(sentence)}`,
  synonyms: (sentence) => {
    const changed = SYNONYMS.reduce((text, [from, to]) => text.replace(from, to), sentence);
    return changed === sentence ? null : changed;
  },
} satisfies Record<string, Rewrite>;

const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/\bshows that\b/, 'demonstrates that'],
  [/\bpresents\b/, 'introduces'],
  [/\bproposes\b/, 'puts forward'],
  [/\buses\b/, 'employs'],
  [/\bhelps\b/, 'assists'],
  [/\bis about\b/, 'deals with'],
  [/\bwas published\b/, 'appeared'],
  [/\bbecause\b/, 'since'],
  [/\btherefore\b/, 'thus'],
  [/\bseveral\b/, 'multiple'],
  [/\bbuilds on\b/, 'extends'],
];

/** Two neighbouring sentences as one. */
export function merged(first: string, second: string): string | null {
  return /[.]$/.test(first) ? `${first.slice(0, -1)}, and ${lowerFirst(second)}` : null;
}

/** Rewrites that make a true sentence false. */
export const FALSE = {
  'wrong year': (sentence) =>
    replaced(sentence, /\b(?:19|20)\d\d\b/, (year) => String(Number(year) + 2)),
  'changed number': (sentence) =>
    replaced(sentence, /(?<![\w.,-])(?!(?:19|20)\d\d\b)\d+(?:[.,]\d+)*(?![\w-])/, (number) =>
      number.replace(/\d$/, (digit) => String((Number(digit) + 3) % 10)),
    ) ?? replaced(sentence, /\b(?:two|three|four|five|six|seven|eight|nine|ten)\b/, nextNumber),
  negation: (sentence) =>
    replaced(sentence, /\b(?:do|does|did|is|are|was|were|can|could) not (?=\w)/, (words) =>
      words.replace(' not', ''),
    ) ??
    replaced(
      sentence,
      /\b(?:is|are|was|were|can|could|will|would|has|have|must|should)\b(?! not\b| no\b)/,
      (verb) => `${verb} not`,
    ),
} satisfies Record<string, Rewrite>;

const NUMBERS = 'two three four five six seven eight nine ten'.split(' ');

function nextNumber(word: string): string {
  return NUMBERS[(NUMBERS.indexOf(word) + 3) % NUMBERS.length] ?? word;
}

/** What is said of several things alike may be true of another too. */
const SHARED = /\b(?:one of|both|belongs? to|related|shares?|links?|together|such)\b/;

/**
 * The sentence told of something else; null if it does not name the one or names both, or if it may
 * still be true.
 */
export function swapped(sentence: string, name: string, other: string): string | null {
  if (SHARED.test(sentence) || other.includes(name) || name.includes(other)) return null;
  const has = (one: string, flags: string) =>
    new RegExp(`(?<![\\w-])${escaped(one)}(?![\\w-])`, flags);
  if (!has(name, 'u').test(sentence) || has(other, 'iu').test(sentence)) return null;
  return sentence.replace(has(name, 'gu'), other);
}

/** Sentences that can stand alone in an answer: prose of some length, without addresses and brackets. */
export function proseSentences(text: string): string[] {
  return sentenceSpans(text)
    .map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' '))
    .filter((sentence) => /^\p{Lu}.{30,}\.$/u.test(sentence) && !/https?:|[[\]]/.test(sentence))
    .filter((sentence) => sentenceSpans(sentence).length === 1);
}

function replaced(text: string, part: RegExp, by: (part: string) => string): string | null {
  const changed = text.replace(part, by);
  return changed === text ? null : changed;
}

/** Names keep their capital. */
function lowerFirst(sentence: string): string {
  return sentence.replace(
    /^(The|A|An|It|In|At|This|These|For|Its|He|They|By|On|Most|To|One)\b/,
    (word) => word.toLowerCase(),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
