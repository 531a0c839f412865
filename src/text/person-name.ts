import { isGroupName } from './group-name.ts';

/** The parts of a person's name, or `literal`: a name in one piece, such as that of a group. */
export interface PersonName {
  readonly given?: string;
  /** Before the family name, in lower case: "van den". */
  readonly particle?: string;
  readonly family?: string;
  /** "Jr.", "III" */
  readonly suffix?: string;
  readonly literal?: string;
}

const SUFFIX = /^(?:jr|sr|esq)\.?$|^(?:I{2,3}|IV|VI{1,3})$/i;
const DEGREE = /^(?:ph\.? ?d|m\.? ?d|m\.? ?sc|d\.? ?phil)\.?$/i;
const TITLE =
  /^(?:(?:prof|dr|mr|mrs|ms|mag|ing|dipl\.-ing)\.\s+|(?:professor|doctor)\s+(?=\S+\s))+/i;
/** Part of the family name before it, as in "Souza Filho". */
const GENERATION = /^(?:filho|netto?|j[uú]nior|sobrinho)$/i;
/** Joins two family names: "Ortega y Gasset", "Puig i Cadafalch", "Costa e Silva". */
const JOINT = /^[eiy]$/;
/** Capitalized, these begin a family name within a name. */
const CAPITAL_PARTICLES = new Set(
  "al d' da dal dalla das de del della delle den der des di dos du el fitz ibn la las le lo mac mc san santa st st. 't ten ter van vanden vander vom von zu zum zur".split(
    ' ',
  ),
);
/** Scripts that put the family name first, often without spaces, so that its end is unknown. */
const EAST_ASIAN =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\s・·･ー々]+$/u;

/**
 * The parts of a name as an owner writes it: "Willem van den Berg", "Berg, Willem", "Berg, Jr., Otto",
 * "{A Name in One Piece}". Without a comma the rules of BibTeX apply ("Tame the BeaST", section
 * 11): lowercase words before the last are a particle. Groups and single names stay in one piece.
 */
export function parsePersonName(written: string): PersonName {
  const text = written.normalize('NFC').replace(/\s+/g, ' ').trim();
  const whole = /^\{(.*)\}$/.exec(text)?.[1];
  const name = withoutBraces(text);
  if (whole !== undefined && isBalanced(whole)) return { literal: name };
  if (isGroupName(name) || (EAST_ASIAN.test(name) && !name.includes(','))) return { literal: name };
  const parts = name.split(/\s*[,，]\s*/).filter((part) => part !== '');
  const suffixes = parts.slice(1).filter((part) => SUFFIX.test(part) || DEGREE.test(part));
  const [first = '', ...others] = parts.filter((part, i) => i === 0 || !suffixes.includes(part));
  const person = others.length > 0 ? familyFirst(first, others.join(', ')) : givenFirst(first);
  const [suffix] = suffixes;
  return suffix === undefined || person.literal !== undefined ? person : { ...person, suffix };
}

/** The name as written in a sentence: "Willem van den Berg" for "van den Berg, Willem", and no braces. */
export function spokenName(written: string): string {
  const { literal, given, particle, family, suffix } = parsePersonName(written);
  if (!/[{}]/.test(written) && !/[,，]/.test(written)) return written;
  const order = EAST_ASIAN.test(`${family}${given}`)
    ? [family, given]
    : [given, particle, family, suffix];
  return literal ?? order.filter(Boolean).join(' ');
}

/** "van den Berg, Willem, Jr." */
export function sortedName(name: PersonName): string {
  return name.literal ?? [familyOf(name), name.given, name.suffix].filter(Boolean).join(', ');
}

/** The family name with its particle: "van den Berg". */
export function familyOf({ particle, family }: PersonName): string {
  return [particle, family].filter(Boolean).join(' ');
}

function familyFirst(front: string, given: string): PersonName {
  const words = front.split(' ');
  const suffix = words.length > 1 && SUFFIX.test(words.at(-1) ?? '') ? words.pop() : undefined;
  const start = words.findIndex((word) => !isLower(word));
  const cut = start === -1 ? words.length - 1 : start;
  return partsOf({ given, particle: words.slice(0, cut), family: words.slice(cut), suffix });
}

function givenFirst(text: string): PersonName {
  const words = text.replace(TITLE, '').split(' ');
  const last = words.at(-1) ?? '';
  const suffix = words.length > 2 && SUFFIX.test(last) ? words.pop() : undefined;
  if (words.length === 1) return { literal: words.join(' ') };
  const start = familyStart(words);
  let end = start;
  while (end < words.length - 1 && isLower(words[end] ?? '') && !JOINT.test(words[end] ?? ''))
    end++;
  return partsOf({
    given: words.slice(0, start).join(' '),
    particle: words.slice(start, end),
    family: words.slice(end),
    suffix,
  });
}

/** Where the family name begins, its particles included. */
function familyStart(words: readonly string[]): number {
  const last = words.length - 1;
  // "bell hooks" has no particle; "van den Berg" has no given name.
  if (words.every(isLower)) return last;
  if (isLower(words[0] ?? '') && CAPITAL_PARTICLES.has(words[0] ?? '')) return 0;
  const joint = words.findIndex((word, i) => i > 1 && i < last && JOINT.test(word));
  const found = words.findIndex(
    (word, i) =>
      i > 0 && i < last && (isParticle(word) || CAPITAL_PARTICLES.has(word.toLowerCase())),
  );
  if (found !== -1 && (joint === -1 || found < joint)) return found;
  if (joint !== -1) return joint - 1;
  return GENERATION.test(words[last] ?? '') && last > 1 ? last - 1 : last;
}

/** "al-Din" and "d'Alembert" already contain their particle. */
function isParticle(word: string): boolean {
  return isLower(word) && !JOINT.test(word) && !/[-‐][\p{L}]|\p{L}['’]\p{Lu}/u.test(word);
}

function isLower(word: string): boolean {
  return /^['’]?\p{Ll}/u.test(word);
}

function partsOf(parts: {
  readonly given: string;
  readonly particle: readonly string[];
  readonly family: readonly string[];
  readonly suffix: string | undefined;
}): PersonName {
  const { given, particle, family, suffix } = parts;
  return {
    ...(given !== '' && { given }),
    ...(particle.length > 0 && { particle: particle.join(' ') }),
    family: family.join(' '),
    ...(suffix !== undefined && { suffix }),
  };
}

function withoutBraces(text: string): string {
  return text.replace(/[{}]/g, '').replace(/\s+/g, ' ').trim();
}

/** Whether no brace closes before it opens, as in "A} and {B". */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}
