import request from 'supertest';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AccessPolicy } from '../../../src/http/access/access-policy.ts';
import type { ApiKeys } from '../../../src/http/access/key-file.ts';
import { createMemoryStore } from '../../../src/http/access/memory-limits.ts';
import { parseRate } from '../../../src/http/access/rate.ts';
import { createApp } from '../../../src/http/app.ts';
import { duration } from '../../../src/language/en/grammar.ts';
import { rateInWords } from '../../../src/language/en/templates/problems.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const keys: ApiKeys = {
  find: (text) =>
    ({
      plain: { name: 'plain', rate: null },
      generous: { name: 'generous', rate: { requests: 100, windowMs: 3_600_000 } },
    })[text] ?? null,
};

function start(policy: AccessPolicy = {}) {
  const warnings: string[] = [];
  const service = fakeService();
  const { app } = createApp({
    service,
    publicDir,
    logError: () => {},
    limit: { rate: { requests: 2, windowMs: 60_000 } },
    warn: (sentence) => void warnings.push(sentence),
    ...policy,
  });
  const ask = (headers: Record<string, string> = {}) =>
    request(app).post('/api/chat').set(headers).send({ question: 'Why?' });
  return { app, service, warnings, ask };
}

// The clock is frozen, so that the rest of a window is known; timers still run.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a rate', () => {
  test.each([
    ['60/1m', 60, 60_000, '60 requests per minute'],
    ['60/m', 60, 60_000, '60 requests per minute'],
    ['1/90s', 1, 90_000, '1 request per 90 seconds'],
    ['1000/1d', 1000, 86_400_000, '1000 requests per day'],
    ['5/24h', 5, 86_400_000, '5 requests per day'],
    ['5/2h', 5, 7_200_000, '5 requests per 2 hours'],
  ])('%s is %i in %i ms', (text, requests, windowMs, words) => {
    const rate = parseRate(text);
    expect(rate).toEqual({ requests, windowMs });
    expect(rate && rateInWords(rate.requests, rate.windowMs)).toBe(words);
  });

  test.each(['', '60', '60/', '0/1m', '60/0m', '-1/1m', '1.5/1m', '60/1w', '60/25d', '60/1m '])(
    '"%s" is not valid',
    (text) => {
      expect(parseRate(text)).toBeNull();
    },
  );

  test('has a wait in whole seconds, rounded up', () => {
    expect(duration(1)).toBe('1 second');
    expect(duration(22_001)).toBe('23 seconds');
  });
});

test('counts down in RateLimit and refuses requests beyond the limit', async () => {
  const { ask, service } = start();
  const replies = [await ask(), await ask(), await ask()];
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 429]);
  // Structured fields of draft-ietf-httpapi-ratelimit-headers-10, section 3 and 4.
  expect(replies.map((reply) => reply.headers['ratelimit'])).toEqual([
    '"2-in-1min"; r=1; t=60',
    '"2-in-1min"; r=0; t=60',
    '"2-in-1min"; r=0; t=60',
  ]);
  for (const reply of replies) {
    expect(reply.headers['ratelimit-policy']).toMatch(/^"2-in-1min"; q=2; w=60; pk=:[\w+/=]+:$/);
  }
  const refusal = replies[2];
  expect(refusal?.headers['retry-after']).toBe('60');
  expect(refusal?.type).toBe('application/problem+json');
  expect(refusal?.body).toMatchObject({
    status: 429,
    code: 'rate-limited',
    detail:
      'Too many requests: your address is limited to 2 requests per minute. Try again in 1 minute.',
    requestId: refusal?.headers['x-request-id'],
  });
  expect(service.asked).toHaveLength(2);
});

test('accepts requests again after the window', async () => {
  vi.useRealTimers();
  const { ask } = start({ limit: { rate: { requests: 1, windowMs: 50 } } });
  expect((await ask()).status).toBe(200);
  await expect.poll(async () => (await ask()).status, { interval: 20 }).toBe(200);
});

test.each([-86_400_000, 86_400_000])(
  'goes by the window alone when the clock is set by %i ms',
  async (change) => {
    const { ask } = start();
    for (let i = 0; i < 3; i++) await ask();
    vi.setSystemTime(Date.now() + change);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    vi.advanceTimersByTime(60_001);
    expect((await ask()).status).toBe(200);
  },
);

test('counts a bounded number of callers, and forgets those first that asked first', async () => {
  const store = createMemoryStore({ requests: 1, windowMs: 60_000 }, 3);
  const hits = async (key: string) => (await store.increment(key)).totalHits;
  for (const key of ['a', 'b', 'c', 'd']) expect(await hits(key)).toBe(1);
  expect(await Promise.all(['d', 'c', 'b'].map(hits))).toEqual([2, 2, 2]);
  expect(await hits('a')).toBe(1);
  vi.advanceTimersByTime(60_001);
  expect(await hits('d')).toBe(1);
});

