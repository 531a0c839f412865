import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { supervisionSchema, topicListSchema } from '../../../src/api/publication-schemas.ts';
import { createApp } from '../../../src/http/app.ts';
import { profileSources } from '../../support/profile.ts';
import { publicDir } from '../wire.ts';

const service = await profileSources();
const { app } = createApp({ service, publicDir, publicUrl: 'https://ask.example.org' });
const get = (address: string) => request(app).get(address);
const ids = (body: { publications: { id: string }[] }) => body.publications.map(({ id }) => id);

describe('GET /api/publications', () => {
  test('gives what the researcher wrote, with all that is known of it', async () => {
    const reply = await get('/api/publications?venue=rivcon&year=2023').expect(200);
    expect(reply.body.publications).toEqual([
      {
        id: 'eddyline',
        kind: 'project',
        title: 'The Memory of Eddyline: Gauging Flash-Floods in Sparse Networks',
        authors: ['Lin Zhao', 'Tomas Weil', 'Abena Owusu', 'Ylva Sandqvist'],
        venue: 'RIVCON',
        year: 2023,
        pages: '321-339',
        arxiv: '2203.01234',
        url: 'https://rivcon.example/2023/eddyline',
        links: [
          ...(service.sources.find(({ id }) => id === 'eddyline')?.links ?? []),
          { label: 'arXiv', url: 'https://arxiv.org/abs/2203.01234' },
        ],
        awards: [],
        topics: ['river gauging', 'gauge sampling', 'field instruments'],
      },
    ]);
  });

  test.each([
    ['', 18],
    ['?role=supervisor', 6],
    ['?kind=thesis', 2],
    ['?kind=thesis&role=supervisor&year=2022', 2],
    ['?person=schroder&role=supervisor', 1],
    ['?year=2015-2018', 5],
    ['?year=2015%E2%80%932018', 5],
    ['?venue=nowhere', 0],
    ['?kind=poem', 0],
    ['?extra=1&venue=streams', 3],
  ])('%s finds %d', async (query, count) => {
    const reply = await get(`/api/publications${query}`).expect(200);
    expect(reply.body.publications).toHaveLength(count);
  });

  test.each([
    ['year=soon', 'year does not fit: send a year or two, as in 2018 or 2015-2018.'],
    ['year=2018-2015', 'year does not fit: the later year comes second.'],
    ['year=2015&year=2016', 'year must be a string, not an array.'],
    ['venue=', 'venue is empty: send some text.'],
    ['role=reader', 'role must be "author" or "supervisor", not "reader".'],
    ['format=doc', 'format must be "json" or "bibtex" or "csl" or "ris", not "doc".'],
  ])('refuses %s in words', async (query, detail) => {
    const reply = await get(`/api/publications?${query}`).expect(400);
    expect(reply.type).toBe('application/problem+json');
    expect(reply.body.detail).toBe(detail);
  });

  test.each([
    ['bibtex', 'application/x-bibtex', /^@inproceedings{zhao2023memory,\n/],
    ['ris', 'application/x-research-info-systems', /^TY {2}- CONF\r\n/],
    ['csl', 'application/vnd.citationstyles.csl+json', /"id": "zhao2023memory"/],
  ])('writes %s, by parameter and by Accept', async (format, type, text) => {
    const address = '/api/publications?venue=rivcon&year=2023';
    // supertest reads only types that it knows as text.
    const bytes = (one: request.Test) =>
      one.buffer(true).parse((reply, done) => {
        let read = '';
        reply.on('data', (chunk) => {
          read += chunk;
        });
        reply.on('end', () => done(null, read));
      });
    for (const one of [get(`${address}&format=${format}`), get(address).set('Accept', type)]) {
      const reply = await bytes(one).expect(200);
      expect(reply.headers['content-type']).toBe(`${type}; charset=utf-8`);
      expect(reply.headers['vary']).toContain('Accept');
      expect(reply.body).toMatch(text);
    }
    const chosen = await get(`${address}&format=json`).set('Accept', type).expect(200);
    expect(ids(chosen.body)).toEqual(['eddyline']);
  });
});

describe('GET /api/sources/:id/citation', () => {
  test('is there for every source', async () => {
    for (const { id } of service.sources) {
      const reply = await get(`/api/sources/${id}/citation?format=csl`).expect(200);
      expect(reply.text).toContain('"URL": "http');
    }
  });

  test('refuses an id that is unknown', async () => {
    const reply = await get('/api/sources/nothing/citation').expect(404);
    expect(reply.body.code).toBe('not-found');
  });

  test('is not sent again to who has it', async () => {
    const { headers } = await get('/api/sources/eddyline/citation?format=bibtex').expect(200);
    await get('/api/sources/eddyline/citation?format=bibtex')
      .set('If-None-Match', headers['etag'] ?? '')
      .expect(304);
  });
});

test('GET /api/topics gives each theme with its works, which are sources', async () => {
  const { topics } = topicListSchema.parse((await get('/api/topics').expect(200)).body);
  expect(topics).toHaveLength(5);
  const known = new Set(service.sources.map(({ id }) => id));
  for (const { works, summary } of topics) {
    expect(works.length).toBeGreaterThan(0);
    expect(works.every((id) => known.has(id))).toBe(true);
    expect(summary).toMatch(/\.$/);
  }
  const sampling = topics.find(({ id }) => id === 'theme-gauge-sampling');
  expect(sampling?.works[0]).toBe('eddyline');
  expect(sampling?.others).toContain('novak-thesis');
});

test('GET /api/supervision gives the theses and where the researcher is now', async () => {
  const reply = supervisionSchema.parse((await get('/api/supervision').expect(200)).body);
  expect(reply.theses).toHaveLength(6);
  expect(reply.theses[3]).toEqual({
    id: 'schroeder-thesis',
    student: 'Niklas Schröder',
    title: 'Fishway: Finding Places for Gauges between Tributaries',
    year: 2020,
    degree: 'MSc',
    place: 'Lindau University',
    url: 'https://sandqvist.example/schroeder.pdf',
  });
  const { sentence, sourceId, asOf } = reply.position ?? {};
  expect(asOf).toBe('2026-03');
  const source = service.sources.find(({ id }) => id === sourceId);
  expect(source?.body).toContain(sentence);
  expect(sentence).toContain('Brookfield Labs');
});
