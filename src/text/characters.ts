const SPACES = /\s+/g;
const LETTER = /\p{L}/u;
const CAPITAL = /\p{Lu}/gu;
const DIGIT = /\d/;
const POSSESSIVE = /['’]s$/i;
const CONTRACTION = /['’](?:s|re|ve|ll|d)$/i;
const YEAR = /^(?:19|20)\d\d$/;

/** The text with one space for each run of white space. */
export function singleSpaced(text: string): string {
  return text.replace(SPACES, ' ');
}

export function hasLetter(text: string): boolean {
  return LETTER.test(text);
}

export function hasDigit(text: string): boolean {
  return DIGIT.test(text);
}

/** "talks" → "Talks" */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The number of capital letters. */
export function capitalsIn(text: string): number {
  return text.match(CAPITAL)?.length ?? 0;
}

export function isPossessive(text: string): boolean {
  return POSSESSIVE.test(text);
}

/** "Ada's" → "Ada" */
export function withoutPossessive(text: string): string {
  return text.replace(POSSESSIVE, '');
}

/** What is contracted with a word: "it's" → "'s"; empty if nothing is. */
export function contraction(word: string): string {
  return CONTRACTION.exec(word)?.[0] ?? '';
}

/** Whether a word is a year from 1900 to 2099. */
export function isYear(form: string): boolean {
  return YEAR.test(form);
}

/** Whether a text begins with one of these signs. */
export function beginsWithAny(text: string, signs: string): boolean {
  return text !== '' && signs.includes(text.charAt(0));
}

/** Whether a text ends with one of these signs. */
export function endsWithAny(text: string, signs: string): boolean {
  return text !== '' && signs.includes(text.charAt(text.length - 1));
}

/** Whether any of these signs stands in a text. */
export function hasAny(text: string, signs: string): boolean {
  return [...signs].some((sign) => text.includes(sign));
}
