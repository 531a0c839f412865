import { ownerOf } from '../corpus/kinds.ts';
import type { Source, SourceKind } from '../domain.ts';
import { capitalsIn, isPossessive } from '../text/characters.ts';
import { fold, isStopWord, type Word, wordsOf } from '../text/words.ts';
import { inFull } from './person-names.ts';
import { mend } from './spelling.ts';

/** What a name in a question stands for. */
export type NameType = 'source' | 'topic' | 'person' | 'venue' | 'owner';

/** A name of the corpus, found in a text. */
export interface Mention {
  readonly type: NameType;
  /** The name as the corpus writes it. */
  readonly name: string;
  /** The sources that bear it (`source`, `topic`), are by that person, or appeared there. */
  readonly sourceIds: readonly string[];
  /** The kind of the source that bears it; null for a person, a venue, and a topic without a theme. */
  readonly kind: SourceKind | null;
  /** The thesis that the person of this name wrote. */
  readonly thesis?: string | undefined;
  readonly start: number;
  readonly end: number;
}

export interface NameIndex {
  /** The names in a text, in order, the longest where they overlap. */
  find(text: string): Mention[];
  /** The text with typing errors mended, where a word is no English word but nearly one known here. */
  correct(text: string): string;
  /** Whether the corpus has a word of this stem. */
  readonly isKnown: (stem: string) => boolean;
  /** The kinds of which the corpus has sources. */
  readonly kinds: ReadonlySet<SourceKind>;
  /** The researcher, if the corpus has a source of kind `person`. */
  readonly owner: Source | null;
}

interface Entry {
  readonly type: NameType;
  readonly name: string;
  readonly words: readonly Word[];
  readonly kind: SourceKind | null;
  readonly sourceIds: Set<string>;
  thesis?: string;
}

/** When a name means several things, the first of these wins. */
const PRECEDENCE: readonly NameType[] = ['source', 'owner', 'person', 'topic', 'venue'];

export function buildNameIndex(
  sources: readonly Source[],
  hasWord: (stem: string) => boolean,
): NameIndex {
  const owner = ownerOf(sources) ?? null;
  const entries = collectNames(sources, owner);
  const byFirstStem = new Map<string, Entry[]>();
  for (const entry of entries) {
    const stem = entry.words[0]?.stem ?? '';
    const list = byFirstStem.get(stem);
    if (list) list.push(entry);
    else byFirstStem.set(stem, [entry]);
  }
  for (const list of byFirstStem.values()) {
    list.sort(
      (a, b) =>
        b.words.length - a.words.length || PRECEDENCE.indexOf(a.type) - PRECEDENCE.indexOf(b.type),
    );
  }
  const nameWords = new Set(entries.flatMap((entry) => entry.words.map((word) => word.form)));
  const candidates = [...nameWords].filter((form) => form.length >= 4 && !isStopWord(form));

  const given = owner ? givenName(owner.title) : '';
  /** "Ada" is the researcher, and "Ada Byron" somebody else. */
  const isOfAnother = ({ type, words: name }: Entry, text: string, next: Word | undefined) =>
    type === 'owner' &&
    name.length === 1 &&
    name[0]?.form === given &&
    next !== undefined &&
    capitalsIn(text.slice(next.start, next.end)) > 0;

  return {
    owner,
    kinds: new Set(sources.map(({ kind }) => kind)),
    isKnown: hasWord,
    find(text) {
      const words = wordsOf(text);
      const mentions: Mention[] = [];
      for (let i = 0; i < words.length; ) {
        const entry = byFirstStem
          .get(words[i]?.stem ?? '')
          ?.find(({ words: name }) => bears(name, words.slice(i, i + name.length)));
        const last = entry && words[i + entry.words.length - 1];
        if (!entry || !last || isOfAnother(entry, text, words[i + 1])) {
          i++;
          continue;
        }
        const mention: Mention = {
          type: entry.type,
          name: entry.name,
          kind: entry.kind,
          thesis: entry.thesis,
          sourceIds: [...entry.sourceIds],
          start: words[i]?.start ?? 0,
          end: last.end,
        };
        const from = mentions.at(-1)?.end ?? 0;
        mentions.push(inFull(mention, text, from, { owner, sources }));
        i += entry.words.length;
      }
      return withWorks(mentions, text, sources);
    },
    correct(text) {
      return mend(text, { nameWords, candidates, hasWord });
    },
  };
}

