import type { Link, Source, SourceKind } from '../domain.ts';
import { fold, wordsOf } from '../text/words.ts';
import { isOneOf, ownerOf } from './kinds.ts';
import { isCalledBy, isSamePerson } from './people.ts';
import { isWithin, type Years } from './time-span.ts';

/**
 * What counts as a publication: the only definition for answers, derived lists, pages, the API, MCP
 * and exports.
 *
 * A publication is a source of a kind of class `publication` with authors or editors. A project with
 * people, a venue and a year counts as its own paper.
 */
export function isPublication({ kind, people, editors, venue, year }: Source): boolean {
  if (isOneOf(kind, 'publication')) return people.length > 0 || (editors?.length ?? 0) > 0;
  return (
    isOneOf(kind, 'undertaking') && people.length > 0 && venue !== undefined && year !== undefined
  );
}

/** Whether the researcher is among its people; always true if the corpus is about nobody. */
export function isOwn({ people, editors = [] }: Source, owner: Source | undefined): boolean {
  if (owner === undefined) return true;
  const names = people.length > 0 ? people : editors;
  return names.some((name) => isOwnerName(name, owner));
}

export function isOwnerName(
  name: string,
  { title, aliases }: Pick<Source, 'title' | 'aliases'>,
): boolean {
  return (
    isSamePerson(name, title) || [title, ...aliases].some((alias) => fold(alias) === fold(name))
  );
}

const ownerNamesIn = new WeakMap<readonly Source[], ReadonlySet<string>>();

/** The spellings of the researcher's name among the people of the sources. */
export function ownerNames(sources: readonly Source[]): ReadonlySet<string> {
  const known = ownerNamesIn.get(sources);
  if (known) return known;
  const owner = ownerOf(sources);
  const names = [...new Set(sources.flatMap(namesOf))];
  const own = new Set(owner && names.filter((name) => isOwnerName(name, owner)));
  ownerNamesIn.set(sources, own);
  return own;
}

/** The publications of the researcher, newest first. */
export const publicationsOf = onceFor((sources) => {
  const owner = ownerOf(sources);
  return newestFirst(sources.filter((source) => isPublication(source) && isOwn(source, owner)));
});

/** Theses by other people, which the researcher advised, newest first. */
export const supervisedTheses = onceFor((sources) => {
  const owner = ownerOf(sources);
  return newestFirst(
    sources.filter(
      (source) => source.kind === 'thesis' && isPublication(source) && !isOwn(source, owner),
    ),
  );
});

/** Remembers what was made of a list of sources, which nobody changes. */
function onceFor(make: (sources: readonly Source[]) => readonly Source[]) {
  const made = new WeakMap<readonly Source[], readonly Source[]>();
  return (sources: readonly Source[]): readonly Source[] => {
    const known = made.get(sources) ?? make(sources);
    made.set(sources, known);
    return known;
  };
}

/** A research topic: a theme, or a topic of sources without a theme. */
export interface Topic {
  readonly title: string;
  readonly theme: Source | undefined;
}

/** The topic with this name: a theme by its title, alias or id, or a topic of sources. */
export function topicCalled(name: string, sources: readonly Source[]): Topic | undefined {
  const wanted = normal(name);
  const theme = sources.find(
    (source) => source.kind === 'theme' && normalNames(source).theme.has(wanted),
  );
  if (theme) return { title: theme.title, theme };
  const own = sources
    .find((source) => normalNames(source).topics.has(wanted))
    ?.topics.find((topic) => normal(topic) === wanted);
  return own === undefined ? undefined : { title: own, theme: undefined };
}

/** Whether a source has the topic, by any name of its theme. */
export function isAbout(source: Source, topic: Topic): boolean {
  return aboutTopic(topic)(source);
}

/** The same, for many sources and one topic. */
function aboutTopic({ title, theme }: Topic): (source: Source) => boolean {
  const names = [normal(title), ...(theme ? normalNames(theme).theme : [])];
  return (source) => {
    const { topics } = normalNames(source);
    return names.some((name) => topics.has(name));
  };
}

interface NormalNames {
  readonly topics: ReadonlySet<string>;
  /** The names by which its works name a theme. */
  readonly theme: ReadonlySet<string>;
}

// One question may name each topic of a corpus; splitting all their names again takes too long then.
const normalNamesOf = new WeakMap<Source, NormalNames>();

function normalNames(source: Source): NormalNames {
  const { id, title, aliases, topics } = source;
  const known = normalNamesOf.get(source);
  if (known) return known;
  const names = {
    topics: new Set(topics.map(normal)),
    theme: new Set([id, title, ...aliases].map(normal)),
  };
  normalNamesOf.set(source, names);
  return names;
}

