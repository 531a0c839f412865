import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicationListSchema, topicListSchema } from '../src/api/publication-schemas.ts';
import { kindOf, ownerOf } from '../src/corpus/kinds.ts';
import { groupBy, isOwnerName, namesOf, ofKinds, publicationsOf } from '../src/corpus/works.ts';
import { listen, type Wire } from './http/wire.ts';
import { ask } from './support/answers.ts';
import { openProfileService } from './support/profile-index.ts';

/** Items of a list that an answer shows; the rest are counted. */
const MAX_ITEMS = 12;

let service: Awaited<ReturnType<typeof openProfileService>>;
let wire: Wire;
let mcp: Client;
beforeAll(async () => {
  service = await openProfileService();
  wire = await listen({ service });
  mcp = new Client({ name: 'test', version: '1' });
  await mcp.connect(
    new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${wire.port}/mcp`)),
  );
}, 180_000);
afterAll(async () => {
  await mcp?.close();
  await wire?.close();
  await service?.close();
});

type Filter = Readonly<Record<string, string>>;

async function fetched(address: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${wire.port}${address}`);
  return response.text();
}

async function overHttp(filter: Filter): Promise<string[]> {
  const body = JSON.parse(await fetched(`/api/publications?${new URLSearchParams(filter)}`));
  return publicationListSchema.parse(body).publications.map(({ id }) => id);
}

async function overMcp(filter: Filter): Promise<string[]> {
  const { structuredContent } = await mcp.callTool({
    name: 'list_publications',
    arguments: filter,
  });
  return publicationListSchema.parse(structuredContent).publications.map(({ id }) => id);
}

async function inBibtex(filter: Filter): Promise<number> {
  const text = await fetched(
    `/api/publications?${new URLSearchParams({ ...filter, format: 'bibtex' })}`,
  );
  return text.match(/^@/gm)?.length ?? 0;
}

/** The works on the page with these filters; students' theses have one of their own. */
async function onPage({ person, role, ...filter }: Filter): Promise<string[]> {
  const query = new URLSearchParams({ ...filter, ...(person !== undefined && { author: person }) });
  const page = await fetched(role === 'supervisor' ? '/supervision' : `/publications?${query}`);
  const lists = page.split('<ul class="works">').slice(1).join();
  const found = lists.matchAll(/<a class="title" href="\.\/sources\/([a-z0-9-]+)"/g);
  return [...found].map(([, id = '']) => id);
}

/** The number in an answer, and the ids that it shows. */
async function answered(question: string): Promise<{ count: number; shown: string[] }> {
  const { answer } = await ask(service, question);
  const isList = ({ sourceId }: { sourceId: string }) => sourceId.startsWith('list-');
  const shown = answer.citations.filter((citation) => !isList(citation));
  const match = /\b(\d+) (?:publication|book|thesis|these)s?\b/.exec(
    answer.answer.split('\n')[0] ?? '',
  );
  return {
    count: match ? Number(match[1]) : shown.length,
    shown: [...new Set(shown.map(({ sourceId }) => sourceId))],
  };
}

/** Compares all interfaces for each filter; the faults name the question. */
async function faultsOf(
  limits: Iterable<readonly [question: string, filter: Filter, members: readonly string[]]>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [question, filter, members] of limits) {
    const { count, shown } = await answered(question);
    const seen = {
      http: await overHttp(filter),
      mcp: await overMcp(filter),
      page: await onPage(filter),
      answer: shown,
    };
    const expected = {
      http: members,
      mcp: members,
      page: members,
      answer: members.slice(0, MAX_ITEMS),
    };
    const counts = [count, await inBibtex(filter)];
    const isEqual =
      JSON.stringify(seen) === JSON.stringify(expected) &&
      counts.every((other) => other === members.length);
    if (!isEqual) faults.push(`${question} ${JSON.stringify({ members, counts, ...seen })}`);
  }
  return faults;
}

const idsOf = (sources: readonly { readonly id: string }[]) => sources.map(({ id }) => id);