/** A text without the names that were found in it. */
export function without(mentions: readonly Mention[], text: string): string {
  return mentions.reduceRight(
    (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
    text,
  );
}

const YEAR_BEFORE = /\b((?:19|20)\d\d) $/;
const PAPER_AFTER =
  /^(?: ((?:19|20)\d\d))?(?: [\p{L}-]+){0,2}? (?:paper|article|survey|study|book)\b(?: (?:of|from|in) ((?:19|20)\d\d)\b)?/iu;

/** The names in a text with "the V 2022 survey" for the one work that appeared at V then. */
function withWorks(mentions: Mention[], text: string, sources: readonly Source[]): Mention[] {
  const found = mentions.map((mention) => {
    const paper = mention.type === 'venue' && PAPER_AFTER.exec(text.slice(mention.end));
    if (!paper) return mention;
    const before = YEAR_BEFORE.exec(text.slice(0, mention.start))?.[1];
    const year = Number(paper[1] ?? paper[2] ?? before);
    const [work, other] = sources.filter(
      (source) => mention.sourceIds.includes(source.id) && (!year || source.year === year),
    );
    if (!work || other) return mention;
    const { id, kind, title: name } = work;
    const end = mention.end + paper[0].length;
    return { ...mention, type: 'source' as const, name, kind, sourceIds: [id], end };
  });
  return found.filter(({ start }, i) => start >= (found[i - 1]?.end ?? 0));
}

/**
 * A question with "he" for the researcher's name. Everything here is about the same person, so that
 * the name would make every passage near, and no passage nearer.
 */
export function withoutOwner(question: string, mentions: readonly Mention[]): string {
  return mentions
    .filter(({ type }) => type === 'owner')
    .reduceRight((text, { start, end }) => {
      const rest = text.slice(end);
      // A word's span includes its "'s".
      const pronoun = isPossessive(text.slice(start, end)) ? 'his' : 'he';
      return `${text.slice(0, start)}${pronoun}${rest}`;
    }, question);
}

/** Every name with the sources that it leads to. */
function collectNames(sources: readonly Source[], owner: Source | null): Entry[] {
  const entries: Entry[] = [];
  const add = (type: NameType, name: string, { id, kind }: Source, isAuthor = false) => {
    const words = wordsOf(name);
    if (words.every((word) => isStopWord(word.form))) return;
    const same = entries.find((entry) => entry.type === type && bears(entry.words, words));
    const bearer = type === 'source' || type === 'owner' ? kind : null;
    const entry: Entry = same ?? { type, name, words, kind: bearer, sourceIds: new Set<string>() };
    entry.sourceIds.add(id);
    if (kind === 'thesis' && isAuthor) entry.thesis = id;
    if (!same) entries.push(entry);
  };
  const told = sources.filter(({ kind }) => kind !== 'text' && kind !== 'list');
  const people = new Set(told.flatMap((source) => source.people));
  const themes = new Map(
    told.filter(({ kind }) => kind === 'theme').map((t) => [fold(t.title), t]),
  );
  for (const source of told) {
    const names = [source.title, source.fullTitle, ...source.aliases].filter(
      (n) => n !== undefined,
    );
    if (source === owner) {
      const short = [surname(owner.title), givenName(owner.title)];
      for (const name of [...names, ...short]) add('owner', name, owner);
      continue;
    }
    // A page about a person leads to that person, like the works.
    const isOfPerson =
      (source.kind === 'page' || source.kind === 'student') && people.has(source.title);
    const type = source.kind === 'theme' ? 'topic' : isOfPerson ? 'person' : 'source';
    // Its first person wrote a thesis; others advised.
    const isAuthor = (name: string) => name === source.people[0];
    for (const name of [...names, source.id.replaceAll('-', ' ')]) {
      add(type, name, source, isAuthor(name));
    }
    for (const topic of source.topics) {
      const theme = themes.get(fold(topic));
      for (const name of [topic, ...(theme?.aliases ?? [])]) add('topic', name, source);
    }
    if (source.venue) add('venue', source.venue, source);
    for (const person of source.people.filter((person) => person !== owner?.title)) {
      add('person', person, source, isAuthor(person));
      add('person', surname(person), source, isAuthor(person));
    }
  }
  return entries;
}

function givenName(person: string): string {
  return wordsOf(person)[0]?.form ?? '';
}

function surname(person: string): string {
  return wordsOf(person).at(-1)?.form ?? '';
}

/** Whether words are a name: by their stems, a single word by itself or its plural ("traces" is not "tracing"). */
function bears(name: readonly Word[], words: readonly Word[]): boolean {
  if (name.length !== words.length) return false;
  const [only, word] = [name[0], words[0]];
  if (name.length > 1 || !only || !word) return name.every((w, i) => w.stem === words[i]?.stem);
  return only.form === word.form || `${only.form}s` === word.form || only.form === `${word.form}s`;
}
