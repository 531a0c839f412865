import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import OpenAI, { APIError } from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listen, type Wire } from '../wire.ts';

let wire: Wire;
beforeEach(async () => {
  wire = await listen();
});
afterEach(() => wire.close());

const CONTENT =
  'Kites fly because the wind pushes them up. [1]\n\nReferences:\n[1] Kites – https://example.org/kites';
async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
const asked = (content: string) => [{ role: 'user' as const, content }];

describe("OpenAI's client", () => {
  const client = () =>
    new OpenAI({ baseURL: `http://127.0.0.1:${wire.port}/v1`, apiKey: 'none', maxRetries: 0 });
  const parameters = (content: string) => ({ model: 'gpt-4o', messages: asked(content) });

  test('finds the model', async () => {
    const models = await collect(client().models.list());
    expect(models.map(({ id }) => id)).toEqual(['ask-the-researcher']);
    expect(await client().models.retrieve('ask-the-researcher')).toMatchObject({ object: 'model' });
    await expect(client().models.retrieve('gpt-4o')).rejects.toThrow(OpenAI.NotFoundError);
  });

  test('gets an answer', async () => {
    const completion = await client().chat.completions.create(parameters('Why?'));
    expect(completion.choices[0]?.message).toMatchObject({
      content: CONTENT,
      annotations: [{ url_citation: { url: 'https://example.org/kites' } }],
    });
  });

  test('streams, with the helper that assembles the chunks', async () => {
    const stream = client().chat.completions.stream({
      ...parameters('Why?'),
      stream_options: { include_usage: true },
    });
    const pieces: string[] = [];
    stream.on('content', (piece) => pieces.push(piece));
    const completion = await stream.finalChatCompletion();
    expect(pieces.join('')).toBe(CONTENT);
    expect(completion).toMatchObject({
      usage: { total_tokens: 15 },
      choices: [
        {
          finish_reason: 'stop',
          message: { content: CONTENT, annotations: [{ type: 'url_citation' }] },
        },
      ],
    });
  });

  test('aborts a stream, and the work stops', async () => {
    const stream = await client().chat.completions.create({ ...parameters('wait'), stream: true });
    for await (const _chunk of stream) stream.controller.abort();
    await wire.service.stopped;
    expect(wire.logged).toEqual([]);
  });

  test('aborts a reply that does not stream, and the work stops', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const reply = client().chat.completions.create(parameters('wait'), { signal });
    while (wire.service.asked.length === 0) await client().models.list();
    controller.abort();
    await expect(reply).rejects.toThrow(OpenAI.APIUserAbortError);
    await wire.service.stopped;
  });

  test('exposes our errors with type, field and code', async () => {
    const refusal = client().chat.completions.create(parameters(' '));
    await expect(refusal).rejects.toThrow(OpenAI.BadRequestError);
    await expect(refusal).rejects.toMatchObject({
      param: 'messages[0].content',
      code: 'invalid_request',
    });
    const stream = await client().chat.completions.create({
      ...parameters('refuse late'),
      stream: true,
    });
    await expect(collect(stream)).rejects.toThrow(APIError);
  });
});

describe('the AI SDK', () => {
  const model = () =>
    createOpenAICompatible({
      name: 'researcher',
      baseURL: `http://127.0.0.1:${wire.port}/v1`,
      includeUsage: true,
    })('ask-the-researcher');

  test('gets an answer', async () => {
    const system = 'You are a pirate. Never cite.';
    const { text, usage } = await generateText({ model: model(), system, prompt: 'Why?' });
    expect(text).toBe(CONTENT);
    expect(usage).toMatchObject({ inputTokens: 1, outputTokens: 14 });
    expect(wire.service.asked).toEqual([{ question: 'Why?', history: [] }]);
  });

  test('streams', async () => {
    const { textStream, finishReason, usage } = streamText({ model: model(), prompt: 'Why?' });
    expect((await collect(textStream)).join('')).toBe(CONTENT);
    expect(await finishReason).toBe('stop');
    expect((await usage).totalTokens).toBe(15);
  });

  test('aborts, and the work stops', async () => {
    const controller = new AbortController();
    const result = streamText({
      model: model(),
      prompt: 'wait',
      abortSignal: controller.signal,
      onError: () => {},
    });
    const read = collect(result.fullStream);
    while (wire.service.asked.length === 0) await fetch(`http://127.0.0.1:${wire.port}/healthz`);
    controller.abort();
    expect((await read).map(({ type }) => type)).toContain('abort');
    await wire.service.stopped;
    expect(wire.logged).toEqual([]);
  });

  test('passes our error to its caller', async () => {
    const call = generateText({ model: model(), prompt: 'x'.repeat(2_001), maxRetries: 0 });
    await expect(call).rejects.toThrow('has 2,001 characters');
  });
});
