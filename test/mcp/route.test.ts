import http from 'node:http';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SERVER } from '../../src/language/en/templates/problems.ts';
import { listen, type Wire } from '../http/wire.ts';

let wire: Wire;
beforeEach(async () => {
  wire = await listen({
    publicUrl: 'https://ask.example.org',
    allowedOrigins: ['https://page.example.org'],
    allowedHosts: ['assistant'],
  });
});
afterEach(() => wire.close());

const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

/** With node:http, since fetch does not let a caller set Host. */
async function post(headers: Record<string, string>, body = LIST, method = 'POST') {
  const request = http.request({
    port: wire.port,
    host: '127.0.0.1',
    path: '/mcp',
    method,
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
  });
  request.end(body);
  const response = await new Promise<http.IncomingMessage>((resolve) =>
    request.on('response', resolve),
  );
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

describe('the Host and the Origin of a caller', () => {
  test.each([
    {},
    { Host: 'localhost:3000' },
    { Host: 'LOCALHOST' },
    { Host: '[::1]:80' },
    { Host: 'ask.example.org' },
    { Host: 'assistant:8080' },
    { Host: 'ASSISTANT' },
    { Origin: 'http://localhost:6274' },
    { Origin: 'https://ask.example.org' },
    { Origin: 'https://page.example.org' },
  ])('is admitted: %j', async (headers) => {
    const { status, headers: reply } = await post(headers as Record<string, string>);
    expect(status).toBe(200);
    expect(reply['access-control-allow-origin']).toBe(
      (headers as Record<string, string>)['Origin'],
    );
  });

  test.each([
    [{ Host: 'evil.example' }, 'PUBLIC_URL'],
    [{ Host: 'evil.example' }, 'ALLOWED_HOSTS'],
    [{ Host: 'evil.example', 'X-Forwarded-Host': 'localhost' }, 'ALLOWED_HOSTS'],
    [{ Host: 'evil.example', Origin: 'http://evil.example' }, 'PUBLIC_URL'],
    [{ Host: 'localhost.evil.example' }, 'PUBLIC_URL'],
    [{ Host: '%' }, 'PUBLIC_URL'],
    [{ Origin: 'https://evil.example' }, 'ALLOWED_ORIGINS'],
    [{ Origin: 'http://page.example.org' }, 'ALLOWED_ORIGINS'],
    [{ Origin: 'null' }, 'ALLOWED_ORIGINS'],
  ])('is refused: %j', async (headers, remedy) => {
    const { status, body } = await post(headers as Record<string, string>);
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ jsonrpc: '2.0', id: null });
    expect(JSON.parse(body).error.message).toContain(remedy);
  });

  test('is answered in a preflight', async () => {
    const { status, headers } = await post(
      {
        Origin: 'https://page.example.org',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,mcp-protocol-version',
      },
      '',
      'OPTIONS',
    );
    expect(status).toBe(204);
    expect(headers['access-control-allow-headers']).toBe('content-type,mcp-protocol-version');
  });
});

test.each([
  ['malformed JSON', '{', {}, 400],
  ['an empty body', '', {}, 400],
  ['no call', '[]', {}, 400],
  ['a number', '7', {}, 400],
  ['too large a body', `"${'x'.repeat(1_100_000)}"`, {}, 413],
  ['another type', LIST, { 'Content-Type': 'text/plain' }, 415],
  ['no type that we send', LIST, { Accept: 'image/png' }, 406],
])('%s is refused as JSON-RPC does', async (_name, body, headers, expected) => {
  const { status, body: reply } = await post(headers as Record<string, string>, body);
  expect(status).toBe(expected);
  expect(JSON.parse(reply)).toMatchObject({ jsonrpc: '2.0', error: {} });
  expect(reply).not.toContain('node_modules');
});

describe('a batch', () => {
  const call = (id: number) => ({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'ask', arguments: { question: `Why? (${id})` } },
  });
  const batch = (calls: number) => JSON.stringify(Array.from({ length: calls }, (_, i) => call(i)));

  test('of a few calls is answered', async () => {
    const { status } = await post({}, batch(3));
    expect(status).toBe(200);
    expect(wire.service.asked).toHaveLength(3);
  });

  test('of many calls is refused as a whole', async () => {
    const { status, body } = await post({}, batch(50));
    expect(status).toBe(400);
    expect(JSON.parse(body).error.message).toContain('50 calls: send at most 10');
    expect(wire.service.asked).toEqual([]);
  });

  test('counts each call against the rate limit', async () => {
    await wire.close();
    wire = await listen({ limit: { rate: { requests: 5, windowMs: 60_000 } } });
    expect((await post({}, batch(3))).status).toBe(200);
    expect((await post({}, batch(3))).status).toBe(429);
    expect(wire.service.asked).toHaveLength(3);
  });
});

test.each(['GET', 'DELETE', 'PUT'])('there are no sessions: %s is refused', async (method) => {
  const { status, headers } = await post({}, '', method);
  expect(status).toBe(405);
  expect(headers.allow).toBe('POST, OPTIONS');
});

describe.each(['legacy', 'auto'] as const)('a client in mode "%s"', (mode) => {
  async function connect() {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    const address = new URL(`http://127.0.0.1:${wire.port}/mcp`);
    await client.connect(new StreamableHTTPClientTransport(address));
    return client;
  }

  test.each([
    ['fail late', SERVER.internalForTools],
    ['refuse late', 'The model failed.'],
    ['stop', SERVER.internalForTools],
  ])('gets a sentence about a failure, and the log the error: %s', async (question, sentence) => {
    const client = await connect();
    const result = await client.callTool({ name: 'ask', arguments: { question } });
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result)).toContain(sentence);
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(wire.logged).toHaveLength(1);
    await client.close();
  });

  test('aborts, and the work stops', async () => {
    const client = await connect();
    const controller = new AbortController();
    const { signal } = controller;
    const call = client.callTool({ name: 'ask', arguments: { question: 'wait' } }, { signal });
    while (wire.service.asked.length === 0) await client.listTools();
    controller.abort();
    await expect(call).rejects.toThrow();
    await client.close();
    await wire.service.stopped;
    expect(wire.logged).toEqual([]);
  });
});
