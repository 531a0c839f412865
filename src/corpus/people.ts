import { LRUCache } from 'lru-cache';
import { fold } from '../text/words.ts';

/** A part of a name with its possible spellings: "köstlbauer" as "kostlbauer" and "koestlbauer". */
interface Part {
  readonly spellings: readonly string[];
  readonly isInitial: boolean;
}

interface ParsedName {
  readonly given: readonly Part[];
  /** Particles belong to it: "de", "viti". */
  readonly family: readonly Part[];
}

const SUFFIX = /,?\s+(?:(?:jr|sr)\.?|i{2,3}|iv)$/i;
const PARTICLES = new Set(
  'af al av bin d da das de del della den der di dos du el la le of ten ter van von zu zum zur'.split(
    ' ',
  ),
);
/** A word, or an initial with or without a period; "JM" before a surname is two initials. */
const PART = /[\p{L}\p{M}\p{N}'’]+\.?/gu;

/** German and Scandinavian letters and their spellings without diacritics. */
const GERMAN: readonly (readonly [RegExp, string])[] = [
  [/ä|æ/g, 'ae'],
  [/ö|ø|œ/g, 'oe'],
  [/ü/g, 'ue'],
  [/å/g, 'aa'],
];

/**
 * Whether two names can be of the same person: the family names match, and each given name or
 * initial that both have agrees with the other's. Accents, hyphens, periods and the order
 * "Family, Given" do not matter. For a family name only, see `isCalled`.
 */
export function isSamePerson(one: string, other: string): boolean {
  const [a, b] = [parsePersonName(one), parsePersonName(other)];
  if (a.given.length === 0 || b.given.length === 0) {
    return a.given.length === b.given.length && isAlike(a.family, b.family, true);
  }
  return isAlike(a.family, b.family, true) && isCompatible(a.given, b.given);
}

/**
 * Whether words may refer to a person of this name: by the full name or one that agrees with it, by
 * the family name, or by given names. "A. Quill" is Ada Quill, and not Bruno Quill.
 */
export function isCalled(name: string, words: string): boolean {
  return isCalledBy(words)(name);
}

/** The same, for one text and many names, most of which occur often. */
export function isCalledBy(words: string): (name: string) => boolean {
  const wanted = partsOf(words);
  const found = new Map<string, boolean>();
  return (name) => {
    const isCalled = found.get(name) ?? isCalledAs(name, words, wanted);
    found.set(name, isCalled);
    return isCalled;
  };
}

function isCalledAs(name: string, words: string, wanted: readonly Part[]): boolean {
  const own = parsePersonName(name);
  if (wanted.length === 0 || wanted.every(({ isInitial }) => isInitial)) return false;
  if (isSamePerson(name, words)) return true;
  const rest = withoutFamily(wanted, own.family);
  if (rest !== null) return rest.length === 0 || isCompatible(rest, own.given);
  // Given names only.
  return (
    wanted.length <= own.given.length && isAlike(wanted, own.given.slice(0, wanted.length), true)
  );
}

/** The words without a family name, which may lack its particles; null if they do not contain it. */
function withoutFamily(wanted: readonly Part[], family: readonly Part[]): readonly Part[] | null {
  const bare = family.filter(({ spellings }) => !spellings.some((form) => PARTICLES.has(form)));
  for (const name of [family, bare]) {
    if (name.length === 0) continue;
    for (const at of [wanted.length - name.length, 0]) {
      if (at < 0 || !isAlike(wanted.slice(at, at + name.length), name, true)) continue;
      return [...wanted.slice(0, at), ...wanted.slice(at + name.length)];
    }
  }
  return null;
}

/** Whether given names agree; middle names may be missing from one of them. */
function isCompatible(some: readonly Part[], others: readonly Part[]): boolean {
  const [short, long] = some.length <= others.length ? [some, others] : [others, some];
  const [first, ...rest] = short;
  const [start, ...more] = long;
  if (!first || !start || !agree(first, start)) return false;
  let from = 0;
  return rest.every((part) => {
    const at = more.findIndex((other, i) => i >= from && agree(part, other));
    from = at + 1;
    return at >= 0;
  });
}

function isAlike(some: readonly Part[], others: readonly Part[], isWhole: boolean): boolean {
  return (
    some.length === others.length &&
    some.every((part, i) => {
      const other = others[i];
      if (other === undefined || (isWhole && (part.isInitial || other.isInitial))) return false;
      return agree(part, other);
    })
  );
}

function agree(one: Part, other: Part): boolean {
  if (one.isInitial || other.isInitial) {
    return one.spellings.some((a) => other.spellings.some((b) => a[0] === b[0]));
  }
  return one.spellings.some((a) => other.spellings.includes(a));
}

/** Lists of works name the same people over and over. */
const parsed = new LRUCache<string, ParsedName>({ max: 10_000 });

/** The parts of a name, the same for "De Viti, Roberta" and "Roberta De Viti". */
export function parsePersonName(name: string): ParsedName {
  const known = parsed.get(name) ?? parseName(name);
  parsed.set(name, known);
  return known;
}

function parseName(name: string): ParsedName {
  const base = name.replace(SUFFIX, '').trim();
  const comma = base.indexOf(',');
  if (comma > 0) {
    return { given: partsOf(base.slice(comma + 1)), family: partsOf(base.slice(0, comma)) };
  }
  const words = base.split(/\s+/);
  let start = words.length - 1;
  // "Quill A": initials after the name, as in reference lists.
  const last = words[start] ?? '';
  if (
    start > 0 &&
    /^(?:\p{Lu}\.?){1,3}$/u.test(last) &&
    !/^(?:\p{Lu}\.)+$|^\p{Lu}$/u.test(words[0] ?? '')
  ) {
    return { given: partsOf(last), family: partsOf(words.slice(0, -1).join(' ')) };
  }
  while (start > 1 && PARTICLES.has(fold(words[start - 1] ?? ''))) start--;
  return {
    given: partsOf(words.slice(0, start).join(' ')),
    family: partsOf(words.slice(start).join(' ')),
  };
}

function partsOf(text: string): Part[] {
  return [...text.normalize('NFC').matchAll(PART)].flatMap(([match]) => {
    const written = match.replace('.', '').replace(/['’]s$/, '');
    if (written === '') return [];
    // "J.-M." and "JM" are two initials, "Ma" is a name.
    if (/^\p{Lu}{2,3}$/u.test(written)) {
      return [...written].map((letter) => ({ spellings: [fold(letter)], isInitial: true }));
    }
    const letters = written.replace(/['’]/g, '').toLowerCase();
    const german = GERMAN.reduce((form, [letter, pair]) => form.replace(letter, pair), letters);
    const spellings = [...new Set([plain(letters), plain(german)])];
    return [{ spellings, isInitial: [...letters].length === 1 }];
  });
}

function plain(letters: string): string {
  return fold(letters)
    .replaceAll('đ', 'd')
    .replaceAll('ð', 'd')
    .replaceAll('þ', 'th')
    .replaceAll('ı', 'i');
}

/**
 * The fullest spelling of each name: "A. Quill" is "Ada Quill" if it cannot refer to anyone else
 * among the names.
 */
export function canonicalNames(names: readonly string[]): ReadonlyMap<string, string> {
  const distinct = [...new Set(names)].sort((a, b) => b.length - a.length);
  const byFamily = new Map<string, string[]>();
  for (const name of distinct) {
    const family = parsePersonName(name)
      .family.map(({ spellings }) => spellings[0])
      .join(' ');
    byFamily.set(family, [...(byFamily.get(family) ?? []), name]);
  }
  const canonical = new Map<string, string>();
  for (const group of byFamily.values()) {
    for (const name of group) {
      const fuller = group.filter((other) => other !== name && isSamePerson(name, other));
      const first = fuller[0];
      const isClear = first !== undefined && fuller.every((other) => isSamePerson(first, other));
      canonical.set(name, isClear && first.length > name.length ? first : name);
    }
  }
  return canonical;
}
