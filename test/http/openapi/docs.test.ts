import request from 'supertest';
import { expect, test } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { describeApp } from '../../../src/http/openapi/serve.ts';
import { curl } from '../../../src/http/pages/docs-examples.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

async function visit(researcher = 'Ada Example') {
  const service = { ...fakeService(), researcher };
  const { app } = createApp({ service, publicDir, feedback: () => {} });
  const { text } = await request(app)
    .get('/docs')
    .set('Host', 'ask.example.org')
    .expect(200)
    .expect('Content-Type', /^text\/html/);
  return { text, document: describeApp(app, service) };
}

test('GET /docs describes every operation, problem, header, schema and event', async () => {
  const { text, document } = await visit();
  for (const item of Object.values(document.paths ?? {})) {
    for (const { operationId } of Object.values(item)) {
      expect(text).toContain(`<article id="${operationId}">`);
    }
  }
  const { schemas = {}, headers = {} } = document.components ?? {};
  for (const name of Object.keys(schemas)) expect(text).toContain(`id="schema-${name}"`);
  for (const name of Object.keys(headers)) expect(text).toContain(`id="header-${name}"`);
  for (const status of [400, 401, 403, 404, 413, 415, 429, 500, 502, 503]) {
    expect(text).toContain(`id="problem-${status}"`);
  }
  expect(text).toContain('event: text-delta\ndata: {&#34;text&#34;');
});

test('GET /docs links only to its own parts and this site', async () => {
  const { text } = await visit();
  const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const links = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = '']) => link);
  const inside = links.filter((link) => link.startsWith('#'));
  expect(inside.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
  const outside = new Set(links.filter((link) => !link.startsWith('#')));
  expect([...outside].sort()).toEqual(['./', 'docs.css', 'icon.svg', 'openapi.json', 'page.css']);
});

test('GET /docs needs no script and escapes the host', async () => {
  const { text } = await visit('"><img src=x onerror=alert(1)>');
  expect(text).not.toMatch(/<script|<style|style=|<img/);
});

test('GET /docs has commands for the host of the request', async () => {
  const { text } = await visit();
  expect(text).toContain('http://ask.example.org/api/sources/kites<');
  expect(text).toContain('curl -N -H &#39;Accept: text/event-stream, application/json&#39; --json');
});

test('a command is quoted for the shell', () => {
  const body = { content: { 'application/json': { examples: { it: { value: { q: "it's" } } } } } };
  const call = {
    method: 'POST',
    path: '/ask',
    parameters: [],
    body,
    replies: [],
    origin: 'http://a',
  };
  expect(curl(call)).toEqual([['Shell', `curl --json '{"q":"it'\\''s"}' \\\n  http://a/ask`]]);
});
