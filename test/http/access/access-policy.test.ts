import { once } from 'node:events';
import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { fakeService, kites } from '../fake-service.ts';
import { listen, openStream, publicDir } from '../wire.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

function start(service = fakeService()) {
  const logged: { error: unknown; id: string | undefined }[] = [];
  const logError = (error: unknown, id?: string) => void logged.push({ error, id });
  return { logged, ...createApp({ service, publicDir, logError }) };
}

describe('X-Request-Id', () => {
  test.each(['order-7', '01JD:abc/9.z=', 'x'.repeat(128)])('%s is returned as sent', async (id) => {
    const reply = await request(start().app).get('/healthz').set('X-Request-Id', id);
    expect(reply.headers['x-request-id']).toBe(id);
  });

  test.each(['', 'a b', 'a"b', '<script>', 'é', 'x'.repeat(129)])(
    '"%s" is not safe and gives way to a new one',
    async (id) => {
      const reply = await request(start().app).get('/healthz').set('X-Request-Id', id);
      expect(reply.headers['x-request-id']).toMatch(UUID);
    },
  );

  test.each(['/', '/widget.css', '/api/sources', '/nowhere', '/ask'])(
    'is in the reply of %s',
    async (path) => {
      const { app } = start();
      const first = await request(app).get(path);
      const second = await request(app).get(path);
      expect(first.headers['x-request-id']).toMatch(UUID);
      expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    },
  );

  test.each([
    ['fail early', 500],
    ['refuse', 502],
  ])('is in the problem and the log for "%s"', async (question, status) => {
    const { app, logged } = start();
    const reply = await request(app)
      .post('/api/chat')
      .set('X-Request-Id', 'order-7')
      .send({ question })
      .expect(status);
    expect(reply.body.requestId).toBe('order-7');
    expect(logged).toMatchObject([{ id: 'order-7' }]);
  });

  test('is in the problem of an invalid request too', async () => {
    const reply = await request(start().app).post('/api/chat').send({}).expect(400);
    expect(reply.body.requestId).toBe(reply.headers['x-request-id']);
  });

  test('is in the last frame of a stream that fails', async () => {
    const { app, logged } = start();
    const reply = await request(app)
      .post('/api/chat')
      .set({ Accept: 'text/event-stream', 'X-Request-Id': 'order-7' })
      .send({ question: 'fail late' });
    expect(reply.text).toContain('"requestId":"order-7"');
    expect(logged).toMatchObject([{ id: 'order-7' }]);
  });
});

describe('every reply', () => {
  test.each([
    '/',
    '/ask?question=Why',
    '/ask',
    '/icon.svg',
    '/page.css',
    '/api/sources',
    '/nowhere',
    '/healthz',
  ])('%s has the headers of helmet and a strict policy', async (path) => {
    const { headers } = await request(start().app).get(path);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': 'max-age=31536000',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});

describe('a reply that changes only when the service restarts', () => {
  test.each([
    '/',
    '/api/sources',
    '/api/sources/kites',
    '/api/suggestions',
    '/api/config',
    '/page.css',
  ])('%s is not sent again to a client that has it', async (path) => {
    const { app } = start();
    for (const encoding of ['identity', 'br']) {
      const get = () =>
        request(app)
          .get(path)
          .set({ Host: 'ask.example.org', 'Accept-Encoding': encoding })
          .responseType('blob');
      const first = await get().expect(200);
      const etag = first.headers['etag'] ?? '';
      expect(etag).not.toBe('');
      const again = await get().set('If-None-Match', etag).expect(304);
      expect(again.headers['etag']).toBe(etag);
      expect(Buffer.from(again.body)).toHaveLength(0);
      await get().set('If-None-Match', 'W/"other"').expect(200);
    }
  });

  test.each(['/', '/api/sources', '/api/suggestions', '/api/config'])(
    '%s is always revalidated',
    async (path) => {
      const reply = await request(start().app).get(path);
      expect(reply.headers['cache-control']).toBe('no-cache');
    },
  );
});

describe('compression', () => {
  const many = { ...fakeService(), sources: Array(50).fill(kites) };

  test.each([
    ['br', 'gzip, br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('compresses with %s for the Accept-Encoding "%s"', async (encoding, accepted, unpack) => {
    const get = (accept: string) => bytesOf(createApp({ service: many, publicDir }).app, accept);
    const [packed, plain] = await Promise.all([get(accepted), get('identity')]);
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers.vary).toContain('Accept-Encoding');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(unpack(packed.body)).toEqual(plain.body);
    expect(packed.body.length).toBeLessThan(plain.body.length / 10);
  });

  test('does not compress short replies', async () => {
    const reply = await request(start().app).get('/healthz').set('Accept-Encoding', 'br, gzip');
    expect(reply.headers).not.toHaveProperty('content-encoding');
  });

  test('does not hold back a stream: the first frame arrives before the answer is complete', async () => {
    const wire = await listen();
    try {
      // The service sends nothing more until the client disconnects.
      const { request: call, response } = await openStream(wire.port, 'wait', {
        'Accept-Encoding': 'gzip, deflate, br',
      });
      expect(response.headers['content-encoding']).toBeUndefined();
      const [chunk] = await once(response, 'data');
      expect(chunk).toMatch(/^event: citation\n/);
      call.destroy();
      await wire.service.stopped;
    } finally {
      await wire.close();
    }
  });
});

async function bytesOf(app: ReturnType<typeof start>['app'], accept: string) {
  const server = http.createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const call = http.get({
    port,
    host: '127.0.0.1',
    path: '/api/sources',
    headers: { 'Accept-Encoding': accept },
  });
  const [response] = (await once(call, 'response')) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  server.close();
  return { headers: response.headers, body: Buffer.concat(chunks) };
}
