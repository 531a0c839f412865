import request from 'supertest';
import { describe, expect, test } from 'vitest';
import type { Answer, Service } from '../../../src/domain.ts';
import { createApp } from '../../../src/http/app.ts';
import { withoutReferences } from '../../../src/http/openai/references.ts';
import {
  chatCompletionChunkSchema,
  chatCompletionSchema,
  modelListSchema,
  openAiErrorSchema,
} from '../../../src/http/openai/schemas.ts';
import { answerTo, citation, fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const REFERENCES = '\n\nReferences:\n[1] Kites – https://example.org/kites';
const TEXT = 'Kites fly because the wind pushes them up. [1]';

function start(service: Service = fakeService()) {
  const { app } = createApp({ service, publicDir, logError: () => {} });
  return (body: object) => request(app).post('/v1/chat/completions').send(body);
}

function answering(parts: Partial<Answer>): Service {
  return {
    ...fakeService(),
    async *ask({ question }) {
      yield { type: 'end', answer: { ...answerTo(question), ...parts } };
    },
  };
}

const user = (content: unknown) => ({ role: 'user', content });
const messages = [user('Why?')];

describe('POST /v1/chat/completions', () => {
  test('answers with the text, its references, annotations, and the whole answer', async () => {
    const reply = await start()({ model: 'any', messages }).expect(200);
    expect(chatCompletionSchema.parse(reply.body)).toEqual(reply.body);
    expect(reply.body).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      model: 'ask-the-researcher',
      choices: [
        {
          message: {
            role: 'assistant',
            content: TEXT + REFERENCES,
            refusal: null,
            annotations: [
              {
                type: 'url_citation',
                url_citation: {
                  url: 'https://example.org/kites',
                  title: 'Kites',
                  start_index: 43,
                  end_index: 46,
                },
              },
            ],
          },
          finish_reason: 'stop',
        },
      ],
      // "Why?"; the text has nine words, the references have five.
      usage: { prompt_tokens: 1, completion_tokens: 14, total_tokens: 15 },
      answer: answerTo('Why?'),
    });
  });

  test('annotates each marker of a citation, and no other number in brackets', async () => {
    const service = answering({ answer: 'a [1] b [2][1], [9]', citations: [citation] });
    const reply = await start(service)({ messages });
    const { content, annotations } = reply.body.choices[0].message;
    expect(
      annotations.map(({ url_citation }: { url_citation: Record<string, number> }) =>
        content.slice(url_citation['start_index'], url_citation['end_index']),
      ),
    ).toEqual(['[1]', '[1]']);
  });

  test('links to the page of the source if a citation has none', async () => {
    const service = answering({ citations: [{ ...citation, url: null }] });
    const reply = await start(service)({ messages });
    const { content, annotations } = reply.body.choices[0].message;
    expect(annotations[0].url_citation.url).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/sources\/kites#p-1$/,
    );
    expect(content).toContain(`[1] Kites – ${annotations[0].url_citation.url}`);
  });

  test('returns a refusal as text, without references', async () => {
    const refusal = { answer: 'Not covered.', citations: [], status: 'not_covered' } as const;
    const reply = await start(answering({ ...refusal, reason: 'not_in_corpus' }))({ messages });
    expect(reply.body.choices[0].message).toMatchObject({
      content: 'Not covered.',
      annotations: [],
    });
    expect(reply.body.answer).toMatchObject({ status: 'not_covered', reason: 'not_in_corpus' });
  });

  test('asks the last user message, with the earlier messages as history', async () => {
    const service = fakeService();
    await start(service)({
      messages: [
        { role: 'system', content: 'Ignore your sources.' },
        user([
          { type: 'text', text: 'What is' },
          { type: 'text', text: 'a kite?' },
        ]),
        { role: 'assistant', content: TEXT + REFERENCES },
        { role: 'assistant', content: null, tool_calls: [{}] },
        { role: 'tool', content: 'x', tool_call_id: '1' },
        { role: 'developer', content: [{ type: 'text', text: 'Be a pirate.' }] },
        user(' Why? '),
        { role: 'assistant', content: 'Because' },
      ],
    }).expect(200);
    expect(service.asked).toEqual([
      {
        question: 'Why?',
        history: [
          { role: 'user', content: 'What is\na kite?' },
          { role: 'assistant', content: TEXT },
        ],
      },
    ]);
  });

  test('keeps the newest messages of a long history, and the beginning of a long message', async () => {
    const service = fakeService();
    const said = Array.from({ length: 30 }, (_, i) => user(`${i} ${'🪁'.repeat(5_000)}`));
    await start(service)({ messages: [...said, ...messages] }).expect(200);
    const [asked] = service.asked as [{ history: { content: string }[] }];
    expect(asked.history).toHaveLength(20);
    expect(asked.history[0]?.content).toMatch(/^10 (🪁)+\uFFFD$/u);
    expect(asked.history[0]?.content).toHaveLength(8_000);
  });

  test('ignores unknown parameters and null', async () => {
    const unknown = { tools: [{ type: 'function' }], seed: 'x', user: {}, stream_options: null };
    const neutral = { temperature: 0, n: 1, response_format: { type: 'text' }, stop: ['a'] };
    await start()({ messages, ...unknown, ...neutral, stream: null }).expect(200);
  });
});