/** The works on a topic, newest first, without themes, career positions and lists. */
export function worksAbout(topic: Topic, sources: readonly Source[]): Source[] {
  const isAbout = aboutTopic(topic);
  return newestFirst(
    sources.filter(
      (source) => isOneOf(source.kind, 'publication', 'work', 'undertaking') && isAbout(source),
    ),
  );
}

/** Each filter as a person writes it; case and diacritics do not matter. */
export interface WorkFilter {
  readonly years?: readonly Years[] | undefined;
  /** Consecutive words of the venue: "TVCG" finds "IEEE TVCG". */
  readonly venue?: string | undefined;
  /** The name of a topic, or consecutive words of one. */
  readonly topic?: string | undefined;
  /** A name as people write it: in full, with initials, or only the family name. */
  readonly person?: string | undefined;
  readonly kind?: string | undefined;
  /** Consecutive words of an award; an empty text matches any award. */
  readonly award?: string | undefined;
}

/** The works that match all filters, in their order; `sources` defines the topics. */
export function filterWorks(
  works: readonly Source[],
  { years, venue, topic, person, kind, award }: WorkFilter,
  sources: readonly Source[],
): Source[] {
  const isOnTopic = topic === undefined ? undefined : aboutCalled(topic, sources);
  const isNamed = person === undefined ? undefined : isCalledBy(person);
  return works.filter(
    (source) =>
      (years === undefined || isWithin(source.year, years)) &&
      (venue === undefined || hasPhrase(source.venue ?? '', venue)) &&
      (isOnTopic === undefined || isOnTopic(source)) &&
      (isNamed === undefined || namesOf(source).some(isNamed)) &&
      (kind === undefined || isOfKind(source, kind)) &&
      (award === undefined || source.awards.some((won) => award === '' || hasPhrase(won, award))),
  );
}

/** "Code on GitLab", not "Code host". */
export function isCode(link: Link): boolean {
  return /^(?:(?:source )?code\b|git(?:hub|lab)$)/i.test(link.label);
}

/** Its people, and the editors of a volume. */
export function namesOf({ people, editors = [] }: Source): readonly string[] {
  return editors.length === 0 ? people : [...new Set([...people, ...editors])];
}

function isOfKind(source: Source, wanted: string): boolean {
  const word = fold(wanted.trim()).replaceAll(' ', '-');
  return word === source.kind || word === source.subtype || word === kindOfWork(source);
}

/** The kind of a work as readers see it: a project that was published stands for its paper. */
export function kindOfWork(source: Source): SourceKind {
  const isPaper = isOneOf(source.kind, 'undertaking') && isPublication(source);
  return isPaper ? 'paper' : source.kind;
}

function aboutCalled(name: string, sources: readonly Source[]): (source: Source) => boolean {
  const topic = topicCalled(name, sources);
  if (topic) return aboutTopic(topic);
  return ({ topics }) => topics.some((own) => hasPhrase(own, name));
}

/** A phrase without words, such as "?", is found nowhere. */
function hasPhrase(text: string, phrase: string): boolean {
  const wanted = normal(phrase);
  return wanted !== '' && ` ${normal(text)} `.includes(` ${wanted} `);
}

function normal(text: string): string {
  return wordsOf(text)
    .map(({ form }) => form)
    .join(' ');
}

/** By year, then by title. A period counts by its start; sources without a year come last. */
export function newestFirst(sources: readonly Source[]): Source[] {
  return [...sources].sort(
    (a, b) => (yearOf(b) ?? 0) - (yearOf(a) ?? 0) || (a.title < b.title ? -1 : 1),
  );
}

/** Whether something goes on as far as its record tells: as of a date, or without an end. */
export function isOngoing({ year, start, end, asOf }: Source): boolean {
  if (year !== undefined) return false;
  return start === undefined ? asOf !== undefined : (end ?? 'present') === 'present';
}

export function yearOf({ year, start }: Source): number | undefined {
  return year ?? (start === undefined ? undefined : Number(start.slice(0, 4)));
}

/** The sources of some kinds, newest first. */
export function ofKinds(sources: readonly Source[], ...kinds: readonly SourceKind[]): Source[] {
  return newestFirst(sources.filter(({ kind }) => kinds.includes(kind)));
}

/** Groups sources by their keys, in the order in which keys first occur. */
export function groupBy(
  sources: readonly Source[],
  keysOf: (source: Source) => readonly (string | undefined)[],
): Map<string, Source[]> {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    for (const key of new Set(keysOf(source))) {
      if (!key) continue;
      const group = groups.get(key);
      if (group) group.push(source);
      else groups.set(key, [source]);
    }
  }
  return groups;
}
