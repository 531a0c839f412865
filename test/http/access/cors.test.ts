import request from 'supertest';
import { describe, expect, test } from 'vitest';
import type { AppOptions } from '../../../src/http/app.ts';
import { createApp } from '../../../src/http/app.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const FRIEND = 'https://friend.example';

function start(options: Partial<AppOptions> = {}) {
  const warnings: string[] = [];
  const service = fakeService();
  const { app } = createApp({
    service,
    publicDir,
    allowedOrigins: [FRIEND, 'http://localhost:8080'],
    warn: (sentence) => void warnings.push(sentence),
    ...options,
  });
  const ask = (headers: Record<string, string>) =>
    request(app).post('/api/chat').set(headers).send({ question: 'Why?' });
  const preflight = (origin: string, path = '/api/chat') =>
    request(app).options(path).set({
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type,x-request-id',
    });
  return { app, service, warnings, ask, preflight };
}

describe('a page of a listed origin', () => {
  test.each(['/api/chat', '/api/search', '/v1/chat/completions', '/v1/models'])(
    'may call %s after a preflight',
    async (path) => {
      const { preflight, warnings } = start();
      const reply = await preflight(FRIEND, path).expect(204);
      expect(reply.headers).toMatchObject({
        'access-control-allow-origin': FRIEND,
        'access-control-allow-methods': 'GET,HEAD,POST',
        'access-control-allow-headers': 'authorization,content-type,x-request-id',
        'access-control-max-age': '600',
      });
      expect(reply.headers['vary']).toMatch(/\bOrigin\b/);
      expect(reply.headers).not.toHaveProperty('access-control-allow-credentials');
      expect(warnings).toEqual([]);
    },
  );

  test('may read the answer and its headers', async () => {
    const reply = await start().ask({ Origin: FRIEND }).expect(200);
    expect(reply.headers['access-control-allow-origin']).toBe(FRIEND);
    expect(reply.headers['vary']).toMatch(/\bOrigin\b/);
    expect(reply.headers['access-control-expose-headers']?.split(',')).toEqual(
      expect.arrayContaining([
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
        'Server-Timing',
        'X-Request-Id',
      ]),
    );
  });

  test('may read why it was refused', async () => {
    const limit = { rate: { requests: 1, windowMs: 60_000 } };
    const keys = { find: () => null };
    const limited = start({ limit });
    await limited.ask({ Origin: FRIEND }).expect(200);
    const late = await limited.ask({ Origin: FRIEND }).expect(429);
    const unknown = await start({ keys, requireKey: true }).ask({ Origin: FRIEND }).expect(401);
    const wrong = await start().ask({ Origin: FRIEND }).send({ question: 1 }).expect(400);
    for (const reply of [late, unknown, wrong]) {
      expect(reply.headers['access-control-allow-origin']).toBe(FRIEND);
    }
  });

  test('needs no key for its preflight, which does not count', async () => {
    const limit = { rate: { requests: 1, windowMs: 60_000 } };
    const { preflight } = start({ limit, keys: { find: () => null }, requireKey: true });
    for (let i = 0; i < 3; i++) await preflight(FRIEND).expect(204);
  });
});

describe('a page of another origin', () => {
  test.each([
    'https://stranger.example',
    'http://friend.example',
    'https://friend.example:444',
    'https://sub.friend.example',
    'https://friend.example.stranger.example',
    'http://localhost:8081',
  ])('%s is refused, and the log says once how to allow it', async (origin) => {
    const { ask, preflight, warnings, service } = start();
    const reply = await ask({ Origin: origin }).expect(403);
    expect(reply.type).toBe('application/problem+json');
    expect(reply.body).toMatchObject({ code: 'origin-not-allowed', status: 403 });
    expect(reply.body.detail).toContain(`Add ${origin} to ALLOWED_ORIGINS.`);
    const refusal = await preflight(origin).expect(403);
    for (const { headers } of [reply, refusal]) {
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers['vary']).toMatch(/\bOrigin\b/);
    }
    expect(warnings).toEqual([
      `A page from ${origin} was refused. Add ${origin} to ALLOWED_ORIGINS.`,
    ]);
    expect(service.asked).toEqual([]);
  });

  test.each([
    'null',
    'file://',
    'chrome-extension://abc',
    '*',
    'https://a.example/path',
    `https://${'a'.repeat(400)}.example`,
    'https://a.example"; x',
  ])('%s cannot be listed, and is not repeated in the log', async (origin) => {
    const { ask, warnings } = start();
    const reply = await ask({ Origin: origin }).expect(403);
    expect(reply.body.detail).toContain('cannot be listed');
    expect(warnings).toHaveLength(1);
    if (origin !== '*') expect(warnings[0]).not.toContain(origin);
  });

  test('cannot flood the log with invented origins', async () => {
    const { ask, warnings } = start();
    for (let i = 0; i < 120; i++) await ask({ Origin: `https://${i}.example` }).expect(403);
    expect(warnings).toHaveLength(100);
  });
});

describe('a page of our own', () => {
  test.each([
    ['the host that it was loaded from', { Host: 'ask.example', Origin: 'http://ask.example' }],
    [
      'the same behind a proxy that speaks TLS',
      { Host: 'ask.example', Origin: 'https://ask.example' },
    ],
    ['the host and port', { Host: 'ask.example:3000', Origin: 'http://ask.example:3000' }],
    [
      'what the browser says',
      { Host: 'inner:3000', Origin: 'https://ask.example', 'Sec-Fetch-Site': 'same-origin' },
    ],
    ['PUBLIC_URL', { Host: 'inner:3000', Origin: 'https://public.example' }],
  ])('is known by %s', async (_name, headers) => {
    const { ask, warnings } = start({
      allowedOrigins: [],
      publicUrl: 'https://public.example/ask',
    });
    await ask(headers).expect(200);
    expect(warnings).toEqual([]);
  });

  test('is not recognized by a forwarded host, even from a trusted proxy', async () => {
    const headers = {
      Host: 'inner',
      'X-Forwarded-Host': 'ask.example',
      Origin: 'https://ask.example',
    };
    await start({ trustProxy: 1 }).ask(headers).expect(403);
    await start().ask(headers).expect(403);
  });
});

test('a client other than a browser sends no Origin and is admitted', async () => {
  const reply = await start({ allowedOrigins: [] }).ask({}).expect(200);
  expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
  expect(reply.headers['vary']).toMatch(/\bOrigin\b/);
});

test.each(['/', '/healthz', '/page.css', '/ask?question=Why'])(
  '%s asks nobody where he comes from',
  async (path) => {
    await request(start().app).get(path).set('Origin', 'https://stranger.example').expect(200);
  },
);
