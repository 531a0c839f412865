import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerTo, citation, FLOOD_FRAMES, FLOOD_TEXT } from '../fake-service.ts';
import { listen, openStream, type Wire } from '../wire.ts';

let wire: Wire;
beforeEach(async () => {
  wire = await listen();
});
afterEach(() => wire.close());

async function read(question: string): Promise<{ status: number | undefined; text: string }> {
  const { response } = await openStream(wire.port, question);
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, text };
}

const frame = (event: string, data: unknown) =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

test('sends each event of an answer as a frame', async () => {
  const { response } = await openStream(wire.port, 'Why?');
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    vary: 'Origin, Accept',
  });
  let text = '';
  for await (const chunk of response) text += chunk;
  expect(text).toBe(
    frame('citation', citation) +
      frame('text-delta', { text: 'Kites fly because ' }) +
      frame('text-delta', { text: 'the wind pushes them up. [1]' }) +
      frame('end', answerTo('Why?')),
  );
});

test.each([
  ['refuse', 502, 'model-failed'],
  ['fail early', 500, 'internal-error'],
  [' ', 400, 'invalid-request'],
])('keeps the status where "%s" fails before the first event', async (question, status, code) => {
  const { response } = await openStream(wire.port, question);
  expect(response.statusCode).toBe(status);
  expect(response.headers['content-type']).toBe('application/problem+json');
  let text = '';
  for await (const chunk of response) text += chunk;
  expect(JSON.parse(text)).toMatchObject({ status, code });
});

test.each([
  ['refuse late', 'model-failed'],
  ['fail late', 'internal-error'],
  ['stop', 'internal-error'],
])('ends with an error event where "%s" fails in mid-stream', async (question, code) => {
  const { status, text } = await read(question);
  expect(status).toBe(200);
  const frames = text.split('\n\n');
  expect(`${frames[0]}\n\n`).toBe(frame('citation', citation));
  expect(frames[1]).toMatch(/^event: error\ndata: {/);
  expect(JSON.parse(frames[1]?.split('data: ')[1] ?? '')).toMatchObject({ code });
  expect(frames.slice(2)).toEqual(['']);
  expect(text).not.toContain('secret');
  expect(wire.logged).toHaveLength(1);
});

const STREAMS = [
  ['/api/chat', /^event: error\ndata: .*"internal-error"/],
  ['/v1/chat/completions', /^data: {"error":.*"internal_error"/],
] as const;

test.each(['/api/chat', '/v1/chat/completions', '/mcp'] as const)(
  'sends the first byte of %s within 100 ms, however long the answer takes',
  // A busy machine may be late once.
  { retry: 2 },
  async (path) => {
    const begun = performance.now();
    const { response } = await openStream(
      wire.port,
      'ponder',
      path === '/mcp' ? { Accept: 'application/json, text/event-stream' } : {},
      path,
    );
    const [first] = await once(response, 'data');
    expect(performance.now() - begun).toBeLessThan(100);
    expect(first).toMatch(/^:.*\n\n$/);
    wire.service.go();
    let rest = '';
    for await (const chunk of response) rest += chunk;
    expect(rest).toContain('the wind pushes them up. [1]');
  },
);

test.each(STREAMS)('ends %s with an error that comes after the first byte', async (path, error) => {
  const { response } = await openStream(wire.port, 'ponder and fail', {}, path);
  expect(response.statusCode).toBe(200);
  await once(response, 'data');
  wire.service.go();
  let rest = '';
  for await (const chunk of response) rest += chunk;
  expect(rest).toMatch(error);
  expect(rest).not.toContain('secret');
});

test('keeps a silent stream alive, and stops the work when the client disconnects', async () => {
  await wire.close();
  wire = await listen({ heartbeatMs: 5 });
  const { request, response } = await openStream(wire.port, 'wait');
  let text = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.split(': waiting\n\n').length > 2) break;
  }
  expect(text).toMatch(/^event: citation\n.*\n\n(: waiting\n\n)+$/);
  request.destroy();
  await wire.service.stopped;
  await ping();
  expect(wire.logged).toEqual([]);
});

test('stops the work when a client waiting for JSON disconnects', async () => {
  const controller = new AbortController();
  const reply = fetch(`http://127.0.0.1:${wire.port}/api/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"question":"wait"}',
    signal: controller.signal,
  });
  while (wire.service.asked.length === 0) await ping();
  controller.abort();
  await expect(reply).rejects.toThrow('aborted');
  await wire.service.stopped;
  await ping();
  expect(wire.logged).toEqual([]);
});

test('reads the answer no faster than the client', async () => {
  const { response } = await openStream(wire.port, 'flood');
  // A server that did not wait would have taken all of it before it could answer this.
  await ping();
  expect(wire.service.flooded).toBeLessThan(FLOOD_FRAMES);
  let length = 0;
  response.on('data', (chunk: string) => {
    length += chunk.length;
  });
  await once(response, 'end');
  expect(wire.service.flooded).toBe(FLOOD_FRAMES);
  expect(length).toBeGreaterThan(FLOOD_FRAMES * FLOOD_TEXT.length);
});

test('stops the work when a client that reads nothing disconnects', async () => {
  const { request } = await openStream(wire.port, 'flood');
  request.destroy();
  await wire.service.stopped;
  await ping();
  expect(wire.service.flooded).toBeLessThan(FLOOD_FRAMES);
  expect(wire.logged).toEqual([]);
});

/** One more turn of the server, seen from outside. */
async function ping(): Promise<void> {
  await (await fetch(`http://127.0.0.1:${wire.port}/healthz`)).text();
}
