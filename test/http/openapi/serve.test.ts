import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { oas31 } from 'zod-openapi';
import { createApp } from '../../../src/http/app.ts';
import { routesOf } from '../../../src/http/openapi/serve.ts';
import { fakeService } from '../fake-service.ts';
import { listen, publicDir, type Wire } from '../wire.ts';
import { CASES, type Case } from './cases.ts';

const admin = {
  key: 'a-secret-of-the-owner',
  corpusDir: 'corpus',
  reindex: async () => fakeService().status,
};
const metrics = { contentType: 'text/plain', text: async () => 'ask_answers_total 12' };
let wire: Wire;
let document: oas31.OpenAPIObject;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

beforeAll(async () => {
  wire = await listen({ feedback: () => {}, warn: () => {}, admin, metrics });
  const reply = await fetch(`http://127.0.0.1:${wire.port}/openapi.json`);
  document = (await reply.json()) as oas31.OpenAPIObject;
  ajv.addSchema(document, 'openapi');
});
afterAll(() => wire.close());

function start(feedback?: () => void) {
  return createApp({
    ...{ service: fakeService(), publicDir },
    ...(feedback && { feedback, admin, metrics }),
  }).app;
}

/** "POST /api/chat", for each operation of the document. */
function operations(): string[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

test('describes every route of the app but the page of its owner, and no other', () => {
  const routes = routesOf(start(() => {}))
    .filter(({ path }) => path !== '/admin')
    .map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
  expect(operations().sort()).toEqual(routes.sort());
});

test('sees every route: none is in a nested router', () => {
  const inner = start(() => {}).router.stack.filter(
    ({ route, handle }) => route === undefined && 'stack' in handle,
  );
  expect(inner).toEqual([]);
});

test('omits routes that the settings turn off', async () => {
  const { body } = await request(start()).get('/openapi.json').expect(200);
  expect(body.paths).toHaveProperty('/api/chat');
  expect(body.paths).not.toHaveProperty('/api/feedback');
});

test('is not sent again to a client that has it', async () => {
  const app = start();
  const { headers } = await request(app).get('/openapi.json').expect(200);
  await request(app)
    .get('/openapi.json')
    .set('If-None-Match', headers['etag'] ?? '')
    .expect(304);
});

test('has examples that match its schemas', () => {
  const wrong: unknown[] = [];
  let examples = 0;
  const visit = (node: unknown, pointer: string): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('schema' in node && 'examples' in node) {
      for (const [name, { value }] of Object.entries(
        node.examples as Record<string, { value: unknown }>,
      )) {
        examples += 1;
        const validate = validator(`${pointer}/schema`);
        if (!validate(value)) wrong.push({ pointer, name, errors: validate.errors });
      }
    }
    for (const [key, child] of Object.entries(node)) visit(child, `${pointer}/${escaped(key)}`);
  };
  visit(document, '');
  expect(wrong).toEqual([]);
  expect(examples).toBeGreaterThan(20);
});

describe('describes the reply of', () => {
  test.each(CASES)('$operation: $status, $name', (one) => check(wire, one));

  test('every operation', () => {
    const seen = new Set(CASES.map(({ operation }) => operation));
    expect(operations().filter((operation) => !seen.has(operation))).toEqual([]);
  });
});

describe('describes the refusal by', () => {
  const QUESTIONS = CASES.filter(
    ({ status, address, operation }) =>
      status === 200 &&
      address === undefined &&
      operation.startsWith('POST /') &&
      !operation.startsWith('POST /admin'),
  );

  test.each(QUESTIONS)('a rate limit, of $operation: $name', async (one) => {
    const limit = { rate: { requests: 1, windowMs: 60_000 } };
    const limited = await listen({ limit, feedback: () => {} });
    await check(limited, one);
    await check(limited, { ...one, status: 429 });
    await limited.close();
  });

  test.each(QUESTIONS)('a missing key, of $operation: $name', async (one) => {
    const closed = await listen({ keys: { find: () => null }, requireKey: true });
    await check(closed, { ...one, status: 401 });
    await closed.close();
  });
});

async function check({ port }: Wire, { operation, status, ...call }: Case): Promise<void> {
  const [method = '', path = ''] = operation.split(' ');
  const reply = await fetch(`http://127.0.0.1:${port}${call.address ?? path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
      ...call.headers,
    },
    ...(call.body !== undefined && { body: textOf(call.body) }),
  });
  const text = await reply.text();
  expect(reply.status, text).toBe(status);

  const pointer = pointerOf(`/paths/${escaped(path)}/${method.toLowerCase()}`, status);
  const { content = {}, headers = {} } = at(pointer) as oas31.ResponseObject;
  const sent = [...reply.headers.keys()].filter((name) => !PLAIN_HEADERS.test(name));
  const described = new Map(
    Object.keys(headers).map((name) => [
      name.toLowerCase(),
      at(`/components/headers/${name}`) as oas31.HeaderObject,
    ]),
  );
  expect(sent.filter((name) => !described.has(name))).toEqual([]);
  const required = [...described].filter(([, header]) => header.required).map(([name]) => name);
  expect(required.filter((name) => !reply.headers.has(name))).toEqual([]);

  if (Object.keys(content).length === 0) {
    expect(text).toBe('');
    return;
  }
  const type = (reply.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
  expect(Object.keys(content)).toContain(type);
  const validate = validator(`${pointer}/content/${escaped(type)}/schema`);
  for (const value of valuesOf(type, text)) {
    expect(validate(value), JSON.stringify({ value, errors: validate.errors })).toBe(true);
  }
}

/** Headers of HTTP itself, and those of CORS. */
const PLAIN_HEADERS =
  /^(connection|content-(encoding|length|type)|date|keep-alive|transfer-encoding|access-control-.*|cross-origin-.*|origin-agent-cluster|referrer-policy|strict-transport-security|x-(content-type|dns|download|frame|permitted|xss)-.*)$/;

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

/** The bodies in a reply: one, or each event of a stream. */
function valuesOf(type: string, text: string): unknown[] {
  if (type !== 'text/event-stream') return [type.endsWith('json') ? JSON.parse(text) : text];
  const events = text.split('\n\n').filter((frame) => frame !== '' && !frame.startsWith(':'));
  return events.map((frame) => {
    const event = /^event: (.*)$/m.exec(frame)?.[1];
    const data = /^data: (.*)$/m.exec(frame)?.[1] ?? '';
    const value = data.startsWith('{') ? JSON.parse(data) : data;
    return event === undefined ? { data: value } : { event, data: value };
  });
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

function at(pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (node, key) =>
        (node as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
}

function pointerOf(operation: string, status: number): string {
  const pointer = `${operation}/responses/${status}`;
  const reply = at(pointer) as { $ref?: string } | undefined;
  if (reply === undefined) throw new Error(`The document does not describe ${pointer}.`);
  return reply.$ref === undefined ? pointer : reply.$ref.slice(1);
}

const validator = (pointer: string) =>
  ajv.compile({ $ref: `openapi#${encodeURI(pointer).replaceAll('#', '%23')}` });
