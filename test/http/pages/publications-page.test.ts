import request from 'supertest';
import { describe, expect, test } from 'vitest';
import type { Source } from '../../../src/domain.ts';
import { createApp } from '../../../src/http/app.ts';
import { sourceOf } from '../../support/corpus.ts';
import { profileSources, serviceOver } from '../../support/profile.ts';
import { publicDir } from '../wire.ts';

const service = await profileSources();
const { app } = createApp({ service, publicDir });
const get = (address: string) => request(app).get(address);

function over(...sources: Source[]) {
  const owner = sourceOf({ id: 'ada', kind: 'person', title: 'Ada Quill', owner: true });
  return createApp({ service: serviceOver([owner, ...sources], [], 'Ada Quill'), publicDir }).app;
}

function paper(number: number, people: readonly string[], year = 2000 + number): Source {
  const id = `paper-${number}`;
  return sourceOf({
    id,
    kind: 'paper',
    title: `Paper ${number}`,
    fullTitle: undefined,
    people,
    year,
  });
}

describe('GET /publications', () => {
  test('shows each work with the researcher in bold, where it appeared, awards and links', async () => {
    const { text } = await get('/publications').expect(200);
    const [, entry = ''] = /href="\.\/sources\/eddyline">(.*?)<\/li>/s.exec(text) ?? [];
    expect(entry).toContain('Lin Zhao, Tomas Weil, Abena Owusu, <b>Ylva Sandqvist</b>');
    expect(entry).toContain('RIVCON 2023, pages 321–339');
    expect(entry).toContain('>PDF</a>');
    expect(text).toMatch(/<span class="badge">[^<]+<\/span>/);
    expect(text).not.toMatch(/style=|onclick/);
  });

  test('draws a column for each year up to the last, which leads to the works of the year', async () => {
    const papers = [
      paper(1, ['Ada Quill']),
      paper(4, ['Ada Quill']),
      paper(40, ['Ada Quill'], 2004),
    ];
    const { text } = await request(over(...papers))
      .get('/publications')
      .expect(200);
    const columns = [...text.matchAll(/<title>(\d{4}): (\d+) publications?<\/title>/g)];
    expect(columns.map(([, year, number]) => [year, number])).toEqual([
      ['2001', '1'],
      ['2002', '0'],
      ['2003', '0'],
      ['2004', '2'],
    ]);
    expect(text).toContain('<a href="publications?year=2004"><title>2004: 2 publications</title>');
    expect(text).not.toContain('href="publications?year=2002"');
  });

  test('keeps the filters in its links, and offers to remove each', async () => {
    const { text } = await get('/publications?venue=RIVCON&kind=project').expect(200);
    expect(text).toContain('<option value="RIVCON" selected>');
    expect(text).toContain(
      'href="publications?venue=RIVCON" aria-label="Remove the filter “Kind: Projects”"',
    );
    expect(text).toMatch(
      /href="api\/publications\?kind=project&#38;venue=RIVCON&#38;format=bibtex"/,
    );
    expect(text).toContain('<meta name="robots" content="noindex">');
  });

  test('exports the selection under the names of the API', async () => {
    const { text } = await get('/publications?author=Lin+Zhao').expect(200);
    const [, address = ''] = /href="(api[^"]*bibtex)"/.exec(text) ?? [];
    const bibtex = await get(`/${address.replaceAll('&#38;', '&')}`).expect(200);
    const listed = text.match(/<a class="title"/g) ?? [];
    expect(bibtex.text.match(/^@/gm)).toHaveLength(listed.length);
  });

  test('says so where nothing matches, and what is wrong with a filter', async () => {
    const none = await get('/publications?topic=cooking').expect(200);
    expect(none.text).toContain('No publication matches these filters.');
    const wrong = await get('/publications?year=soon').set('Accept', 'text/html').expect(400);
    expect(wrong.text).toContain('year is invalid: send a year or a range of years');
  });

  test('escapes what the address says', async () => {
    const evil = '"><img src=x>';
    const { text } = await get(`/publications?venue=${encodeURIComponent(evil)}`).expect(200);
    expect(text).not.toContain('<img');
  });

  test('shows of a long list of authors the first and the researcher', async () => {
    const people = [...Array.from({ length: 300 }, (_, i) => `Bo${i} Author${i}`), 'Ada Quill'];
    const { text } = await request(over(paper(1, people)))
      .get('/publications')
      .expect(200);
    expect(text).toContain('Bo9 Author9, <b>Ada Quill</b> and 290 more');
  });

  test('does not exist without publications', async () => {
    await request(over()).get('/publications').expect(404);
  });
});