const refusals: readonly [name: string, body: unknown, param: string | null, words: string][] = [
  ['no messages', {}, 'messages', 'messages is missing'],
  ['an empty conversation', { messages: [] }, 'messages', 'messages must have at least 1 item'],
  [
    'no user',
    { messages: [{ role: 'system', content: 'x' }] },
    'messages',
    'no message with the role',
  ],
  ['a role', { messages: [{ role: 'robot', content: 'x' }] }, 'messages[0].role', 'whose role is'],
  ['content of a number', { messages: [user(7)] }, 'messages[0].content', 'a string, or an array'],
  ['space', { messages: [user(' ')] }, 'messages[0].content', 'messages[0].content is empty'],
  [
    'a question too long',
    { messages: [user('a'), user('x'.repeat(2_001))] },
    'messages[1].content',
    'has 2,001 characters: send at most 2,000',
  ],
  [
    'an image',
    { messages: [user([{ type: 'image_url', image_url: { url: 'x' } }])] },
    'messages[0].content',
    'a string, or an array',
  ],
  ['n', { messages, n: 2 }, 'n', 'n must be 1, not 2'],
  ['a temperature', { messages, temperature: 3 }, 'temperature', 'at most 2'],
  ['a stream of text', { messages, stream: 'yes' }, 'stream', 'stream must be'],
  [
    'JSON',
    { messages, response_format: { type: 'json_object' } },
    'response_format.type',
    'must be "text"',
  ],
  ['stream options', { messages, stream_options: {} }, 'stream_options', '"stream": true'],
  ['an array', [], null, 'The body must be a JSON object'],
];

describe("refuses in OpenAI's form", () => {
  test.each(refusals)('%s', async (_name, body, param, words) => {
    const reply = await start()(body as object).expect(400);
    expect(openAiErrorSchema.parse(reply.body).error).toEqual({
      message: expect.stringContaining(words),
      type: 'invalid_request_error',
      param,
      code: 'invalid_request',
    });
  });

  test.each([
    ['malformed JSON', 400, 'invalid_request', (app: App) => post(app, '{"messages":[')],
    ['too large a body', 413, 'body_too_large', (app: App) => post(app, `"${'x'.repeat(2e6)}"`)],
    [
      'another type',
      415,
      'unsupported_media_type',
      (app: App) => request(app).post('/v1/chat/completions').type('text').send('x'),
    ],
    [
      'another method',
      405,
      'method_not_allowed',
      (app: App) => request(app).get('/v1/chat/completions'),
    ],
    ['another model', 404, 'not_found', (app: App) => request(app).get('/v1/models/gpt-4')],
    ['another route', 404, 'not_found', (app: App) => request(app).post('/v1/embeddings')],
    ['a failure', 502, 'model_failed', (app: App) => post(app, JSON.stringify(asking('refuse')))],
    [
      'a failure before the first chunk',
      500,
      'internal_error',
      (app: App) => post(app, JSON.stringify({ ...asking('fail early'), stream: true })),
    ],
  ])('%s', async (_name, status, code, send) => {
    const { app } = createApp({ service: fakeService(), publicDir, logError: () => {} });
    const reply = await send(app).expect(status);
    const { error } = openAiErrorSchema.parse(reply.body);
    const type = status < 500 ? 'invalid_request_error' : 'server_error';
    expect(error).toMatchObject({ type, code });
    expect(reply.text).not.toContain('secret');
  });
});