test('counts the requests to all interfaces together', async () => {
  const { app, ask } = start();
  await ask();
  await request(app).get('/api/search?q=kite').expect(200);
  await request(app).get('/api/search?q=kite').expect(429);
  const page = await request(app).get('/ask?question=Why').expect(429);
  expect(page.type).toBe('text/html');
  expect(page.text).toContain('Too many questions in a short time');
  const openAi = await request(app)
    .post('/v1/chat/completions')
    .send({ messages: [{ role: 'user', content: 'Why?' }] })
    .expect(429);
  expect(openAi.body.error).toMatchObject({ type: 'rate_limit_error' });
  expect(openAi.headers['retry-after']).toBe('60');
  await request(app).post('/mcp').send({}).expect(429);
});

test.each(['/', '/healthz', '/readyz', '/api/sources', '/api/config', '/page.css'])(
  'does not count %s',
  async (path) => {
    const { app } = start();
    for (let i = 0; i < 4; i++) {
      const reply = await request(app).get(path).expect(200);
      expect(reply.headers).not.toHaveProperty('ratelimit');
    }
  },
);

test('does not count preflight and OPTIONS requests', async () => {
  const { app } = start();
  for (let i = 0; i < 4; i++) await request(app).options('/api/search').expect(204);
});

test('has no limit if it is off', async () => {
  const { app } = createApp({ service: fakeService(), publicDir });
  for (let i = 0; i < 4; i++) {
    const reply = await request(app).get('/api/search?q=kite').expect(200);
    expect(reply.headers).not.toHaveProperty('ratelimit');
  }
});

describe('a caller', () => {
  const from = (address: string) => ({ 'X-Forwarded-For': address });

  test('cannot invent addresses, and the log says once which setting to change', async () => {
    const { ask, warnings } = start();
    const statuses = [];
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      statuses.push((await ask(from(address))).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('TRUST_PROXY=1');
  });

  test('behind one trusted proxy is identified by the address that it reports', async () => {
    const { ask, warnings } = start({ trustProxy: 1 });
    expect((await ask(from('192.0.2.1'))).headers['ratelimit']).toContain('r=1');
    expect((await ask(from('192.0.2.2'))).headers['ratelimit']).toContain('r=1');
    // Addresses that the caller put in front are ignored.
    expect((await ask(from('203.0.113.9, 192.0.2.2'))).headers['ratelimit']).toContain('r=0');
    expect((await ask(from('203.0.113.8, 192.0.2.2'))).status).toBe(429);
    expect(warnings).toEqual([]);
  });

  test('behind a proxy trusted by its address is identified too', async () => {
    const { ask } = start({ trustProxy: 'loopback, 10.0.0.0/8' });
    expect((await ask(from('192.0.2.1, 10.1.2.3'))).headers['ratelimit']).toContain('r=1');
    expect((await ask(from('192.0.2.2, 10.1.2.3'))).headers['ratelimit']).toContain('r=1');
    expect((await ask(from('192.0.2.1'))).headers['ratelimit']).toContain('r=0');
  });

  test('with several addresses of an IPv6 network is one caller', async () => {
    const { ask } = start({ trustProxy: 1 });
    const statuses = [];
    for (const address of ['2001:db8:0:1::1', '2001:db8:0:2::2', '2001:db8:0:3::3']) {
      statuses.push((await ask(from(address))).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect((await ask(from('2001:db8:1::1'))).status).toBe(200);
  });

  test('with a key is counted by the key, from any address', async () => {
    const { ask } = start({ keys, trustProxy: 1 });
    const key = { Authorization: 'Bearer plain' };
    const statuses = [];
    for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      statuses.push((await ask({ ...from(address), ...key })).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect((await ask(from('192.0.2.1'))).status).toBe(200);
  });

  test('with a key that has a limit gets that limit', async () => {
    const { ask } = start({ keys });
    const reply = await ask({ Authorization: 'Bearer generous' });
    expect(reply.headers['ratelimit']).toBe('"100-in-1hr"; r=99; t=3600');
    expect(reply.headers['ratelimit-policy']).toMatch(/^"100-in-1hr"; q=100; w=3600; pk=/);
  });

  test('with a key that has a limit gets it even if there is no other limit', async () => {
    const { ask } = start({ keys, limit: { rate: null } });
    expect((await ask({ Authorization: 'Bearer generous' })).headers['ratelimit']).toContain(
      'r=99',
    );
    expect((await ask()).headers).not.toHaveProperty('ratelimit');
  });
});

test('two apps of one policy count together, as before and after a change of the index', async () => {
  const limit = { rate: { requests: 2, windowMs: 60_000 } };
  const [before, after] = [start({ limit }), start({ limit })];
  await before.ask().expect(200);
  await after.ask().expect(200);
  await after.ask().expect(429);
});
