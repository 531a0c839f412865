import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { MAX_BODY_BYTES } from '../../../src/http/middleware/json-body.ts';
import { fakeService } from '../fake-service.ts';
import { listen, publicDir, sendBytes, type Wire } from '../wire.ts';

let wire: Wire;
beforeAll(async () => {
  wire = await listen();
});
afterAll(() => wire.close());

function start() {
  const logged: { error: unknown; id: string | undefined }[] = [];
  const logError = (error: unknown, id?: string) => void logged.push({ error, id });
  return { logged, ...createApp({ service: fakeService(), publicDir, logError }) };
}

function expectProblem(reply: request.Response, status: number) {
  expect(reply.status).toBe(status);
  expect(reply.type).toBe('application/problem+json');
  expect(reply.body).toMatchObject({ type: 'about:blank', status });
  expect(reply.text).not.toMatch(/secret|node_modules|\.ts:|<html/);
}

const message = { role: 'user', content: 'Hello' };

describe('an invalid body', () => {
  test.each([
    [{}, '/question', 'question is missing: send a string.'],
    [{ question: 42 }, '/question', 'question must be a string, not 42.'],
    [{ question: null }, '/question', 'question must be a string, not null.'],
    [{ question: ' \n ' }, '/question', 'question is empty: send some text.'],
    [
      { question: 'x'.repeat(2_001) },
      '/question',
      'question has 2,001 characters: send at most 2,000.',
    ],
    [{ question: 'Why?', history: 'none' }, '/history', 'history must be an array, not "none".'],
    [
      { question: 'Why?', history: Array(21).fill(message) },
      '/history',
      'history has 21 items: send at most 20.',
    ],
    [
      { question: 'Why?', history: [message, { ...message, role: 'system' }] },
      '/history/1/role',
      'history[1].role must be "user" or "assistant", not "system".',
    ],
    [
      { question: 'Why?', history: [{ ...message, content: 'x'.repeat(8_001) }] },
      '/history/0/content',
      'history[0].content has 8,001 characters: send at most 8,000.',
    ],
    [[], '', 'The body must be a JSON object, not an array.'],
  ])('%j names %s', async (body, pointer, detail) => {
    const reply = await request(start().app).post('/api/chat').send(body);
    expectProblem(reply, 400);
    expect(reply.body).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail,
      code: 'invalid-request',
      errors: [{ pointer, detail }],
      requestId: reply.headers['x-request-id'],
    });
  });

  test('has all its errors listed at once', async () => {
    const reply = await request(start().app)
      .post('/api/chat')
      .send({ question: 1, history: [{ role: 2, content: 3 }] });
    expect(reply.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/question',
      '/history/0/role',
      '/history/0/content',
    ]);
  });

  test.each(['question', 'history'])('has %s nested too deeply to parse', async (field) => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    const reply = await request(start().app)
      .post('/api/chat')
      .type('json')
      .send(`{"question":"Why?","${field}":{"a":${nested}}}`);
    expectProblem(reply, 400);
    expect(reply.body.detail).toBe(
      'The body is nested more than 64 levels deep. Send a flatter one.',
    );
  });

  test('with 400,000 wrong messages is answered with one short sentence', async () => {
    const history = Array(400_000).fill(0);
    const reply = await request(start().app).post('/api/chat').send({ question: 'Why?', history });
    expectProblem(reply, 400);
    expect(reply.body.detail).toBe('The body has more than 20,000 values. Send fewer messages.');
  });
});

