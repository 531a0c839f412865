import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatPrompt, FallbackReason } from '../../src/domain.ts';
import { type ChatModelOptions, createChatModel } from '../../src/models/chat-model.ts';
import { type ChatStep, type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { asProvider, PROVIDERS, type Provider } from '../support/providers.ts';

const PROMPT: ChatPrompt = {
  system: 'Answer from the passages.',
  messages: [{ role: 'user', content: 'When?' }],
};
const THOUGHT = 'They ask for a year. ';
const PIECES = ['It app', 'eared in ', '1843 [1].'];

let server: OpenAiServer;
/** The number of requests before the test. */
let before: number;
let warnings: string[];

beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
beforeEach(() => {
  before = server.requests.length;
  warnings = [];
});

const bodies = () => server.requests.slice(before).map(({ body }) => body);

const create = (options: Partial<ChatModelOptions> = {}) =>
  createChatModel({
    model: 'openai:m',
    baseUrl: server.url,
    timeoutMs: 20_000,
    onWarning: (warning) => warnings.push(warning),
    ...options,
  });

async function write(model: Awaited<ReturnType<typeof create>>): Promise<string> {
  let text = '';
  for await (const piece of model.generate(PROMPT, new AbortController().signal)) text += piece;
  return text;
}

describe.each(PROVIDERS.map((provider): [string, Provider] => [provider.name, provider]))(
  'a server that speaks like %s',
  (_, provider) => {
    it('is asked once, with nothing but the prompt, and its thoughts are not shown', async () => {
      server.script(asProvider(provider, { thought: THOUGHT, pieces: PIECES }));
      expect(await write(await create())).toBe(PIECES.join(''));
      expect(bodies().map((body) => Object.keys(body))).toEqual([['model', 'messages', 'stream']]);
    });

    it('is not asked again for parameters that it refused', async () => {
      server.script(asProvider(provider, { pieces: PIECES }));
      const model = await create({
        maxTokens: 300,
        parameters: { temperature: 0.2, reasoning: { effort: 'low' } },
      });
      expect(await write(model)).toBe(PIECES.join(''));
      const asked = bodies().length;
      expect(await write(model)).toBe(PIECES.join(''));
      expect(bodies()).toHaveLength(asked + 1);
      const last = bodies().at(-1);
      expect([last.max_tokens, last.max_completion_tokens]).toContain(300);
      for (const name of provider.refuses) expect(last).not.toHaveProperty(name);
      const left = provider.refuses.filter((name) => !name.startsWith('max_'));
      expect(warnings).toEqual(left.map((name) => expect.stringContaining(` ${name},`)));
    });

    it.each(['length', 'content_filter'] as const)('says so when it ends by %s', async (finish) => {
      server.script(asProvider(provider, { pieces: PIECES, finish }));
      await expect(write(await create())).rejects.toMatchObject({
        reason: finish,
        message: expect.stringContaining(finish),
      });
    });
  },
);

const error = (status: number, body: unknown): ChatStep => ({
  type: 'error',
  status,
  body,
  retryAfter: 0,
});
const frames = (...values: (object | string)[]): ChatStep => ({
  type: 'frames',
  frames: values.map((value) =>
    typeof value === 'string' ? value : `data: ${JSON.stringify(value)}\n\n`,
  ),
});
const text = (content: string) => ({ choices: [{ index: 0, delta: { content } }] });

describe('a reply that is no answer is named:', () => {
  it.each<[string, ChatStep, FallbackReason, RegExp]>([
    [
      'a refusal of OpenAI',
      frames(
        { choices: [{ index: 0, delta: { refusal: 'I cannot help with that.' } }] },
        { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      ),
      'refusal',
      /refused to answer: I cannot help/,
    ],
    [
      'thoughts that used up all tokens',
      frames(
        { choices: [{ index: 0, delta: { content: '<think>They ask' } }] },
        { choices: [{ index: 0, delta: {}, finish_reason: 'length' }] },
      ),
      'length',
      /CHAT_MAX_TOKENS/,
    ],
    [
      'thoughts without an answer',
      frames(
        { choices: [{ index: 0, delta: { reasoning: 'They ask' } }] },
        { choices: [{ index: 0, delta: { content: '\n' }, finish_reason: 'stop' }] },
      ),
      'empty',
      /without a word/,
    ],
    [
      'a call of a tool that it does not have',
      frames({ choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] }),
      'provider_failed',
      /finish_reason tool_calls/,
    ],
    [
      'Anthropic when it is overloaded',
      error(529, { error: { type: 'overloaded_error', message: 'Overloaded' } }),
      'provider_failed',
      /HTTP 529 Overloaded/,
    ],
    [
      'a list of errors of Google',
      error(400, [{ error: { code: 400, message: 'API key not valid.' } }]),
      'request_refused',
      /API key not valid/,
    ],
    [
      'an error of Mistral, which has no "error" in it',
      error(422, { object: 'error', message: 'Input should be a valid string' }),
      'request_refused',
      /Input should be a valid string/,
    ],
    [
      'a model that Ollama does not have',
      error(404, { error: { message: 'model "m" not found', type: 'api_error' } }),
      'request_refused',
      /does not know the model openai:m/,
    ],
    [
      'llama.cpp while it loads the model',
      error(503, { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }),
      'provider_failed',
      /Loading model/,
    ],
    [
      'a prompt beyond the context of llama.cpp',
      error(400, { error: { code: 400, message: 'request (4390 tokens) exceeds the context' } }),
      'request_refused',
      /4390 tokens/,
    ],
    [
      'an error in the stream of llama.cpp',
      frames(text('It app'), 'error: {"code":500,"message":"Context size exceeded"}\n\n'),
      'stream_broken',
      /no finish_reason/,
    ],
    [
      'an error in the stream of OpenRouter',
      frames(text('It app'), {
        error: { code: 'server_error', message: 'Provider disconnected' },
        choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
      }),
      'provider_failed',
      /Provider disconnected/,
    ],
    [
      'an account of OpenRouter without credit',
      error(402, { error: { code: 402, message: 'Insufficient credits' } }),
      'rate_limited',
      /no credit/,
    ],
    [
      'a quota of OpenAI that is used up, which no second request changes',
      error(429, { error: { code: 'insufficient_quota', message: 'You exceeded your quota' } }),
      'rate_limited',
      /quota/,
    ],
    ['a stream that ends without an end', frames(text('It app')), 'stream_broken', /finish_reason/],
    ['garbage in the stream', frames(text('It'), 'data: {"cho\n\n'), 'stream_broken', /JSON/],
    ['a page instead of a stream', frames('<html>Welcome</html>\n'), 'stream_broken', /finish/],
    ['an error page of a proxy', error(502, '<html>Bad gateway</html>'), 'provider_failed', /502/],
    ['a connection that breaks', { type: 'cut', pieces: ['It app'] }, 'stream_broken', /broke off/],
  ])('%s', async (_, step, reason, message) => {
    server.script(step);
    await expect(write(await create())).rejects.toMatchObject({
      code: 'model-failed',
      reason,
      message: expect.stringMatching(message),
    });
  });

  it('a server that is not there', async () => {
    const gone = await startOpenAiServer();
    await gone.close();
    await expect(write(await create({ baseUrl: gone.url }))).rejects.toMatchObject({
      reason: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('a stream that stalls', async () => {
    server.script({ type: 'stall', pieces: ['It app'] });
    await expect(write(await create({ idleTimeoutMs: 100 }))).rejects.toMatchObject({
      reason: 'timeout',
      message: 'openai:m sent nothing for 0.1 s.',
    });
  });
});

describe('a provider that asks to wait', () => {
  it('is asked again after that time', async () => {
    const busy: ChatStep = { type: 'error', status: 429, retryAfter: 0.05 };
    server.script(busy, busy, { type: 'reply', pieces: PIECES });
    const begun = performance.now();
    expect(await write(await create())).toBe(PIECES.join(''));
    expect(performance.now() - begun).toBeGreaterThan(95);
    expect(bodies()).toHaveLength(3);
  });

  it('longer than the model may be silent is not waited for, nor asked meanwhile', async () => {
    server.script({ type: 'error', status: 429, retryAfter: 22 });
    const model = await create({ idleTimeoutMs: 20_000 });
    for (let question = 0; question < 2; question++) {
      await expect(write(model)).rejects.toMatchObject({
        reason: 'rate_limited',
        message: expect.stringMatching(/asks to wait 2[12] s, longer than CHAT_TIMEOUT_SECONDS=20/),
      });
    }
    expect(bodies()).toHaveLength(1);
  });

  it('until a date is asked again after it', async () => {
    const past = new Date(Date.now() - 1000).toUTCString();
    server.script(
      { type: 'error', status: 503, retryAfter: past },
      { type: 'reply', pieces: PIECES },
    );
    expect(await write(await create())).toBe(PIECES.join(''));
  });
});

it.each([
  'System role not supported',
  "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
])('asks without the system role where it was refused: %s', async (message) => {
  server.script({ type: 'error', status: 400, message }, { type: 'reply', pieces: PIECES });
  const model = await create();
  expect(await write(model)).toBe(PIECES.join(''));
  expect(await write(model)).toBe(PIECES.join(''));
  expect(bodies()).toHaveLength(3);
  const content = 'Answer from the passages.\n\nWhen?';
  expect(bodies()[2].messages).toEqual([{ role: 'user', content }]);
});

it('takes an empty finish reason for none', async () => {
  const chunk = (content: string, finish_reason: string) => ({
    choices: [{ index: 0, delta: { content }, finish_reason }],
  });
  server.script(frames(chunk('In ', ''), chunk('1843.', 'stop')));
  expect(await write(await create())).toBe('In 1843.');
});

it('knows after one answer that a server begins inside a thought', async () => {
  const written = ['They ask for ', 'a year.\n</th', 'ink>\n\nIt appeared', ' in 1843.'];
  server.script({ type: 'reply', pieces: written });
  const model = await create();
  expect(await write(model)).toBe('They ask for a year.\n\n\nIt appeared in 1843.');
  expect(await write(model)).toBe('\n\nIt appeared in 1843.');
  server.script({ type: 'reply', pieces: ['In ', '1843.'] });
  expect(await write(model)).toBe('In 1843.');
});
