import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { MAX_DEPTH, MAX_VALUES } from '../../../src/http/middleware/json-shape.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

function post(type: string, body: Buffer | string) {
  const { app } = createApp({ service: fakeService(), publicDir, logError: () => {} });
  return request(app)
    .post('/api/chat')
    .set('Content-Type', type)
    .serialize((bytes: unknown) => bytes as string)
    .send(body);
}
const QUESTION = '{"question":"Why?"}';

describe('the charset', () => {
  test.each([
    ...['utf-8', 'UTF-8', 'utf8', 'UTF8', 'Utf_8', '"utf-8"', '"UTF8"', "'utf-8'", 'us-ascii'],
    ...['unicode-1-1-utf-8', 'csUTF8', 'utf-8; boundary=x'],
  ])('%s is UTF-8', async (charset) => {
    await post(`application/json; charset=${charset}`, QUESTION).expect(200);
    await post(`Application/JSON;charset=${charset}`, QUESTION).expect(200);
  });

  test.each(['latin1', 'iso-8859-1', 'utf-16', 'utf-7', 'utf-99', 'x'])(
    '%s is not',
    async (charset) => {
      const reply = await post(`application/json; charset=${charset}`, QUESTION).expect(415);
      expect(reply.body.detail).toContain(charset);
    },
  );
});

test.each([
  ['Latin-1', Buffer.from('{"question":"Où?"}', 'latin1'), '0xF9 at position 14'],
  [
    'half of a character',
    Buffer.from([...Buffer.from('{"question":"a'), 0xc3]),
    '0xC3 at position 14',
  ],
  ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), '0xFF at position 0'],
])('bytes in %s are refused with their position', async (_name, bytes, place) => {
  const reply = await post('application/json', bytes).expect(400);
  expect(reply.body.detail).toContain(place);
});

test('the character U+FFFD itself is accepted', async () => {
  await post('application/json', '{"question":"Why \ufffd?"}').expect(200);
});

describe('the shape of a body', () => {
  const nested = (depth: number) =>
    `{"question":"Why?","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const wide = (values: number) =>
    `{"question":"Why?","x":[${Array(values).fill('{}').join(',')}]}`;

  test.each([
    ['brackets in a text', `{"question":"${'[{,'.repeat(600)}"}`],
    ['brackets behind an escaped quote', `{"question":"\\"${'[{,'.repeat(600)}"}`],
    ['as deep as may be', nested(MAX_DEPTH - 1)],
    ['nearly as wide as may be', wide(MAX_VALUES / 2 - 10)],
  ])('may have %s', async (_name, body) => {
    await post('application/json', body).expect(200);
  });

  test.each([
    ['too deep', nested(100_000), `${MAX_DEPTH} levels`],
    ['too wide', wide(300_000), '20,000 values'],
  ])('may not be %s', async (_name, body, reason) => {
    const reply = await post('application/json', body).expect(400);
    expect(reply.body.detail).toContain(reason);
  });
});
