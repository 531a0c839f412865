import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatPrompt, TokenUsage } from '../../src/domain.ts';
import { createChatModel } from '../../src/models/chat-model.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';

const PROMPT: ChatPrompt = {
  system: 'Answer from the passages.',
  messages: [
    { role: 'user', content: 'Who wrote it?' },
    { role: 'assistant', content: 'Ada [1].' },
    { role: 'user', content: 'When?' },
  ],
};
const never = new AbortController().signal;

let server: OpenAiServer;
/** The number of requests before the test. */
let before: number;

beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => {
  before = server.requests.length;
});

const create = (options: Partial<Parameters<typeof createChatModel>[0]> = {}) =>
  createChatModel({
    model: 'openai:gpt-4.1-mini',
    apiKey: 'key-1',
    baseUrl: server.url,
    timeoutMs: 20_000,
    ...options,
  });

const collect = async (pieces: AsyncIterable<string>): Promise<string[]> => {
  const collected: string[] = [];
  for await (const piece of pieces) collected.push(piece);
  return collected;
};

const generate = async (options: Parameters<typeof create>[0] = {}, signal = never) =>
  collect((await create(options)).generate(PROMPT, signal));

const requestsMade = () => server.requests.slice(before);

describe('generate', () => {
  it('yields the pieces as they come, without the empty ones', async () => {
    server.script({ type: 'reply', pieces: ['In 1843 [', '', '1].'] });
    expect(await generate()).toEqual(['In 1843 ', '[1].']);
  });

  it('asks for the tokens used where they are counted, and tells them', async () => {
    server.script({ type: 'reply', pieces: ['In 1843.'], usage: [812, 34] });
    const used: TokenUsage[] = [];
    const model = await create({
      countsTokens: true,
      wrap: ({ generate, ...rest }) => ({
        ...rest,
        generate: (prompt, signal) => generate(prompt, signal, (usage) => void used.push(usage)),
      }),
    });
    await Promise.all([
      collect(model.generate(PROMPT, never)),
      collect(model.generate(PROMPT, never)),
    ]);
    expect(used).toEqual([{ inputTokens: 812, outputTokens: 34 }]);
    expect(requestsMade()[0]?.body.stream_options).toEqual({ include_usage: true });
  });

  it('sends the key, the model and the prompt, and no parameter that is not set', async () => {
    server.script({ type: 'reply', pieces: ['In 1843.'] });
    await generate();
    const [request] = requestsMade();
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers.authorization).toBe('Bearer key-1');
    expect(request?.body).toEqual({
      model: 'gpt-4.1-mini',
      messages: [{ role: 'system', content: PROMPT.system }, ...PROMPT.messages],
      stream: true,
    });
  });

  it('sends the limit of tokens and the parameters that are set', async () => {
    server.script({ type: 'reply', pieces: ['In 1843.'] });
    await generate({ maxTokens: 300, parameters: { temperature: 0.2, reasoning_effort: 'low' } });
    expect(requestsMade()[0]?.body).toMatchObject({
      max_tokens: 300,
      temperature: 0.2,
      reasoning_effort: 'low',
    });
  });

  it.each([
    ['a rate limit', { type: 'error', status: 429, retryAfter: 0 } as const],
    ['a failure of the server', { type: 'error', status: 500 } as const],
  ])('tries again after %s', async (_, failure) => {
    server.script(failure, { type: 'reply', pieces: ['In 1843.'] });
    expect(await generate()).toEqual(['In 1843.']);
    expect(requestsMade()).toHaveLength(2);
  });

  it.each([
    [401, /openai:gpt-4.1-mini refused the key/],
    [404, /does not know the model openai:gpt-4.1-mini/],
    [400, /refused the request: .*context is too long/],
  ])('translates HTTP %i into a sentence, at the first try', async (status, message) => {
    server.script({ type: 'error', status, message: 'The context is too long' });
    await expect(generate()).rejects.toMatchObject({
      code: 'model-failed',
      message: expect.stringMatching(message),
    });
    expect(requestsMade()).toHaveLength(1);
  });

  it('yields what came before the connection broke, then fails', async () => {
    server.script({ type: 'cut', pieces: ['In 18'] });
    const pieces = (await create()).generate(PROMPT, never)[Symbol.asyncIterator]();
    expect(await pieces.next()).toEqual({ done: false, value: 'In 18' });
    await expect(pieces.next()).rejects.toMatchObject({ code: 'model-failed' });
    expect(requestsMade()).toHaveLength(1);
  });

  describe('in time that passes only when the test says so', () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('gives up a model that is silent, and its request', async () => {
      server.script(() => {
        vi.advanceTimersByTime(100);
        return { type: 'silence' };
      });
      await expect(generate({ idleTimeoutMs: 100 })).rejects.toMatchObject({
        code: 'model-failed',
        message: 'openai:gpt-4.1-mini sent nothing for 0.1 s.',
      });
      expect(await requestsMade()[0]?.outcome).toBe('aborted');
    });

    it('gives up an answer without end, and its request', async () => {
      server.script({ type: 'endless', piece: 'la ' });
      const pieces = (await create({ timeoutMs: 200 })).generate(PROMPT, never);
      const reading = async () => {
        for await (const _ of pieces) vi.advanceTimersByTime(20);
      };
      await expect(reading()).rejects.toMatchObject({
        code: 'model-failed',
        message: 'openai:gpt-4.1-mini did not finish its answer within 0.2 s.',
      });
      expect(await requestsMade()[0]?.outcome).toBe('aborted');
    });

    it('does not count the time of a slow reader as silence of the model', async () => {
      server.script({ type: 'reply', pieces: ['In ', '1843.'] });
      const collected: string[] = [];
      for await (const piece of (await create({ idleTimeoutMs: 100 })).generate(PROMPT, never)) {
        vi.advanceTimersByTime(150);
        collected.push(piece);
      }
      expect(collected).toEqual(['In ', '1843.']);
    });

    it('throws the reason at once when the signal fires during a back-off', async () => {
      const controller = new AbortController();
      server.script({ type: 'error', status: 500 });
      const answer = generate({}, controller.signal);
      await expect.poll(requestsMade).toHaveLength(1);
      expect(await requestsMade()[0]?.outcome).toBe('answered');
      for (let turn = 0; turn < 50; turn++) await nextTurn();
      controller.abort(new Error('The reader left'));
      await expect(answer).rejects.toThrow('The reader left');
      expect(requestsMade()).toHaveLength(1);
    });
  });

  it('ends the request when the reader stops reading', async () => {
    server.script({ type: 'endless', piece: 'la ' });
    for await (const _ of (await create()).generate(PROMPT, never)) break;
    expect(await requestsMade()[0]?.outcome).toBe('aborted');
  });

  it('throws the reason of a signal that fires in mid-answer, and ends the request', async () => {
    const controller = new AbortController();
    server.script({ type: 'endless', piece: 'la ' });
    const reading = async () => {
      for await (const _ of (await create()).generate(PROMPT, controller.signal)) {
        controller.abort(new Error('The reader left'));
      }
    };
    await expect(reading()).rejects.toThrow('The reader left');
    expect(await requestsMade()[0]?.outcome).toBe('aborted');
  });

  it('throws the reason of a signal that fires before the first piece, and ends the request', async () => {
    const controller = new AbortController();
    server.script(() => {
      controller.abort(new Error('The reader left'));
      return { type: 'silence' };
    });
    await expect(generate({}, controller.signal)).rejects.toThrow('The reader left');
    expect(await requestsMade()[0]?.outcome).toBe('aborted');
  });

  it('sends nothing when the signal has fired already', async () => {
    const reason = new Error('The reader left');
    await expect(generate({}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(requestsMade()).toEqual([]);
  });
});

