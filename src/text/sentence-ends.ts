import type { Span } from '../domain.ts';
import {
  AFTER_ORDINAL,
  BEFORE_NUMBER,
  BEFORE_ORDINAL,
  FINITE_VERBS,
  LEADING,
  NAME_PARTICLES,
  NUMBERED,
  STARTERS,
  TRAILING,
} from './abbreviations.ts';
import { languageOf } from './language.ts';

/** A mark that may end a sentence, what closes after it, and the space before the next word. */
const CANDIDATE = /(?:\.{2,}|[.!?…])(?=["'”’»)\]}]*\s)/gu;
/** Replaces a mark that ends nothing; the segmenter ignores it. */
const MASK = '·';
const OPENING = /^["'“‘„«([{\s]+/u;
/** "U.K", "Ph.D", "Dr.-Ing", "z.B": parts with periods between them. */
const DOTTED = /^\p{L}{1,5}(?:\.-?\p{L}{1,5})+$/u;
const ROMAN = /^[IVXLC]+$/;
const ERA = /^(?:A\.D|B\.C|B\.C\.E|C\.E|BC|AD)$/;
/** The longest bracket within a sentence that is skipped. */
const MAX_ASIDE = 400;
/** Bounds for the context on both sides of a mark: a text may be one long line. */
const MAX_LEFT = 1000;
const MAX_RIGHT = 120;

/**
 * The text with every mark that does not end a sentence replaced by a dot that the segmenter ignores,
 * at the same length.
 * @param isTyped whether a sentence may begin in lower case
 */
export function neverEnds(prose: string, isTyped = false): string {
  const text = withReferencesInside(prose);
  const withinAside = inAny(asides(text));
  const pieces: string[] = [];
  let left = '';
  let read = 0;
  for (const { index, 0: mark } of text.matchAll(CANDIDATE)) {
    const end = index + mark.length;
    left = `${left}${text.slice(read, index)}`.slice(-MAX_LEFT);
    pieces.push(text.slice(read, index));
    read = end;
    const candidate = { prose, left, mark, after: text.slice(end, end + MAX_RIGHT) };
    if (!withinAside(index) && isEnd(candidate, isTyped)) {
      // The segmenter treats a one-character ellipsis as a letter, and sees no end before lower case.
      pieces.push(mark === '…' ? '.' : isTyped && mark === '.' ? '!' : mark);
      left = '';
    } else {
      pieces.push(MASK.repeat(mark.length));
      left += MASK.repeat(mark.length);
    }
  }
  return [...pieces, text.slice(read)].join('');
}

interface Candidate {
  readonly prose: string;
  /** From the start of the sentence to the mark, with marks that end nothing replaced. */
  readonly left: string;
  /** A period, an ellipsis, "?" or "!". */
  readonly mark: string;
  /** What follows the mark. */
  readonly after: string;
}

function isEnd(candidate: Candidate, isTyped: boolean): boolean {
  const { left, mark } = candidate;
  const after = candidate.after.replace(/^["'”’»)\]}]+/u, '');
  const next = wordAt(after.replace(OPENING, ''));
  // Lower case continues a sentence; a digit may begin one.
  if (/^\p{Ll}/u.test(next) && !(isTyped && mark === '.')) {
    return mark !== '…' && !/^\.+$/.test(mark);
  }
  if (mark === '…' || mark.length > 1) {
    return /\s$/.test(left) ? startsSentence(after) : true;
  }
  if (mark === '!') return !isNameWithMark(candidate, after);
  if (mark === '?') return true;
  const token = tokenAtEnd(left);
  return token === '' || periodEnds(candidate, token, after);
}

function periodEnds({ prose, ...candidate }: Candidate, token: string, after: string): boolean {
  const next = wordAt(after.replace(OPENING, ''));
  const isNumber = /^[\d§#]/.test(next) || ROMAN.test(next);
  const left = candidate.left.slice(0, candidate.left.length - token.length);
  const previous = wordsIn(left).at(-1) ?? '';
  if (/^\d+$/.test(token)) return !isOrdinal(token, previous, next, left, prose, after);
  if (ROMAN.test(token) && token.length > 1) {
    return !(/^\p{Lu}/u.test(previous) && languageOf(prose) === 'de' && !startsSentence(after));
  }
  // "300 v. Chr.", "300 a. C."
  if (next === 'Chr' || (next === 'C' && /^[ad]$/.test(token))) return false;
  const forms = formsOf(token, left);
  const isIn = (list: ReadonlySet<string>) => forms.some((form) => list.has(form));
  if (isIn(LEADING)) return isUnit(token, previous) && startsSentence(after);
  if (BEFORE_NUMBER.has(token) && isNumber) return isUnit(token, previous) && startsSentence(after);
  if (ERA.test(token)) return !/^\d/.test(next) && (startsSentence(after) || !isAdverbial(left));
  const isAbbreviation =
    isIn(TRAILING) ||
    NUMBERED.has(token) ||
    DOTTED.test(token) ||
    (/str$/.test(token) && isNumber) ||
    (isVowelless(token) && !/\d$/.test(previous));
  if (isAbbreviation) return startsSentence(after) || isWholeClause(left, after);
  if (/^\p{L}$/u.test(token)) {
    if (isUnit(token, previous)) return true;
    return startsSentence(after);
  }
  return true;
}

/** "am 4. August", "der 2. Versuch", "3. Install it" at the head of a line. */
function isOrdinal(
  token: string,
  previous: string,
  next: string,
  left: string,
  prose: string,
  after: string,
): boolean {
  if (left.trim() === '') return true;
  if (token.length > 3) return false;
  if (AFTER_ORDINAL.has(next)) return languageOf(prose) === 'de';
  return (
    BEFORE_ORDINAL.has(previous.toLowerCase()) &&
    languageOf(prose) === 'de' &&
    !startsSentence(after)
  );
}

/** "12 V." is a quantity, "E. F. Sorrel" a name. */
function isUnit(token: string, previous: string): boolean {
  return /^\p{L}{1,2}$/u.test(token) && /\d$/.test(previous);
}

/** "In 300 B.C.": what follows is the clause. */
function isAdverbial(left: string): boolean {
  return (
    wordsIn(left).length <= 4 &&
    /^\W*(?:in|by|around|about|until|since|from|before|after|circa)\b/i.test(left)
  );
}

/** Whether the left has a verb, and a name and a verb come next: "… Corp. Mirrin is". */
function isWholeClause(left: string, after: string): boolean {
  const words = wordsIn(left);
  const [name = '', verb = ''] = wordsIn(after.slice(0, 80));
  if (!/^\p{Lu}\p{Ll}/u.test(name) || !FINITE_VERBS.has(verb)) return false;
  const isOpen = words.some((word) =>
    /^(?:that|which|who|whose|whom|when|if|because|where|dass|weil|wenn|que|qui)$/i.test(word),
  );
  const hasVerb =
    words.some((word) => FINITE_VERBS.has(word)) ||
    /^(?:He|She|It|They|We|I|Er|Sie|Wir|Il|Elle|Ils|Elles|Nous)$/.test(words[0] ?? '');
  return hasVerb && !isOpen;
}

/** "Yahu! Instruments": a name within a sentence, and a name after it. */
function isNameWithMark({ prose, left }: Candidate, after: string): boolean {
  const words = wordsIn(left);
  const last = words.at(-1) ?? '';
  return (
    words.length > 1 &&
    /^\p{Lu}\p{Ll}/u.test(last) &&
    /^\p{Lu}/u.test(after.trimStart()) &&
    !startsSentence(after) &&
    languageOf(prose) !== 'de'
  );
}

/** Consonants only, as in "Bldg", are not a word. */
function isVowelless(token: string): boolean {
  return /^\p{L}{2,5}$/u.test(token) && /^\p{Lu}?[bcdfghjklmnpqrstvwxz]+$/u.test(token);
}

function startsSentence(after: string): boolean {
  const rest = after.replace(OPENING, '');
  const word = wordAt(rest);
  // An initial: "A. Calloway", "No. 4".
  if (!STARTERS.has(word) || rest.charAt(word.length) === '.') return false;
  const second = /^\s+(\p{L})/u.exec(rest.slice(word.length))?.[1] ?? '';
  return !NAME_PARTICLES.has(word) || !/\p{Lu}/u.test(second) || languageOf(after) === 'de';
}

/** The token that the period belongs to, from the last white space or opening bracket. */
function tokenAtEnd(left: string): string {
  const run = /[^\s("“‘„«[{]*$/u.exec(left.slice(-40))?.[0] ?? '';
  // "l'éd." is elided.
  return run.replaceAll(MASK, '.').replace(/^(?:[/–—-]+|\p{L}['’])+/u, '');
}

/** An abbreviation, alone and joined with those before it: "i. d. R" → "R", "d.R", "i.d.R". */
function formsOf(token: string, left: string): string[] {
  const forms = [token];
  const before = left
    .slice(-24)
    .split(/\s+/)
    .filter((part) => part !== '');
  for (let part = before.pop(); part?.endsWith(MASK) && forms.length < 4; part = before.pop()) {
    forms.push(`${part.replaceAll(MASK, '.').replace(OPENING, '')}${forms.at(-1)}`);
  }
  return forms;
}

function wordAt(text: string): string {
  return /^[\p{L}\p{M}\p{N}§#]+(?:['’]\p{L}+)?/u.exec(text)?.[0] ?? '';
}

function wordsIn(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];
}

/** ".[12] Next" reads as "[12]. Next": a reference belongs to the sentence before it. */
function withReferencesInside(prose: string): string {
  return prose.replace(
    /([.!?])((?:\[[\d,\s–-]+\])+)(?=\s+\p{Lu})/gu,
    (_, mark: string, reference: string) => `${MASK.repeat(reference.length)}${mark}`,
  );
}

/**
 * Brackets within a sentence, and quotations after which the sentence continues: no sentence ends
 * inside them.
 */
function asides(prose: string): Span[] {
  const found: Span[] = [];
  for (const { index, 0: open } of prose.matchAll(/[([“„«]/gu)) {
    const closing = CLOSING[open] ?? '';
    const end = closeOf(prose, index, open, closing);
    if (end < 0) continue;
    const before = prose.slice(Math.max(0, index - 8), index).trimEnd();
    const isWithin = before !== '' && !/[.!?…][”’"»)\]]*$/u.test(before);
    const goesOn = /^\s*(?:[,;:]|\p{Ll})/u.test(prose.slice(end + 1, end + 8));
    const isBracket = open === '(' || open === '[';
    if (isBracket ? isWithin : goesOn && isWithin) found.push({ start: index, end });
  }
  return found;
}

/** Tells for increasing positions whether they are in one of the spans, which are in order of their starts. */
function inAny(spans: readonly Span[]): (position: number) => boolean {
  let next = 0;
  let reach = -1;
  return (position) => {
    for (; (spans[next]?.start ?? position) < position; next++) {
      reach = Math.max(reach, spans[next]?.end ?? 0);
    }
    return position < reach;
  };
}

const CLOSING: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '“': '”',
  '„': '“',
  '«': '»',
};

function closeOf(prose: string, start: number, open: string, closing: string): number {
  let depth = 0;
  const limit = Math.min(prose.length, start + MAX_ASIDE);
  for (let i = start; i < limit; i++) {
    const character = prose.charAt(i);
    if (character === open && open !== closing) depth++;
    else if (character === closing && --depth === 0) return i;
  }
  return -1;
}
