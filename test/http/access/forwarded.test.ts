import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { addressIn } from '../../../src/http/access/forwarded.ts';
import { createApp } from '../../../src/http/app.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

describe('an address', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:51001', '203.0.113.9'],
    [' "203.0.113.9:51001" ', '203.0.113.9'],
    ['2001:db8:9::7', '2001:db8:9::7'],
    ['2001:0DB8:0009::0007', '2001:db8:9::7'],
    ['[2001:db8:9::7]', '2001:db8:9::7'],
    ['[2001:db8:9::7]:51001', '2001:db8:9::7'],
    ['"[2001:db8:9::7]:51001"', '2001:db8:9::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['[::ffff:cb00:7109]:80', '203.0.113.9'],
  ])('%s is %s', (entry, address) => {
    expect(addressIn(entry)).toBe(address);
  });

  test.each([
    ...['', 'unknown', '_hidden', 'example.org', '203.0.113', '203.0.113.9:', '203.0.113.9:x'],
    ...['203.0.113.999', '[203.0.113.9]', '[2001:db8::7', '2001:db8::7]', ':::', '1:2', '7'],
  ])('"%s" is not valid', (entry) => {
    expect(addressIn(entry)).toBeNull();
  });
});

describe('the rate limit behind a proxy', () => {
  const start = (trustProxy: number | string | undefined) => {
    const limit = { rate: { requests: 2, windowMs: 60_000 } };
    const { app } = createApp({
      ...{ service: fakeService(), publicDir, limit, trustProxy },
      warn: () => {},
    });
    return async (forwarded: readonly string[]) => {
      const statuses: number[] = [];
      for (const entry of forwarded) {
        const reply = await request(app).get('/api/search?q=a').set('X-Forwarded-For', entry);
        statuses.push(reply.status);
      }
      return statuses;
    };
  };

  test.each([
    ['another port each time', ['203.0.113.9:1', '203.0.113.9:2', '203.0.113.9']],
    ['another port each time, IPv6', ['[2001:db8::7]:1', '[2001:db8::7]:2', '2001:db8::7']],
    ['another spelling each time', ['2001:db8::7', '2001:DB8:0::7', '[2001:db8:0:0::7]']],
    ['IPv4 within IPv6', ['203.0.113.9', '::ffff:203.0.113.9', '[::ffff:203.0.113.9]:80']],
    ['another word each time', ['unknown', '_hidden', '_other']],
    [
      'made-up addresses before the last',
      ['1.1.1.1, 203.0.113.9', '2.2.2.2, 203.0.113.9', '203.0.113.9'],
    ],
  ])('counts one caller as one: %s', async (_name, forwarded) => {
    expect(await start(1)(forwarded)).toEqual([200, 200, 429]);
    expect(await start('loopback')(forwarded)).toEqual([200, 200, 429]);
  });

  test('counts two callers as two', async () => {
    const send = start(1);
    expect(await send(['203.0.113.9:1', '203.0.113.9:1', '203.0.113.10:1'])).toEqual([
      200, 200, 200,
    ]);
  });

  test('counts the address of the connection if no proxy is trusted', async () => {
    expect(await start(undefined)(['1.1.1.1', '2.2.2.2', '3.3.3.3'])).toEqual([200, 200, 429]);
  });
});

test.each([undefined, 1, 'loopback'])(
  'a forwarded host or protocol is never used in addresses: %s',
  async (trustProxy) => {
    const { app } = createApp({ service: fakeService(), publicDir, trustProxy });
    for (const path of ['/llms.txt', '/sitemap.xml', '/sources/kites', '/docs', '/robots.txt']) {
      const { text } = await request(app).get(path).set({
        'X-Forwarded-Host': 'evil.example',
        'X-Forwarded-Proto': 'gopher',
        Host: 'own.example',
      });
      expect(text).not.toMatch(/evil\.example|gopher/);
      expect(text).toContain('http://own.example');
    }
  },
);