describe('the co-authors', () => {
  const papers = [
    paper(1, ['Ada Quill', 'Bruno Reed', 'Cleo Sand']),
    paper(2, ['A. Quill', 'B. Reed', 'Cleo Sand', 'Dora Tide']),
    paper(3, ['Bruno Reed', 'Ada Quill']),
  ];

  test('are counted by person, with whom they have worked, and without the researcher', async () => {
    const { text } = await request(over(...papers))
      .get('/publications')
      .expect(200);
    const [, list = ''] = /<ul class="coauthor-list">(.*?)<\/ul>/s.exec(text) ?? [];
    const entries = [...list.matchAll(/<li>(.*?)<\/li>/g)].map(([, entry = '']) =>
      entry.replace(/<[^>]*>/g, ''),
    );
    expect(entries).toEqual([
      'Bruno Reed 3 publications, 2001–2003; also with Cleo Sand, Dora Tide',
      'Cleo Sand 2 publications, 2001–2002; also with Bruno Reed, Dora Tide',
      'Dora Tide 1 publication, 2002; also with Bruno Reed, Cleo Sand',
    ]);
  });

  test('are drawn, the same each time, and hidden from those who get the list', async () => {
    const drawing = async () => {
      const { text } = await request(over(...papers))
        .get('/publications')
        .expect(200);
      return /<svg class="graph".*?<\/svg>/s.exec(text)?.[0] ?? '';
    };
    const first = await drawing();
    expect(first.match(/<circle/g)).toHaveLength(3);
    expect(first.match(/<line/g)).toHaveLength(3);
    expect(first).toContain('aria-hidden="true"');
    expect(first).not.toMatch(/<a (?![^>]*tabindex="-1")/);
    expect(first).not.toContain('NaN');
    expect(await drawing()).toBe(first);
  });

  test('of hundreds of works are drawn up to a number that can be told apart', async () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      paper(i, ['Ada Quill', ...[0, 1, 2].map((j) => `Bo Name${(i * 3 + j * 7) % 90}`)], 2000),
    );
    const { text } = await request(over(...many))
      .get('/publications')
      .expect(200);
    expect(text.match(/<circle/g)).toHaveLength(40);
    expect(text).toContain('<a href="people">All 90 co-authors</a>');
  });
});

describe('the other sections', () => {
  test.each([
    ['/topics', 'gauge sampling'],
    ['/people', 'Lin Zhao'],
    ['/supervision', 'Theses'],
  ])('%s shows what the profile has', async (address, words) => {
    const { text } = await get(address).expect(200);
    expect(text.toLowerCase()).toContain(words.toLowerCase());
    expect(text).toContain(`href=".${address}" aria-current="page"`);
  });

  test('lists topics that no file describes', async () => {
    const work = { ...paper(1, ['Ada Quill']), topics: ['Tidal locks'] };
    const { text } = await request(over(work)).get('/topics').expect(200);
    expect(text).toContain('href="./publications?topic=Tidal+locks">Tidal locks</a>');
    expect(text).toContain('1 publication</a>');
  });

  test('talks and teaching have a page where there are some, and no link elsewhere', async () => {
    const talk = sourceOf({ id: 'talk', kind: 'talk', title: 'On Tides', body: 'It was given.' });
    const course = sourceOf({ id: 'course', kind: 'course', title: 'Hydrology' });
    const full = over(talk, course);
    expect((await request(full).get('/talks').expect(200)).text).toContain('On Tides');
    expect((await request(full).get('/teaching').expect(200)).text).toContain('Hydrology');
    const empty = await request(over()).get('/').expect(200);
    expect(empty.text).not.toMatch(/href="[^"]*(?:talks|teaching|publications)"/);
    await request(over()).get('/talks').expect(404);
  });
});

describe('the language of a page', () => {
  test.each([
    ['de-AT,de;q=0.9,en;q=0.8', '', 'de', 'Publikationen pro Jahr'],
    ['fr,de;q=0.5', '', 'de', 'Publikationen pro Jahr'],
    ['fr', '', 'en', 'Publications per year'],
    ['de', '?lang=en', 'en', 'Publications per year'],
    ['en', '?lang=de', 'de', 'Publikationen pro Jahr'],
    ['en', '?lang=xx', 'en', 'Publications per year'],
    ['en', '?lang=constructor&kind=constructor', 'en', 'Kind: constructor'],
  ])('for %s %s is %s', async (accepted, query, lang, words) => {
    const { text, headers } = await get(`/publications${query}`)
      .set('Accept-Language', accepted)
      .expect(200);
    expect(text).toContain(`<html lang="${lang}">`);
    expect(text).toContain(words);
    expect(headers['vary']).toMatch(/Accept-Language/);
  });

  test('is German on every page', async () => {
    const german = (address: string) => get(address).set('Accept-Language', 'de');
    for (const address of [
      ...['/', '/publications', '/topics', '/people', '/supervision', '/sources', '/embed/setup'],
      ...['/sources/eddyline', '/ask?question=Why'],
    ]) {
      const { text } = await german(address).expect(200);
      expect(text).toContain('<html lang="de">');
      expect(text, address).not.toMatch(
        /<(?:h1|h2|a class="name"|button|label|dt)[^>]*>(?:Publications|Sources|Topics|Ask|Show|Copy|Authors)</,
      );
    }
    const { text } = await german('/nowhere').set('Accept', 'text/html').expect(404);
    expect(text).toContain('Seite nicht gefunden');
  });
});