describe('createChatModel', () => {
  it('names the package to install for a provider that is not installed', async () => {
    await expect(create({ model: 'anthropic:claude-sonnet-4-5' })).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringContaining('Run: npm install @langchain/anthropic'),
    });
  });

  it('names the providers when it does not know one', async () => {
    await expect(create({ model: 'acme:model-1' })).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringMatching(/acme:model-1 does not begin with a provider.*anthropic/),
    });
  });

  it('asks for a key where OpenAI would, and for none where a server is named', async () => {
    const keyless = { apiKey: undefined, baseUrl: undefined };
    await expect(create(keyless)).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringContaining('set OPENAI_API_KEY'),
    });
    await expect(create({ apiKey: undefined })).resolves.toMatchObject({
      model: 'openai:gpt-4.1-mini',
    });
  });
});

describe('a provider that LangChain speaks to', () => {
  const azure = (options: Parameters<typeof create>[0] = {}) =>
    create({
      model: 'azure_openai:m',
      apiKey: undefined,
      baseUrl: undefined,
      ...options,
      parameters: {
        azureOpenAIApiKey: 'key-1',
        azureOpenAIEndpoint: server.url.replace('/v1', ''),
        azureOpenAIApiDeploymentName: 'm',
        azureOpenAIApiVersion: '2024-10-21',
        ...options.parameters,
      },
    });
  const write = async (options = {}) => collect((await azure(options)).generate(PROMPT, never));

  it('writes without its thoughts, and is sent what is set', async () => {
    server.script({ type: 'reply', pieces: ['<think>Hm.</th', 'ink>In 18', '43.'] });
    expect((await write({ maxTokens: 300, parameters: { temperature: 0.2 } })).join('')).toBe(
      'In 1843.',
    );
    const { model, messages, ...parameters } = requestsMade()[0]?.body ?? {};
    expect(parameters).toMatchObject({ max_tokens: 300, temperature: 0.2, stream: true });
  });

  it.each([
    ['length', { type: 'reply', pieces: ['In 18'], finish: 'length' }],
    ['content_filter', { type: 'reply', pieces: ['In 18'], finish: 'content_filter' }],
    ['empty', { type: 'reply', pieces: [] }],
    ['key_refused', { type: 'error', status: 401 }],
    ['request_refused', { type: 'error', status: 400 }],
  ] as const)('fails by %s', async (reason, step) => {
    server.script(step);
    await expect(write()).rejects.toMatchObject({ code: 'model-failed', reason });
    expect(requestsMade()).toHaveLength(1);
  });

  it('is asked again when it is busy', async () => {
    server.script(
      { type: 'error', status: 429, retryAfter: 0 },
      { type: 'reply', pieces: ['Yes.'] },
    );
    expect(await write()).toEqual(['Yes.']);
  });
});
