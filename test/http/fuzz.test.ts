import { once } from 'node:events';
import http from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { oas31 } from 'zod-openapi';
import { createApp } from '../../src/http/app.ts';
import { describeApp } from '../../src/http/openapi/serve.ts';
import { fakeService } from './fake-service.ts';
import { MALFORMED_BODIES } from './malformed-json.ts';
import { damaged, fitting, odd } from './openapi/arbitrary.ts';
import { listen, publicDir, type Wire } from './wire.ts';

const AT_LEAST = 5_000;
const AT_ONCE = 20;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

const options = { feedback: () => {}, logError: () => {} };
const service = fakeService();
const document = describeApp(createApp({ service, publicDir, ...options }).app, service);
const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, oas31.OperationObject>).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    operation,
  })),
);
type Operation = (typeof operations)[number];

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');
const isProblem = ajv.compile({ $ref: 'openapi#/components/schemas/Problem' });

const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
let wire: Wire;
let sent = 0;
beforeAll(async () => {
  wire = await listen({ feedback: () => {}, warn: () => {} });
});
afterAll(async () => {
  agent.destroy();
  await wire.close();
});

test.each(operations)('$name survives arbitrary requests', async (operation) => {
  const runs = Math.ceil(AT_LEAST / operations.length / AT_ONCE);
  await fc.assert(
    fc.asyncProperty(
      fc.array(callOf(operation), { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (calls) => void (await Promise.all(calls.map((call) => check(call, operation)))),
    ),
    { numRuns: runs },
  );
});

test.each(operations.filter(({ operation }) => operation.requestBody !== undefined))(
  '$name refuses or survives malformed JSON',
  async (operation) => {
    const headers = { 'Content-Type': 'application/json' };
    for (const body of MALFORMED_BODIES) {
      await check({ method: operation.method, path: operation.path, headers, body }, operation);
    }
  },
);

test(`survived ${AT_LEAST} requests with nothing to log`, async () => {
  expect(sent).toBeGreaterThanOrEqual(AT_LEAST);
  expect(wire.logged).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${wire.port}/healthz`)).status).toBe(200);
});

/** A call of the operation: as it should be, damaged, or with a body that is not JSON. */
function callOf({ method, path, operation }: Operation): fc.Arbitrary<Call> {
  const parameters = (operation.parameters ?? []) as oas31.ParameterObject[];
  const values = fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema }) => [
        name,
        fc.oneof({ weight: 3, arbitrary: fitting(schema ?? {}, document) }, odd),
      ]),
    ),
    { requiredKeys: parameters.filter((one) => one.in === 'path').map(({ name }) => name) },
  );
  return fc
    .record({
      method: fc.oneof(
        { weight: 12, arbitrary: fc.constant(method) },
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND'),
      ),
      values,
      more: fc.oneof({ weight: 6, arbitrary: fc.constant('') }, fc.constantFrom(...ODD_QUERIES)),
      headers: ODD_HEADERS,
      body: bodyOf(operation),
    })
    .map(({ method, values, more, headers, body }) => {
      const query = new URLSearchParams();
      for (const { name, in: place } of parameters) {
        if (place === 'query' && name in values) query.set(name, textOf(values[name]));
      }
      const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
        // Through bytes, since half a surrogate pair has no percent-encoding.
        encodeURIComponent(Buffer.from(textOf(values[name])).toString()),
      );
      return { method, path: `${filled}?${query}${more}`, headers, body };
    });
}

function bodyOf({ requestBody }: oas31.OperationObject): fc.Arbitrary<Buffer | undefined> {
  const { content = {} } = (requestBody ?? {}) as Partial<oas31.RequestBodyObject>;
  const schema = content['application/json']?.schema;
  if (schema === undefined) {
    return fc.option(
      fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
      {
        nil: undefined,
        freq: 9,
      },
    );
  }
  const right = fitting(schema, document);
  const json = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '');
  return fc.oneof(
    right.map(json),
    damaged(right).map(json),
    damaged(damaged(right)).map(json),
    odd.map(json),
    // A byte of the text replaced.
    fc.tuple(right.map(json), fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
      bytes[at % bytes.length] = byte;
      return bytes;
    }),
    fc.tuple(right.map(json), fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % bytes.length)),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  );
}

const ODD_QUERIES = ['&q=a&q=b', '&question=a', '&q[$ne]=1', '&__proto__[x]=1', '&%00=%00', '&=&&'];

const ODD_VALUES: Readonly<Record<string, readonly string[]>> = {
  Accept: ['text/event-stream', '*/*', 'text/html', 'image/png', ';;q=x', ''],
  'Content-Encoding': ['gzip', 'br', 'rot13', 'identity'],
  'Content-Type': ['text/plain', 'application/json; charset=latin1', 'x', ''],
  'If-None-Match': ['*', '"x"', 'W/"', ''],
  'If-Match': ['*', '"x"'],
  Range: ['bytes=0-1', 'bytes=9-1', 'x'],
  Origin: ['null', 'https://evil.example', 'http://localhost', 'x'],
  'X-Request-Id': ['1', '<script>', '%0d%0aX: 1', 'x'.repeat(500)],
  'X-Forwarded-For': ['1.2.3.4', '::', ',,', 'x'.repeat(500)],
  Authorization: ['Bearer x', 'Bearer', 'Basic eDp5', ''],
};

// One or two at a time, since the first refusal hides the others.
const ODD_HEADERS: fc.Arbitrary<Record<string, string>> = fc
  .array(
    fc.constantFrom(
      ...Object.entries(ODD_VALUES).flatMap(([name, values]) =>
        values.map((value) => [name, value] as const),
      ),
    ),
    { maxLength: 2 },
  )
  .map((some) => ({ 'Content-Type': 'application/json', ...Object.fromEntries(some) }));

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

async function check(call: Call, { method, operation }: Operation): Promise<void> {
  const { status, type, text } = await send(call);
  const about = `${status} ${type} to ${call.method} ${call.path}: ${text.slice(0, 500)}`;
  expect(status, about).toBeLessThan(500);
  expect(text, about).not.toMatch(/node_modules|\.ts:\d|\n\s+at /);
  const responses = operation.responses ?? {};
  const givesPages = Object.values(responses).some((reply) => reply.content?.['text/html']);
  // Browsers get error pages from every route.
  const isErrorPage = status >= 400 && call.headers['Accept'] === 'text/html';
  if (!givesPages && !isErrorPage) expect(type, about).not.toContain('html');
  if (type.endsWith('json') && text !== '') {
    const body: unknown = JSON.parse(text);
    if (type === 'application/problem+json') expect(isProblem(body), about).toBe(true);
  }
  if (call.method === method) {
    expect([...Object.keys(responses), ...UNDOCUMENTED].map(Number), about).toContain(status);
  }
}

/** Statuses that depend on conditional headers, or on a trailing slash. */
const UNDOCUMENTED = [304, 308, 412];

async function send({ method, path, headers, body }: Call) {
  sent += 1;
  // Node sends the body of a GET without its length: the server would take it for the next request.
  const length = body && { 'Content-Length': String(body.length) };
  const request = http.request({
    ...{ host: '127.0.0.1', port: wire.port, agent, method, path },
    headers: { ...headers, ...length },
  });
  request.setTimeout(10_000, () => request.destroy(new Error(`No reply to ${method} ${path}`)));
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type']?.split(';')[0] ?? '',
    text: Buffer.concat(chunks).toString(),
  };
}
