import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { answerSchema, searchReplySchema } from '../../../src/api/schemas.ts';
import { sourceSchema } from '../../../src/api/source-schemas.ts';
import { createApp } from '../../../src/http/app.ts';
import { answerTo, boats, fakeService, kites } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

function start() {
  const service = fakeService();
  return { service, ...createApp({ service, publicDir }) };
}

describe('POST /api/chat', () => {
  test.each([
    undefined,
    '*/*',
    'application/json',
    'application/*',
    'image/png',
    'application/json, text/event-stream;q=0.9',
  ])('answers in JSON if Accept is %s', async (accept) => {
    const post = request(start().app).post('/api/chat');
    if (accept !== undefined) post.set('Accept', accept);
    const reply = await post.send({ question: 'Why?' }).expect(200);
    expect(reply.type).toBe('application/json');
    expect(reply.headers['vary']).toMatch(/(^|, )Accept(,|$)/);
    expect(reply.headers).not.toHaveProperty('x-powered-by');
    expect(answerSchema.parse(reply.body)).toEqual(answerTo('Why?'));
  });

  test.each(['text/event-stream', 'text/event-stream, application/json;q=0.9, */*;q=0.1'])(
    'streams if Accept is %s',
    async (accept) => {
      const post = request(start().app).post('/api/chat').set('Accept', accept);
      const reply = await post.send({ question: 'Why?' }).expect(200);
      expect(reply.type).toBe('text/event-stream');
    },
  );

  test('passes the trimmed question and the history to the service and ignores other fields', async () => {
    const { app, service } = start();
    const history = [
      { role: 'user', content: 'Hello', extra: 1 },
      { role: 'assistant', content: ' Hi. ' },
    ];
    await request(app).post('/api/chat').send({ question: '  Why? ', history, model: 'x' });
    expect(service.asked).toEqual([
      {
        question: 'Why?',
        history: [
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: ' Hi. ' },
        ],
      },
    ]);
  });

  test('accepts the largest valid request, fully escaped', async () => {
    const escaped = (length: number) => '\\u4e2d'.repeat(length);
    const message = `{"role":"user","content":"${escaped(8_000)}"}`;
    const history = `[${Array(20).fill(message).join(',')}]`;
    await request(start().app)
      .post('/api/chat')
      .type('json')
      .send(`{"question":"${escaped(2_000)}","history":${history}}`)
      .expect(200);
  });

  test.each([
    ['half a surrogate pair', '"a\\ud83db"', 'a\uFFFDb'],
    ['NUL', '"a\\u0000b"', 'a\uFFFDb'],
    ['an emoji', '"🪁"', '🪁'],
  ])('passes %s to the service as well-formed text', async (_name, json, expected) => {
    const { app, service } = start();
    await request(app).post('/api/chat').type('json').send(`{"question":${json}}`).expect(200);
    expect(service.asked).toEqual([{ question: expected, history: [] }]);
  });

  test.each([
    ['a byte order mark', '\uFEFF{"question":"Why?"}'],
    ['a key named twice', '{"question":"What?","question":"Why?"}'],
    ['a __proto__ key', '{"question":"Why?","__proto__":{"history":7},"constructor":1}'],
  ])('survives %s', async (_name, body) => {
    const { app, service } = start();
    await request(app).post('/api/chat').type('json').send(body).expect(200);
    expect(service.asked).toEqual([{ question: 'Why?', history: [] }]);
  });
});

test('GET /api/search returns the hits and why they were found', async () => {
  const { app, service } = start();
  const reply = await request(app)
    .get('/api/search')
    .query({ q: ' longest ', limit: 3 })
    .expect(200);
  expect(service.asked).toEqual([{ query: 'longest', limit: 3 }]);
  expect(searchReplySchema.parse(reply.body)).toEqual({
    query: 'longest',
    hits: [
      {
        sourceId: 'boats',
        passageId: 'boats#2',
        title: 'Boats',
        heading: 'Boats › Flight',
        text: 'The longest flight took nine hours.',
        url: null,
        score: 0.5,
        why: { keywordRank: 1, named: false },
      },
    ],
  });
});

test('GET /api/search returns ten hits by default', async () => {
  const { app, service } = start();
  await request(app).get('/api/search?q=kite').expect(200);
  expect(service.asked).toEqual([{ query: 'kite', limit: 10 }]);
});

test('GET /api/sources lists the sources without their text', async () => {
  const reply = await request(start().app).get('/api/sources').expect(200);
  const { id, kind, title, summary, url, people, venue, year, awards, topics, asOf } = kites;
  expect(reply.body.sources[0]).toEqual({
    ...{ id, kind, title, summary, url, people, venue, year, awards, topics, asOf },
  });
  expect(reply.body.sources[1]).not.toHaveProperty('url');
});

test('GET /api/sources/:id returns the whole source without `asks`', async () => {
  const reply = await request(start().app).get('/api/sources/kites').expect(200);
  const { asks, ...shown } = kites;
  expect(reply.text).not.toContain(asks[0]);
  expect(sourceSchema.parse(reply.body)).toEqual(shown);
});

test('GET /api/suggestions returns questions that the corpus can answer', async () => {
  const { app, service } = start();
  const reply = await request(app).get('/api/suggestions').expect(200);
  expect(reply.body).toEqual({ suggestions: service.suggestions });
});

test('GET /readyz answers 503 while the app drains, GET /healthz does not', async () => {
  const { app, drain, service } = start();
  await request(app)
    .get('/readyz')
    .expect(200, { ...service.status });
  drain();
  const reply = await request(app).get('/readyz').expect(503);
  expect(reply.type).toBe('application/problem+json');
  expect(reply.body).toMatchObject({ code: 'shutting-down', status: 503 });
  await request(app).get('/healthz').expect(200, { status: 'ok' });
});

test('GET / is the page, and is not sent again to a client that has it', async () => {
  const { app } = start();
  const get = () => request(app).get('/').set('Host', 'ask.example.org');
  const page = await get().expect(200);
  expect(page.type).toBe('text/html');
  expect(page.text).toContain('Ask about Ada Example’s research');
  expect(page.text).not.toMatch(/<script>|<style|style=|onclick/);
  await get()
    .set('If-None-Match', page.headers['etag'] ?? '')
    .expect(304);
});

test.each(['/', '/api/sources', `/api/sources/${boats.id}`, '/api/search?q=kite', '/healthz'])(
  'HEAD %s has the headers of GET and no body',
  async (path) => {
    const { app } = start();
    const get = await request(app).get(path).set('Accept-Encoding', 'identity').expect(200);
    const head = await request(app).head(path).expect(200);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.text ?? '').toBe('');
  },
);

test.each([
  ['/api/chat', 'POST, OPTIONS'],
  ['/api/search', 'GET, HEAD, OPTIONS'],
  ['/api/sources/kites', 'GET, HEAD, OPTIONS'],
  ['/', 'GET, HEAD, OPTIONS'],
])('OPTIONS %s says %s', async (path, allowed) => {
  const reply = await request(start().app).options(path).expect(204);
  expect(reply.headers).toMatchObject({ allow: allowed });
});
