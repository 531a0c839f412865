import type { Link, Source, SourceKind } from '../domain.ts';
import { fold, wordsOf } from '../text/words.ts';
import { isOneOf, ownerOf } from './kinds.ts';
import { isCalled, isSamePerson } from './people.ts';
import { isWithin, type Years } from './time-span.ts';

/**
 * What a publication is, and which works a list has: the one definition for answers, derived lists,
 * pages, the API, MCP and exports.
 *
 * A publication is a source of a kind of class `publication` that names who wrote it. A project that
 * has people, a venue and a year stands for its paper.
 */
export function isPublication({ kind, people, editors, venue, year }: Source): boolean {
  if (isOneOf(kind, 'publication')) return people.length > 0 || (editors?.length ?? 0) > 0;
  return (
    isOneOf(kind, 'undertaking') && people.length > 0 && venue !== undefined && year !== undefined
  );
}

/** Whether the researcher is among its people; where the corpus is about nobody, all is the researcher's. */
export function isOwn({ people, editors = [] }: Source, owner: Source | undefined): boolean {
  if (owner === undefined) return true;
  const names = people.length > 0 ? people : editors;
  return names.some((name) => isOwnerName(name, owner));
}

export function isOwnerName(name: string, { title, aliases }: Source): boolean {
  return (
    isSamePerson(name, title) || [title, ...aliases].some((alias) => fold(alias) === fold(name))
  );
}

/** The publications of the researcher, newest first. */
export function publicationsOf(sources: readonly Source[]): Source[] {
  const owner = ownerOf(sources);
  return newestFirst(sources.filter((source) => isPublication(source) && isOwn(source, owner)));
}

/** Theses that others wrote, newest first: those that the researcher advised. */
export function supervisedTheses(sources: readonly Source[]): Source[] {
  const owner = ownerOf(sources);
  return newestFirst(
    sources.filter(
      (source) => source.kind === 'thesis' && isPublication(source) && !isOwn(source, owner),
    ),
  );
}

/** A topic of the research: a theme, or what sources name as their topic without a theme. */
export interface Topic {
  readonly title: string;
  readonly theme: Source | undefined;
}

/** The topic of a name: a theme's title, other name or id, or a topic of sources; undefined if there is none. */
export function topicCalled(name: string, sources: readonly Source[]): Topic | undefined {
  const wanted = normal(name);
  const theme = sources.find(
    ({ kind, id, title, aliases }) =>
      kind === 'theme' && [id, title, ...aliases].some((called) => normal(called) === wanted),
  );
  if (theme) return { title: theme.title, theme };
  const own = sources.flatMap(({ topics }) => topics).find((topic) => normal(topic) === wanted);
  return own === undefined ? undefined : { title: own, theme: undefined };
}

/** Whether a source names a topic among its own, by whichever of the theme's names. */
export function isAbout({ topics }: Source, { title, theme }: Topic): boolean {
  const names = new Set([title, ...(theme ? [theme.id, ...theme.aliases] : [])].map(normal));
  return topics.some((topic) => names.has(normal(topic)));
}

/** What is about a topic and can be one of its works: not themes, stages and lists. */
export function worksAbout(topic: Topic, sources: readonly Source[]): Source[] {
  return newestFirst(
    sources.filter(
      (source) =>
        isOneOf(source.kind, 'publication', 'work', 'undertaking') && isAbout(source, topic),
    ),
  );
}

/** Each limit as a person writes it, without regard to case and diacritics. */
export interface WorkFilter {
  readonly years?: readonly Years[] | undefined;
  /** Words of the venue in a row: "TVCG" finds "IEEE TVCG". */
  readonly venue?: string | undefined;
  /** The name of a topic, else words of one in a row. */
  readonly topic?: string | undefined;
  /** A name as people write it: in full, with initials, the family name alone. */
  readonly person?: string | undefined;
  readonly kind?: string | undefined;
  /** Words of an award in a row; all that has any for the empty text. */
  readonly award?: string | undefined;
}

/** The works that fit all of a filter, in their order; `sources` tells of the topics. */
export function filterWorks(
  works: readonly Source[],
  { years, venue, topic, person, kind, award }: WorkFilter,
  sources: readonly Source[],
): Source[] {
  const isOnTopic = topic === undefined ? undefined : aboutCalled(topic, sources);
  return works.filter(
    (source) =>
      (years === undefined || isWithin(source.year, years)) &&
      (venue === undefined || hasPhrase(source.venue ?? '', venue)) &&
      (isOnTopic === undefined || isOnTopic(source)) &&
      (person === undefined || namesOf(source).some((name) => isCalled(name, person))) &&
      (kind === undefined || isOfKind(source, kind)) &&
      (award === undefined || source.awards.some((won) => award === '' || hasPhrase(won, award))),
  );
}

/** "Code on GitLab", not "Code host". */
export function isCode(link: Link): boolean {
  return /^code (on|of|for)\b/i.test(link.label);
}

/** Who made it: its people, and the editors of a volume. */
export function namesOf({ people, editors = [] }: Source): readonly string[] {
  return editors.length === 0 ? people : [...new Set([...people, ...editors])];
}

function isOfKind({ kind, subtype }: Source, wanted: string): boolean {
  const word = fold(wanted.trim());
  return kind === word || kind === word.replaceAll(' ', '-') || subtype === word;
}

function aboutCalled(name: string, sources: readonly Source[]): (source: Source) => boolean {
  const topic = topicCalled(name, sources);
  if (topic) return (source) => isAbout(source, topic);
  return ({ topics }) => topics.some((own) => hasPhrase(own, name));
}

/** What has no words, as "?", is found nowhere. */
function hasPhrase(text: string, phrase: string): boolean {
  const wanted = normal(phrase);
  return wanted !== '' && ` ${normal(text)} `.includes(` ${wanted} `);
}

function normal(text: string): string {
  return wordsOf(text)
    .map(({ form }) => form)
    .join(' ');
}

/** By year, then by title. What lasts stands where it began; what has no year stands last. */
export function newestFirst(sources: readonly Source[]): Source[] {
  return [...sources].sort(
    (a, b) => (yearOf(b) ?? 0) - (yearOf(a) ?? 0) || (a.title < b.title ? -1 : 1),
  );
}

export function yearOf({ year, start }: Source): number | undefined {
  return year ?? (start === undefined ? undefined : Number(start.slice(0, 4)));
}

/** The sources of some kinds, newest first. */
export function ofKinds(sources: readonly Source[], ...kinds: readonly SourceKind[]): Source[] {
  return newestFirst(sources.filter(({ kind }) => kinds.includes(kind)));
}

/** The sources by what they have of something, in the order in which it first occurs. */
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
