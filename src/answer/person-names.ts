import distance from 'damerau-levenshtein';
import { isCalled } from '../corpus/people.ts';
import { namesOf } from '../corpus/works.ts';
import type { Source } from '../domain.ts';
import { endsWithAny, singleSpaced, withoutPossessive } from '../text/characters.ts';
import { fold, isStopWord, wordsOf } from '../text/words.ts';
import type { Mention } from './names.ts';

/** Initials and capitalized words right before a family name: "A.-L. ", "Jürgen van ". */
const BEFORE =
  /(?:(?<![\p{L}\p{M}])(?:\p{Lu}\.(?:[\s-]|(?=\p{Lu}\.))*|(?:\p{Lu}[\p{L}\p{M}'’]*|de|van|von|der|den|la)[\s-]+))+$/u;
/** Initials behind it: "Quill, A." */
const AFTER = /^,? (?:\p{Lu}\.[\s-]?)+(?![\p{L}])/u;
const HONORIFIC = /^(?:(?:prof(?:essor)?|dr|doctor|mrs?|ms|miss|sir|dame|advisor|author)\.?\s+)+/i;
const INITIAL = /^\p{Lu}\./u;
const THESES: ReadonlySet<string> = new Set(['thesis', 'theses', 'dissertation', 'dissertations']);
/** So many letters may be wrong in the given name of the one whom all is about. */
const MAX_TYPOS = 2;

/**
 * The mention of a person by the family name, with the given names and initials that stand beside
 * it: it leads to those who are called so, and to nobody where none is. "B. Quill" is not Ada
 * Quill.
 */
export function inFull(
  mention: Mention,
  text: string,
  from: number,
  { owner, sources }: { readonly owner: Source | null; readonly sources: readonly Source[] },
): Mention {
  if (mention.kind === 'thesis') return asCoAuthor(mention, text, sources);
  if (mention.type !== 'person' && mention.type !== 'owner') return mention;
  const before = givenBefore(text.slice(from, mention.start), from === 0);
  const after = AFTER.exec(text.slice(mention.end))?.[0] ?? '';
  if (before === '' && after === '') return mention;
  const family = withoutPossessive(text.slice(mention.start, mention.end));
  const asked = `${before || (after.startsWith(',') ? after.slice(1) : after)} ${family}`.trim();
  const start = mention.start - before.length;
  const end = mention.end + (before === '' ? after.length : 0);
  if (mention.type === 'owner') {
    const names = owner ? [owner.title, ...owner.aliases] : [];
    const isOwner = names.some((name) => isCalled(name, asked) || isNearly(name, asked));
    if (isOwner) return { ...mention, start, end };
  }
  const found = sources.filter((source) => namesOf(source).some((name) => isCalled(name, asked)));
  const people = new Set(found.flatMap(namesOf).filter((name) => isCalled(name, asked)));
  const [name = asked] = people.size === 1 ? people : [asked];
  const sourceIds = found.map(({ id }) => id);
  return { ...mention, type: 'person', kind: null, name, sourceIds, thesis: undefined, start, end };
}

/** Who is known by a thesis may have written more: "the papers that he wrote with A". */
function asCoAuthor(mention: Mention, text: string, sources: readonly Source[]): Mention {
  const name = withoutPossessive(text.slice(mention.start, mention.end));
  const isOfTheses = wordsOf(text).some(({ form }) => THESES.has(form));
  const isBeside = wordsOf(text.slice(0, mention.start)).at(-1)?.form === 'with';
  if (isOfTheses || !isBeside) return mention;
  const found = sources.filter((source) => namesOf(source).some((own) => isCalled(own, name)));
  if (found.length < 2) return mention;
  return { ...mention, type: 'person', kind: null, name, sourceIds: found.map(({ id }) => id) };
}

/** The given names and initials at the end of a text; a word that begins a sentence may be any. */
function givenBefore(text: string, isStart: boolean): string {
  let run = BEFORE.exec(text)?.[0] ?? '';
  run = run.replace(HONORIFIC, '');
  const head = text.slice(0, text.length - run.length);
  const begins = (isStart && head.trim() === '') || endsWithAny(head.trimEnd(), '.!?:');
  const first = firstWord(run);
  const isOther = isStopWord(fold(first.replace('.', ''))) || (begins && !INITIAL.test(run));
  return isOther && !INITIAL.test(run) ? run.slice(first.length).trimStart() : run;
}

/** "Jon", "Jonathon" for Jonathan. */
function isNearly(name: string, asked: string): boolean {
  const given = (text: string) => fold(firstWord(text.trim()));
  const [own, said] = [given(name), given(asked)];
  return said.length > 1 && (own.startsWith(said) || distance(own, said).steps <= MAX_TYPOS);
}

function firstWord(text: string): string {
  return singleSpaced(text).split(' ')[0] ?? '';
}
