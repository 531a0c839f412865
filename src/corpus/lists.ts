import type { Source, SourceKind } from '../domain.ts';
import { fold } from '../text/words.ts';
import { isCode, joinNames } from './catalogue.ts';

/** People are listed by themselves from this number of publications on. */
const MIN_SHARED = 2;

/**
 * Sources that count and enumerate what the front matter of the others says: by venue, year, topic,
 * person, and the awards, theses and public code as a whole. Each is one sentence, so that a count
 * is quoted and never left to a model.
 */
export function deriveLists(sources: readonly Source[]): Source[] {
  const owner = sources.find((source) => source.kind === 'person');
  if (!owner) return [];
  const lists: Source[] = [];
  const add = (id: string, title: string, members: readonly Source[], body: string) => {
    if (members.length > 0) lists.push(listOf(id, title, members, body, owner));
  };
  const isOwn = (source: Source) => source.people.includes(owner.title);
  const of = (...kinds: SourceKind[]) =>
    newestFirst(sources.filter((source) => kinds.includes(source.kind)));
  const publications = of('project', 'paper', 'book').filter(isOwn);
  const venues = groupBy(publications, (source) => [source.venue]);

  for (const [venue, found] of venues) {
    const n = count(found, 'publication');
    add(
      `venue ${venue}`,
      `Publications at ${venue}`,
      found,
      `${n} in the profile appeared at ${venue}: ${dated(found)}.`,
    );
  }
  for (const [year, found] of groupBy(publications, (source) => [String(source.year)])) {
    const n = count(found, 'publication');
    const names = joinNames(
      found.map(({ title, venue }) => (venue ? `${title} (${venue})` : title)),
    );
    add(
      `year ${year}`,
      `Publications of ${year}`,
      found,
      `${n} in the profile appeared in ${year}: ${names}.`,
    );
  }
  const works = of('project', 'paper', 'book', 'thesis', 'dataset', 'repository');
  for (const [topic, found] of groupBy(works, (source) => source.topics)) {
    const n = count(found, 'work');
    add(
      `topic ${topic}`,
      `Works about ${topic}`,
      found,
      `${n} in the profile ${are(found)} about ${topic}: ${dated(found)}.`,
    );
  }
  const shared = groupBy(publications, (source) => source.people.filter((p) => p !== owner.title));
  const frequent = new Map([...shared].filter(([, found]) => found.length >= MIN_SHARED));
  for (const [person, found] of frequent) {
    const n = count(found, 'publication');
    add(
      `person ${person}`,
      `Publications with ${person}`,
      found,
      `${person} and ${owner.title} share ${n} in the profile: ${dated(found)}.`,
    );
  }
  const theses = of('thesis').filter((source) => !isOwn(source));
  const students = joinNames(theses.map(({ people, year }) => `${joinNames(people)} (${year})`));
  add(
    'theses',
    'Supervised theses',
    theses,
    `${count(theses, 'thesis', 'theses')} in the profile ${theses.length === 1 ? 'was' : 'were'} advised or co-advised by ${owner.title}: those of ${students}.`,
  );
  const awards = of('award');
  add(
    'awards',
    'Awards',
    awards,
    `${count(awards, 'award')} ${are(awards)} named in the profile: ${awards.map((source) => source.title).join('; ')}.`,
  );
  const open = of('project').filter((source) => source.links.some(isCode));
  add(
    'code',
    'Projects with public code',
    open,
    `${count(open, 'project')} in the profile ${open.length === 1 ? 'has' : 'have'} public code: ${dated(open)}.`,
  );
  const [first, last] = [publications.at(-1)?.year, publications[0]?.year];
  add(
    'publications',
    'Publications',
    publications,
    `The profile has ${count(publications, 'publication')}, from ${first} to ${last}, at these venues: ${joinNames(ranked(venues))}.`,
  );
  add(
    'co-authors',
    'Co-authors',
    publications,
    `The collaborators with whom ${owner.title} wrote most, the most frequent co-authors in the profile, are ${joinNames(ranked(frequent).slice(0, 10))}, with the number of shared publications in brackets.`,
  );
  return lists;
}

/** A list's members are its `related` sources. */
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
    related: members.map((source) => source.id),
    asks: [],
    body,
  };
}

/** "SOSP (5)", the largest group first. */
function ranked(groups: ReadonlyMap<string, readonly Source[]>): string[] {
  return [...groups]
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([name, found]) => `${name} (${found.length})`);
}

function dated(sources: readonly Source[]): string {
  return joinNames(sources.map(({ title, year }) => (year ? `${title} (${year})` : title)));
}

function groupBy(
  sources: readonly Source[],
  keysOf: (source: Source) => readonly (string | undefined)[],
): Map<string, Source[]> {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    for (const key of keysOf(source)) {
      if (!key) continue;
      const group = groups.get(key);
      if (group) group.push(source);
      else groups.set(key, [source]);
    }
  }
  return groups;
}

function newestFirst(sources: readonly Source[]): Source[] {
  return [...sources].sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || (a.title < b.title ? -1 : 1));
}

function count(found: readonly Source[], one: string, many = `${one}s`): string {
  return `${found.length} ${found.length === 1 ? one : many}`;
}

function are(found: readonly Source[]): string {
  return found.length === 1 ? 'is' : 'are';
}

function slug(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