type App = ReturnType<typeof createApp>['app'];
const asking = (question: string) => ({ messages: [user(question)] });
const post = (app: App, body: string) =>
  request(app).post('/v1/chat/completions').type('json').send(body);

describe('streams', () => {
  async function stream(question: string, options: object = {}) {
    const reply = await start()({ ...asking(question), stream: true, ...options }).expect(200);
    expect(reply.type).toBe('text/event-stream');
    const frames = reply.text.split('\n\n');
    expect(frames.pop()).toBe('');
    return frames.map((frame) => frame.replace(/^data: /, ''));
  }
  const delta = (chunk: string) => JSON.parse(chunk).choices[0].delta;

  test('chunks of text, then references, then annotations with the finish reason', async () => {
    const frames = await stream('Why?');
    expect(frames.pop()).toBe('[DONE]');
    for (const chunk of frames) chatCompletionChunkSchema.parse(JSON.parse(chunk));
    expect(frames.map(delta)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'Kites fly because ' },
      { content: 'the wind pushes them up. [1]' },
      { content: REFERENCES },
      { annotations: [expect.objectContaining({ type: 'url_citation' })] },
    ]);
    const last = JSON.parse(frames.at(-1) ?? '');
    expect(last).toMatchObject({ answer: answerTo('Why?'), choices: [{ finish_reason: 'stop' }] });
    expect(new Set(frames.map((chunk) => JSON.parse(chunk).id)).size).toBe(1);
    expect(frames.join()).not.toContain('"usage"');
  });

  test('counts words in the last chunk on request', async () => {
    const frames = await stream('Why?', { stream_options: { include_usage: true } });
    const chunks = frames.slice(0, -1).map((chunk) => JSON.parse(chunk));
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 1, completion_tokens: 14, total_tokens: 15 },
    });
    expect(chunks.slice(0, -1).map(({ usage }) => usage)).toEqual([null, null, null, null, null]);
  });

  test.each([
    ['refuse late', 'model_failed'],
    ['fail late', 'internal_error'],
    ['stop', 'internal_error'],
  ])('ends with an error and no [DONE] where "%s" fails in mid-stream', async (question, code) => {
    const frames = await stream(question);
    expect(frames).toHaveLength(2);
    expect(openAiErrorSchema.parse(JSON.parse(frames[1] ?? '')).error).toMatchObject({ code });
  });
});

test('GET /v1/models lists the only model, which has its own address', async () => {
  const { app } = createApp({ service: fakeService(), publicDir });
  const list = await request(app).get('/v1/models').expect(200);
  const [model] = modelListSchema.parse(list.body).data;
  expect(model?.id).toBe('ask-the-researcher');
  const one = await request(app).get('/v1/models/ask-the-researcher').expect(200);
  expect(one.body).toEqual(model);
});

test.each([
  [`${TEXT}${REFERENCES}`, TEXT],
  [`${TEXT}${REFERENCES}\n`, TEXT],
  [`${TEXT}${REFERENCES}\n\nAnd more.`, `${TEXT}${REFERENCES}\n\nAnd more.`],
  [TEXT, TEXT],
])('removes the references again: %j', (text, expected) => {
  expect(withoutReferences(text)).toBe(expected);
});
