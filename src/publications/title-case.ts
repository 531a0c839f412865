import type { Source } from '../domain.ts';
import { FACTS_HEADING } from '../language/en/templates/facts.ts';
import { isEnglishWord } from '../text/words.ts';
import { authorsOf } from './names.ts';

/** Names that may occur in titles of these sources, with their capitalization. */
export interface KnownNames {
  /** Single words: "Eskerholm". */
  readonly words: ReadonlySet<string>;
  /** Names of several words, the longest first: "Larkspur Atlas". */
  readonly phrases: readonly string[];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’.&+_@/][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*[+#]*/gu;
/** After these a title starts again. */
const BREAK = /(?:^|[:.?!–—]\s+|\s[-–—]\s+)["'“‘«„(¿¡]*$/;

/**
 * Puts marks around the parts of a title whose case matters, so that a style may lowercase the rest:
 * acronyms, mixed case, single letters, and names. In sentence case every capitalized word counts as a
 * name, in title case only known names. German capitalizes its nouns, so its titles are marked as a
 * whole.
 */
export function protectCase(
  title: string,
  { own, known, isGerman }: TitleContext,
  [open, close]: readonly [string, string],
): string {
  if (isGerman) return `${open}${title}${close}`;
  const isShouted = title === title.toUpperCase() && /\p{Lu}{2}.*\s.*\p{Lu}{2}/u.test(title);
  const isSentence = isSentenceCase(title);
  const spans = known.phrases.flatMap((phrase) => occurrences(title, phrase));
  for (const match of title.matchAll(WORD)) {
    const [word] = match;
    const start = match.index;
    const end = start + word.length;
    if (spans.some((span) => start < span.end && span.start < end)) continue;
    const isFirst = BREAK.test(title.slice(0, start));
    const bare = word.replace(/['’]s$/, '');
    const stands =
      isSentence && isCapital(word) && (hasSmallWord(title, start) || !isEnglish(bare));
    const isName =
      !isFirst && (known.words.has(bare) || own.has(bare) || PLACES.has(bare) || stands);
    const isArticle = word === 'A' && (isFirst || !isLetter(title.slice(end)));
    const keeps = isName || (!isShouted && !isArticle && hasCaseOfItsOwn(word));
    if (keeps) spans.push({ start, end });
  }
  return mark(title, spans, open, close);
}

export interface TitleContext {
  /** Names of the source itself. */
  readonly own: ReadonlySet<string>;
  readonly known: KnownNames;
  readonly isGerman: boolean;
}

/** What a source reveals about its title. */
export function titleContext(source: Source, known: KnownNames): TitleContext {
  const own = [source.title, ...source.aliases].filter(
    (name) => isSingleName(name) && !hasLowerCase(proseOf(source), name),
  );
  return { own: new Set(own), known, isGerman: isGermanTitle(source) };
}

/** The names of the sources, and those of people and places in their text. */
export function knownNames(sources: readonly Source[]): KnownNames {
  const words = new Set<string>();
  const texts = sources.map((source) => withoutTitles(proseOf(source), sources));
  const all = texts.join('\n');
  const lower = new Set([...all.matchAll(WORD)].map(([word]) => word).filter(isLower));
  const add = (name: string) => {
    const form = name.toLowerCase();
    // "Field" may be a surname, but is also a word.
    if (/^\p{Lu}\p{Ll}{2,}/u.test(name) && !lower.has(form) && !isEnglishWord(form))
      words.add(name);
  };
  for (const source of sources) {
    for (const { given, family, literal } of authorsOf(source)) {
      if (literal === undefined) for (const part of `${given} ${family}`.split(/[\s-]+/)) add(part);
    }
    if (source.kind === 'person') for (const part of source.title.split(/[\s-]+/)) add(part);
    if (isSingleName(source.title)) add(source.title);
  }
  for (const text of [...texts, ...sources.map(({ venue }) => `in ${venue ?? ''}`)]) {
    for (const name of placesIn(text)) add(name);
  }
  const phrases = sources
    .filter(({ kind, title }) => kind === 'project' && NAME_OF_WORDS.test(title))
    .map(({ title }) => title)
    .sort((a, b) => b.length - a.length);
  return { words, phrases };
}

/** Countries and languages: "Norway", "German". */
const PLACES: ReadonlySet<string> = new Set(
  (['region', 'language'] as const).flatMap((type) => {
    const names = new Intl.DisplayNames('en', { type, fallback: 'none' });
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    return letters
      .flatMap((a) =>
        letters.map((b) => names.of(type === 'region' ? (a + b).toUpperCase() : a + b)),
      )
      .filter((name) => name !== undefined && /^\p{Lu}\p{Ll}{3,}$/u.test(name))
      .map(String);
  }),
);

const NAME_OF_WORDS = /^\p{Lu}[\p{L}\p{N}]*(?: \p{Lu}[\p{L}\p{N}]*){1,2}$/u;

/** A single capitalized word within a sentence: "at the University of Eskerholm", not "Survey Team". */
function placesIn(text: string): string[] {
  return [...text.matchAll(/(?<=\p{Ll},? )\p{Lu}\p{Ll}+(?! \p{Lu})/gu)].map(([name]) => name);
}

const FACTS = new RegExp(`\\n## ${FACTS_HEADING}\\n[\\s\\S]*$`);

/** What a person wrote below the front matter. */
function proseOf({ body }: Source): string {
  return body.replace(FACTS, '').replace(/^#.*$/gm, '');
}

function withoutTitles(text: string, sources: readonly Source[]): string {
  return sources
    .flatMap(({ title, fullTitle }) => [fullTitle ?? '', title])
    .filter((title) => title.includes(' '))
    .reduce((rest, title) => rest.replaceAll(title, '. '), text.replace(/[“"][^“”"]*[”"]/g, '. '));
}

function hasLowerCase(text: string, name: string): boolean {
  const form = name.toLowerCase();
  return form !== name && [...text.matchAll(WORD)].some(([word]) => word === form);
}

function isSingleName(name: string): boolean {
  return /^\p{Lu}[\p{L}\p{N}]+$/u.test(name);
}

/** "LiDAR", "mtDNA", "3D", "C#", "Node.js", and single letters, as the pronoun "I" and the language "R". */
function hasCaseOfItsOwn(word: string): boolean {
  const [first = '', ...rest] = word;
  if (rest.some((letter) => /\p{Lu}/u.test(letter))) return true;
  return /\p{Lu}/u.test(first) && (rest.length === 0 || /[\d.&+_@#]/.test(word));
}

/** "Vitamin A in", "Class A": unlike after an article, no noun follows. */
function isLetter(after: string): boolean {
  return /^(?:$|\s*[-,:;.?!)]|\s\p{Ll})/u.test(after);
}

/** Whether the part between colons has a word in lower case, other than those that are never capitalized. */
function hasSmallWord(title: string, at: number): boolean {
  const start = title.lastIndexOf(': ', at);
  const end = title.indexOf(': ', at);
  const part = title.slice(start + 1, end === -1 ? undefined : end);
  return [...part.matchAll(WORD)].some(([word]) => word.length > 3 && isLower(word));
}

function isEnglish(word: string): boolean {
  return isEnglishWord(word.toLowerCase());
}

function isSentenceCase(title: string): boolean {
  const inner = [...title.matchAll(WORD)].filter(
    ({ 0: word, index }) => word.length > 3 && !BREAK.test(title.slice(0, index)),
  );
  const small = inner.filter(({ 0: word }) => isLower(word)).length;
  return small > 0 && small * 2 >= inner.length;
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word) && word !== 'A';
}

function isLower(word: string): boolean {
  return /^\p{Ll}/u.test(word);
}

const GERMAN =
  /^(?:als|aus|auf|bei|das|dem|der|durch|ein|eine|einem|einen|einer|eines|für|gegen|im|ist|mit|nach|nicht|oder|ohne|sich|sind|über|und|unter|vom|warum|wird|zum|zur|zwischen)$/;
const ENGLISH = /^(?:a|and|are|as|at|by|for|from|how|is|of|on|or|that|the|to|what|when|why|with)$/;

/** Decided by function words; a title without any has the language of its text. */
function isGermanTitle(source: Source): boolean {
  const title = lean(source.fullTitle ?? source.title);
  return (title || lean(proseOf(source))) < 0;
}

/** More English words than German ones; negative for German. */
function lean(text: string): number {
  const words = text.match(/\p{L}+/gu) ?? [];
  const count = (pattern: RegExp) =>
    words.filter((word) => pattern.test(word.toLowerCase())).length;
  return count(ENGLISH) - count(GERMAN);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function occurrences(text: string, phrase: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + phrase.length] ?? ' '}`;
    if (!/[\p{L}\p{N}]/u.test(around)) found.push({ start: at, end: at + phrase.length });
  }
  return found;
}

function mark(text: string, spans: readonly Range[], open: string, close: string): string {
  let shown = '';
  let from = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    shown += `${text.slice(from, start)}${open}${text.slice(start, end)}${close}`;
    from = end;
  }
  return shown + text.slice(from);
}