describe('every interface counts and names the same publications', () => {
  it('in all', async () => {
    const own = idsOf(publicationsOf(service.sources));
    expect(own.length).toBeGreaterThan(12);
    expect(await faultsOf([['How many publications does he have?', {}, own]])).toEqual([]);
  }, 60_000);

  it('on each topic', async () => {
    const { topics } = topicListSchema.parse(JSON.parse(await fetched('/api/topics')));
    expect(topics.length).toBe(ofKinds(service.sources, 'theme').length);
    const limits = topics.map(
      ({ title, works }) =>
        [`How many publications are about ${title}?`, { topic: title }, works] as const,
    );
    expect(await faultsOf(limits)).toEqual([]);
    for (const { id, works } of topics) {
      const page = await fetched(`/sources/${id}`);
      const [, list = ''] = /<h2>Publications<\/h2><ul class="works">(.*?)<\/ul>/s.exec(page) ?? [];
      const linked = [...list.matchAll(/class="title" href="[./]+sources\/([a-z0-9-]+)"/g)].map(
        ([, linkedId]) => linkedId,
      );
      expect(linked, id).toEqual(works);
    }
  }, 60_000);

  it('in the figures of the filters', async () => {
    const page = await fetched('/publications');
    const figures = [...page.matchAll(/<select name="(\w+)">(.*?)<\/select>/gs)].flatMap(
      ([, filter = '', options = '']) =>
        [...options.matchAll(/value="([^"]+)">[^<]*\((\d+)\)/g)].map(([, value = '', works]) => ({
          filter: filter === 'author' ? 'person' : filter,
          value: value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
          works: Number(works),
        })),
    );
    expect(new Set(figures.map(({ filter }) => filter)).size).toBe(5);
    for (const { filter, value, works } of figures) {
      expect(await overHttp({ [filter]: value }), `${filter} ${value}`).toHaveLength(works);
    }
  });

  it('of each year', async () => {
    const years = groupBy(publicationsOf(service.sources), ({ year }) => [String(year)]);
    const limits = [...years].map(
      ([year, found]) => [`Which publications are from ${year}?`, { year }, idsOf(found)] as const,
    );
    expect(limits.length).toBeGreaterThan(5);
    expect(await faultsOf(limits)).toEqual([]);
  }, 60_000);

  it.each([
    ['Which publications are since 2023?', '2023-', 2023, 9999],
    ['Which publications came before 2016?', '-2015', 0, 2015],
    ['Which publications appeared between 2016 and 2018?', '2016-2018', 2016, 2018],
  ])('%s', async (question, year, first, last) => {
    const found = publicationsOf(service.sources).filter(
      (source) => (source.year ?? 0) >= first && (source.year ?? 0) <= last,
    );
    expect(found.length).toBeGreaterThan(0);
    expect(await faultsOf([[question, { year }, idsOf(found)]])).toEqual([]);
  });

  it('at each venue', async () => {
    const venues = groupBy(publicationsOf(service.sources), ({ venue }) => [venue]);
    // A university, where theses appear, is a place of work first.
    const limits = [...venues]
      .filter(([, found]) => found.every(({ kind }) => kind !== 'thesis'))
      .map(
        ([venue, found]) =>
          [`Which publications appeared at ${venue}?`, { venue }, idsOf(found)] as const,
      );
    expect(limits.length).toBeGreaterThan(5);
    expect(await faultsOf(limits)).toEqual([]);
  }, 60_000);

  it('with each co-author', async () => {
    const owner = ownerOf(service.sources);
    const people = groupBy(publicationsOf(service.sources), namesOf);
    const limits = [...people]
      .filter(([person]) => owner && !isOwnerName(person, owner))
      .map(
        ([person, found]) =>
          [`Which publications did he write with ${person}?`, { person }, idsOf(found)] as const,
      );
    expect(limits.length).toBeGreaterThan(20);
    expect(await faultsOf(limits)).toEqual([]);
  }, 180_000);

  it('of a kind, and the theses of students', async () => {
    const books = publicationsOf(service.sources).filter(({ kind }) => kind === 'book');
    const question = `How many ${kindOf('book').many} did he write?`;
    expect(await faultsOf([[question, { kind: 'book' }, idsOf(books)]])).toEqual([]);
    const theses = JSON.parse(await fetched('/api/supervision')).theses as { id: string }[];
    const filter = { role: 'supervisor' };
    const asked = 'How many theses did he advise?';
    expect(await faultsOf([[asked, filter, idsOf(theses)]])).toEqual([]);
  });
});