describe('a body that cannot be read', () => {
  test.each([
    ['not JSON', { 'Content-Type': 'application/json' }, 'hello', 400, '"hello" is not valid JSON'],
    [
      'a lone string',
      { 'Content-Type': 'application/json' },
      '"hi"',
      400,
      'The body must be a JSON object',
    ],
    ['empty', { 'Content-Type': 'application/json' }, '', 400, 'question is missing'],
    ['cut short', { 'Content-Type': 'application/json' }, '{"question":', 400, 'not valid JSON'],
    ['plain text', { 'Content-Type': 'text/plain' }, 'Why?', 415, 'Content-Type "text/plain"'],
    ['a form', { 'Content-Type': 'multipart/form-data' }, 'q=1', 415, 'multipart/form-data'],
    ['of no type', { 'Content-Type': '' }, '{}', 415, 'Send application/json'],
    ['of a broken type', { 'Content-Type': 'json;=;"' }, '{}', 415, 'Send application/json'],
    [
      'in Latin-1',
      { 'Content-Type': 'application/json; charset=latin1' },
      '{}',
      415,
      'charset "latin1" is not supported',
    ],
    [
      'in an unknown charset',
      { 'Content-Type': 'application/json; charset=utf-99' },
      '{}',
      415,
      'utf-99',
    ],
    [
      'packed unknown',
      { 'Content-Type': 'application/json', 'Content-Encoding': 'rot13' },
      '{}',
      415,
      'rot13',
    ],
    [
      'packed badly',
      { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      '{}',
      400,
      'incorrect header check',
    ],
    [
      'too large',
      { 'Content-Type': 'application/json' },
      `"${'x'.repeat(MAX_BODY_BYTES)}"`,
      413,
      'larger than 1,000,000 bytes',
    ],
  ])('%s is a problem that says so', async (_name, headers, body, status, words) => {
    const reply = await request(start().app).post('/api/chat').set(headers).send(body);
    expectProblem(reply, status);
    expect(reply.body.detail).toContain(words);
  });

  test('is not decompressed beyond the limit', async () => {
    const body = gzipSync(JSON.stringify({ question: 'Why?', x: 'x'.repeat(50_000_000) }));
    const post = request(start().app)
      .post('/api/chat')
      .type('json')
      .set('Content-Encoding', 'gzip');
    post.write(body);
    expectProblem(await post, 413);
  });
});

describe('an invalid address', () => {
  test.each([
    ['GET', '/nowhere', 404, 'nothing at "/nowhere"'],
    ['POST', '/nowhere', 404, '/nowhere'],
    ['OPTIONS', '/nowhere', 404, '/nowhere'],
    ['PROPFIND', '/nowhere', 404, '/nowhere'],
    ['GET', '/.env', 404, '/.env'],
    ['GET', '/%2e%2e/package.json', 404, 'package.json'],
    ['GET', '/a%00b', 404, 'a%00b'],
    ['GET', '/%E0%A4%A', 400, '/%E0%A4%A'],
    ['GET', '/api/sources/%ff', 400, '%25'],
    ['GET', '/api/search?q=100%', 400, '%25'],
    ['GET', '/api/sources/trains', 404, 'no source "trains". GET /api/sources lists'],
    ['GET', '/api/sources/__proto__', 404, '__proto__'],
    ['GET', '/api/search', 400, 'q is missing'],
    ['GET', '/api/search?q=', 400, 'q is empty'],
    ['GET', '/api/search?q=a&q=b', 400, 'q must be a string, not an array'],
    ['GET', `/api/search?q=${'x'.repeat(2_001)}`, 400, 'q has 2,001 characters'],
    ['GET', '/api/search?q=a&limit=0', 400, 'limit must be at least 1, not "0"'],
    ['GET', '/api/search?q=a&limit=51', 400, 'limit must be at most 50, not "51"'],
    ['GET', '/api/search?q=a&limit=few', 400, 'limit must be a number, not "few"'],
    ['GET', '/api/search?q=a&limit=1.5', 400, 'limit must be a whole number, not "1.5"'],
    ['GET', '/api/chat', 405, '"/api/chat" does not support GET. Use one of: POST, OPTIONS'],
    ['DELETE', '/api/sources', 405, 'DELETE'],
    ['POST', '/', 405, 'POST'],
    ['PROPFIND', '/healthz', 405, 'PROPFIND'],
  ])('%s %s', async (method, path, status, words) => {
    const reply = await sendBytes(
      wire.port,
      `${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );
    const [head = '', body = ''] = reply.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(body).detail).toContain(words);
  });
});

test('lists the methods of a route in Allow', async () => {
  const reply = await request(start().app).put('/api/sources');
  expectProblem(reply, 405);
  expect(reply.headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS' });
});

test('answers with a problem if a file cannot be sent', async () => {
  expectProblem(await request(start().app).get('/page.css').set('If-Match', '"other"'), 412);
});

test('answers HEAD with the status and type of the problem and no body', async () => {
  const reply = await request(start().app).head('/nowhere').expect(404);
  expect(reply.type).toBe('application/problem+json');
  expect(reply.text ?? '').toBe('');
});

describe('a failure of the server', () => {
  test.each([
    ['POST', '/api/chat', { question: 'fail early' }],
    ['POST', '/api/chat', { question: 'fail late' }],
    ['POST', '/api/chat', { question: 'stop' }],
    ['GET', '/api/search?q=fail', undefined],
  ] as const)(
    '%s %s %j gives the caller an id and the log the error',
    async (method, path, body) => {
      const { app, logged } = start();
      const call = method === 'GET' ? request(app).get(path) : request(app).post(path).send(body);
      const reply = await call;
      expectProblem(reply, 500);
      expect(reply.body.code).toBe('internal-error');
      expect(logged).toHaveLength(1);
      expect(logged[0]?.error).toBeInstanceOf(Error);
      expect(reply.body.detail).toContain(`the id ${logged[0]?.id}`);
    },
  );

  test('that is a ServiceError keeps its status and its sentence', async () => {
    const { app, logged } = start();
    const reply = await request(app).post('/api/chat').send({ question: 'refuse' });
    expectProblem(reply, 502);
    expect(reply.body).toMatchObject({ code: 'model-failed', detail: 'The model "m" failed.' });
    expect(logged).toHaveLength(1);
  });
});

describe('a request that never reaches a route', () => {
  test.each([
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'no such method'],
    ['not HTTP', 'hello\r\n\r\n', 400, 'no such method'],
    ['broken headers', 'GET / HTTP/1.1\r\nHost: a\r\nA B\r\n\r\n', 400, 'not well-formed'],
    ['huge headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(99_999)}\r\n\r\n`, 431, 'large'],
    [
      'an expectation',
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: tea\r\n\r\n',
      417,
      'Expect: tea',
    ],
    [
      'an address without a path',
      'GET http://[ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      400,
      'has no path',
    ],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404, '\\"*\\"'],
  ])('%s is answered with a problem', async (_name, bytes, status, words) => {
    const reply = await sendBytes(wire.port, bytes);
    expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(reply).toContain('Content-Type: application/problem+json');
    expect(reply).toContain(words);
  });
});

test('any body is answered with 200 or a problem, never with a failure', async () => {
  const anyQuestion = fc.record(
    { question: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()), history: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const anyBody = fc.oneof(
    anyQuestion.map((question) => JSON.stringify(question)),
    fc.json(),
    fc.string({ unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(anyBody, async (body) => {
      const reply = await fetch(`http://127.0.0.1:${wire.port}/api/chat`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      const type = reply.headers.get('Content-Type') ?? '';
      await reply.json();
      expect([200, 400]).toContain(reply.status);
      expect(type).toContain(reply.status === 200 ? 'application/json' : 'problem+json');
    }),
    { numRuns: 300 },
  );
});
