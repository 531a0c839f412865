import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const start = (options = {}) =>
  createApp({ service: fakeService(), publicDir, logError: () => {}, warn: () => {}, ...options })
    .app;

describe('an error in a browser', () => {
  test.each([
    ['GET', '/nowhere', 404],
    ['GET', '/a/b/c', 404],
    ['GET', '/api/nowhere', 404],
    ['GET', '/sources/none', 404],
    ['GET', '/sources/none.md', 404],
    ['POST', '/', 405],
    ['POST', '/sources', 405],
    ['GET', '/%ff', 400],
  ])('is a page with a way back: %s %s', async (method, path, status) => {
    const send = method === 'GET' ? request(start()).get(path) : request(start()).post(path);
    const reply = await send.set('Accept', BROWSER).expect(status);
    expect(reply.type).toBe('text/html');
    expect(reply.headers['vary']).toMatch(/Accept/);
    const root = '../'.repeat(path.split('/').length - 2) || './';
    expect(reply.text).toContain(`href="${root}"`);
    expect(reply.text).toContain(`href="${root}page.css"`);
  });

  test('does not tell a visitor to call the API', async () => {
    const reply = await request(start()).get('/sources/none').set('Accept', BROWSER).expect(404);
    expect(reply.text).toContain('There is nothing at &#34;/sources/none&#34;.');
    expect(reply.text).not.toContain('/api/');
  });

  test.each([
    'application/json',
    'application/problem+json',
    '*/*',
    'application/json, text/html;q=0.9',
  ])('is JSON for a client with Accept: %s', async (accept) => {
    const reply = await request(start()).get('/nowhere').set('Accept', accept).expect(404);
    expect(reply.type).toBe('application/problem+json');
    expect(reply.body).toMatchObject({ status: 404, code: 'not-found' });
  });

  test('is JSON where a program is expected', async () => {
    const reply = await request(start())
      .get('/api/sources/none')
      .set('Accept', BROWSER)
      .expect(404);
    expect(reply.type).toBe('application/problem+json');
  });

  test('escapes the address', async () => {
    const reply = await request(start()).get('/%3Cscript%3E').set('Accept', BROWSER).expect(404);
    expect(reply.text).not.toContain('<script>');
  });

  test('is a page too when the limit is reached or a key is missing', async () => {
    const limit = { rate: { requests: 1, windowMs: 60_000 } };
    const app = start({ limit });
    const ask = () => request(app).get('/ask?question=Why').set('Accept', BROWSER);
    await ask().expect(200);
    expect((await ask().expect(429)).type).toBe('text/html');
    const closed = start({ keys: { find: () => null }, requireKey: true });
    const reply = await request(closed).get('/sources').set('Accept', BROWSER).expect(401);
    expect(reply.type).toBe('text/html');
    expect(reply.text).toContain('This service requires a key');
  });
});

describe('a trailing slash', () => {
  test.each([
    ['/docs/', '../docs'],
    ['/docs/?a=b', '../docs?a=b'],
    ['/sources/kites//', '../../kites'],
    ['/ask/?question=Why', '../ask?question=Why'],
    ['//evil.example/', '../evil.example'],
  ])('%s redirects to %s', async (path, location) => {
    const reply = await request(start()).get(path).expect(308);
    expect(reply.headers['location']).toBe(location);
  });

  test.each(['/', '/api/sources/'])('%s is answered', async (path) => {
    await request(start()).get(path).expect(200);
  });
});

describe('below the path of the public address', () => {
  const app = start({ publicUrl: 'https://example.org/questions' });

  test('the home page has a base, so that its addresses work without a trailing slash', async () => {
    const { text } = await request(app).get('/').expect(200);
    expect(text).toContain('<base href="/questions/">');
    expect((await request(start()).get('/')).text).not.toContain('<base');
  });

  test.each([
    '/questions/',
    '/questions/page.css',
    '/questions/sources/kites',
    '/questions/api/sources',
  ])('%s is answered if the proxy keeps the path', async (path) => {
    await request(app).get(path).expect(200);
  });

  test('the path itself redirects to the one with a slash', async () => {
    const reply = await request(app).get('/questions?a=b').expect(308);
    expect(reply.headers['location']).toBe('/questions/?a=b');
  });

  test('a path with the same beginning is not found', async () => {
    await request(app).get('/questionsandmore').expect(404);
  });
});
