import type { Source, SourceKind } from '../domain.ts';
import { itemOf, LISTS, TITLES, yearsOf } from '../language/en/templates/lists.ts';
import { fold } from '../text/words.ts';
import { headingOf, isOneOf, KIND_NAMES, kindOf, ownerOf } from './kinds.ts';
import { canonicalNames } from './people.ts';
import {
  groupBy,
  isCode,
  isOwnerName,
  namesOf,
  newestFirst,
  ofKinds,
  publicationsOf,
  supervisedTheses,
  type Topic,
  topicCalled,
  yearOf,
} from './works.ts';

/** People are listed by themselves from this number of publications on. */
const MIN_SHARED = 2;
const MAX_CO_AUTHORS = 10;

/**
 * Sources that count and enumerate what the front matter of the others says: publications by venue,
 * year, topic and person, theses, public code, and what there is of each other kind. Each is one
 * sentence, so that a count is quoted and never left to a model. Its members are its `related`.
 */
export function deriveLists(sources: readonly Source[]): Source[] {
  const owner = ownerOf(sources);
  if (!owner) return [];
  const lists: Source[] = [];
  const add = (id: string, title: string, members: readonly Source[], body: string) => {
    if (members.length > 0) lists.push(listOf(id, title, members, body, owner));
  };
  const publications = publicationsOf(sources);

  const venues = groupBy(publications, ({ venue }) => [venue]);
  for (const [venue, found] of venues) {
    add(`venue ${venue}`, TITLES.atVenue(venue), found, LISTS.atVenue(venue, dated(found)));
  }
  for (const [key, found] of groupBy(publications, ({ year }) => [year?.toString()])) {
    const year = Number(key);
    const items = found.map(({ title, venue }) => itemOf(title, venue));
    add(`year ${year}`, TITLES.ofYear(year), found, LISTS.ofYear(year, items));
  }
  for (const { title, found } of byTopic(publications, sources)) {
    add(`topic ${title}`, TITLES.onTopic(title), found, LISTS.onTopic(title, dated(found)));
  }
  const frequent = coAuthorsOf(publications, owner);
  for (const [person, found] of frequent) {
    const body = LISTS.withPerson(person, owner.title, dated(found));
    add(`person ${person}`, TITLES.withPerson(person), found, body);
  }
  const theses = supervisedTheses(sources);
  const students = theses.map(({ people, year }) => itemOf(people.join(' and '), year));
  add('theses', TITLES.theses, theses, LISTS.theses(owner.title, students));
  for (const kind of KIND_NAMES.filter(isListed)) {
    const found = ofKinds(sources, kind);
    const { one, many } = kindOf(kind);
    add(many, headingOf(kind), found, LISTS.ofKind([one, many], found.map(nameInList)));
  }
  const open = ofKinds(sources, 'project').filter(({ links }) => links.some(isCode));
  add('code', TITLES.withCode, open, LISTS.withCode(dated(open)));
  add('publications', TITLES.all, publications, countAll(publications, venues));
  const people = ranked(frequent).slice(0, MAX_CO_AUTHORS);
  if (people.length > 0) {
    add('co-authors', TITLES.coAuthors, publications, LISTS.coAuthors(owner.title, people));
  }
  return lists;
}

function isListed(kind: SourceKind): boolean {
  return isOneOf(kind, 'event');
}

/** Awards say their year in their title, as a rule. */
function nameInList(source: Source): string {
  const year = yearOf(source);
  return itemOf(source.title, source.title.includes(String(year)) ? undefined : year);
}

function countAll(
  publications: readonly Source[],
  venues: ReadonlyMap<string, readonly Source[]>,
): string {
  const years = publications.flatMap(({ year }) => year ?? []);
  const span = years.length === 0 ? null : yearsOf(Math.min(...years), Math.max(...years));
  return LISTS.all(publications.length, span, ranked(venues));
}

/** The publications on each topic, which is called as they call it. */
function byTopic(
  publications: readonly Source[],
  sources: readonly Source[],
): { title: string; found: Source[] }[] {
  const topics = new Map<string, { topic: Topic; title: string }>();
  const known = new Map<string, Topic | undefined>();
  for (const name of publications.flatMap(({ topics: own }) => own)) {
    if (!known.has(name)) known.set(name, topicCalled(name, sources));
    const topic = known.get(name);
    if (topic && !topics.has(topic.title)) topics.set(topic.title, { topic, title: name });
  }
  return [...topics.values()].map(({ topic, title }) => ({
    title,
    found: publications.filter(({ topics: own }) =>
      own.some((name) => known.get(name)?.title === topic.title),
    ),
  }));
}

/** The publications with each person who is on several of them, under the person's fullest name. */
function coAuthorsOf(publications: readonly Source[], owner: Source): Map<string, Source[]> {
  const canonical = canonicalNames(publications.flatMap(namesOf));
  const shared = groupBy(publications, (source) =>
    namesOf(source)
      .filter((name) => !isOwnerName(name, owner))
      .map((name) => canonical.get(name) ?? name),
  );
  return new Map([...shared].filter(([, found]) => found.length >= MIN_SHARED));
}

function listOf(
  id: string,
  title: string,
  members: readonly Source[],
  body: string,
  owner: Source,
): Source {
  return {
    id: slug(`list ${id}`),
    kind: 'list',
    title,
    aliases: [],
    url: owner.url,
    links: [],
    people: [],
    awards: [],
    topics: [],
    related: newestFirst(members).map((source) => source.id),
    asks: [],
    body,
  };
}

/** "SOSP (5)", the largest group first. */
function ranked(groups: ReadonlyMap<string, readonly Source[]>): string[] {
  return [...groups]
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([name, found]) => itemOf(name, found.length));
}

function dated(sources: readonly Source[]): string[] {
  return sources.map(({ title, year }) => itemOf(title, year));
}

function slug(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
