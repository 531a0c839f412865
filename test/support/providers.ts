import type { ChatStep, ErrorStep, RecordedRequest } from './openai-server.ts';

/** What a model thinks and writes, and how it ends. */
export interface Written {
  readonly thought?: string;
  readonly pieces: readonly string[];
  readonly finish?: 'stop' | 'length' | 'content_filter';
}

/** The form in which a provider speaks OpenAI's protocol, as its documentation and bug reports show it. */
export interface Provider {
  readonly name: string;
  /** The parameters that it refuses. */
  readonly refuses: readonly string[];
  /** The error for one of them. */
  refusal(parameter: string): ErrorStep;
  frames(written: Written): string[];
}

/** Answers as the provider would: with an error, or with what is written. */
export function asProvider(
  { refuses, refusal, frames }: Provider,
  written: Written,
): (request: RecordedRequest) => ChatStep {
  return ({ body }) => {
    const refused = refuses.find((name) => name in body);
    return refused ? refusal(refused) : { type: 'frames', frames: frames(written) };
  };
}

type Delta = Readonly<Record<string, unknown>>;

const DONE = 'data: [DONE]\n\n';
const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const badRequest = (body: unknown, status = 400): ErrorStep => ({ type: 'error', status, body });

/** Chunks of one choice. */
function chunks(head: object, deltas: readonly Delta[], finish: string, choice: object = {}) {
  const chunk = (delta: Delta, finish_reason: string | null = null) =>
    data({
      ...head,
      object: 'chat.completion.chunk',
      created: 1,
      choices: [{ index: 0, delta, finish_reason, ...choice }],
    });
  return [...deltas.map((delta) => chunk(delta)), chunk({}, finish)];
}

const contents = (pieces: readonly string[]) => pieces.map((content): Delta => ({ content }));
const thoughts = (field: string, thought: string | undefined): Delta[] =>
  thought === undefined ? [] : [{ content: '', [field]: thought }];

const unsupported = (parameter: string) =>
  badRequest({
    error: {
      message:
        parameter === 'max_tokens'
          ? "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
          : `Unsupported value: '${parameter}' does not support 0.2 with this model. Only the default (1) value is supported.`,
      type: 'invalid_request_error',
      param: parameter,
      code: parameter === 'max_tokens' ? 'unsupported_parameter' : 'unsupported_value',
    },
  });

const openAi: Provider = {
  name: 'OpenAI',
  refuses: [],
  refusal: unsupported,
  frames: ({ pieces, finish = 'stop' }) => [
    ...chunks(
      { id: 'chatcmpl-1', model: 'gpt-4.1-mini', service_tier: 'default', obfuscation: 'Kq' },
      [{ role: 'assistant', content: '', refusal: null }, ...contents(pieces)],
      finish,
      { logprobs: null },
    ),
    DONE,
  ],
};

/** They say nothing of what they think. */
const openAiReasoning: Provider = {
  ...openAi,
  name: 'OpenAI, reasoning models',
  refuses: ['max_tokens', 'temperature'],
};

const anthropic: Provider = {
  name: 'Anthropic',
  refuses: ['temperature'],
  refusal: (parameter) =>
    badRequest({
      error: {
        code: 'invalid_request_error',
        message: `\`${parameter}\` is deprecated for this model.`,
        type: 'invalid_request_error',
        param: null,
      },
    }),
  frames: ({ pieces, finish = 'stop' }) => [
    ...chunks(
      { id: 'msg_01', model: 'claude-opus-4-7' },
      pieces.map((content) => ({ role: 'assistant', content })),
      finish,
    ),
    DONE,
  ],
};

const google: Provider = {
  name: 'Google',
  refuses: ['reasoning'],
  refusal: (parameter) => {
    const message = `Invalid JSON payload received. Unknown name "${parameter}": Cannot find field.`;
    return badRequest([{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }]);
  },
  frames: ({ thought, pieces, finish = 'stop' }) => [
    ...chunks(
      { id: 'g-1', model: 'gemini-2.5-flash' },
      [
        ...(thought === undefined ? [] : [{ role: 'assistant', content: `<thought>${thought}` }]),
        ...contents(thought === undefined ? pieces : ['</thought>', ...pieces]),
      ],
      finish,
    ),
    DONE,
  ],
};

const mistral: Provider = {
  name: 'Mistral',
  refuses: ['max_completion_tokens'],
  refusal: (parameter) => {
    const detail = [
      {
        type: 'extra_forbidden',
        loc: ['body', parameter],
        msg: 'Extra inputs are not permitted',
        input: 300,
      },
    ];
    const type = 'invalid_request_error';
    return badRequest({ object: 'error', message: { detail }, type, param: null, code: null }, 422);
  },
  frames: ({ thought, pieces: [first = '', ...pieces], finish = 'stop' }) => [
    ...chunks(
      { id: 'cmpl-1', model: 'magistral-medium-latest' },
      [
        { role: 'assistant', content: '' },
        ...(thought === undefined
          ? []
          : [{ content: [{ type: 'thinking', thinking: [{ type: 'text', text: thought }] }] }]),
        { content: [{ type: 'text', text: first }] },
        ...contents(pieces),
      ],
      finish,
    ),
    DONE,
  ],
};

const ollama: Provider = {
  name: 'Ollama',
  refuses: [],
  refusal: unsupported,
  frames: ({ thought, pieces, finish = 'stop' }) => [
    ...chunks(
      { id: 'chatcmpl-1', model: 'qwen3:4b', system_fingerprint: 'fp_ollama' },
      [...thoughts('reasoning', thought), ...contents(pieces)],
      finish,
    ),
    DONE,
  ],
};

const llamaCpp: Provider = {
  name: 'llama.cpp',
  refuses: [],
  refusal: unsupported,
  frames: ({ thought, pieces, finish = 'stop' }) => [
    ...chunks(
      { id: 'chatcmpl-1', model: 'qwen3', timings: { predicted_n: 3 } },
      [
        { role: 'assistant', content: null },
        ...(thought === undefined ? [] : [{ reasoning_content: thought }]),
        ...contents(pieces),
      ],
      finish,
    ),
    DONE,
  ],
};

const vllm: Provider = {
  name: 'vLLM',
  refuses: ['max_completion_tokens'],
  refusal: (parameter) => {
    const message = `[{'type': 'extra_forbidden', 'loc': ('body', '${parameter}'), 'msg': 'Extra inputs are not permitted', 'input': 300}]`;
    return badRequest({
      object: 'error',
      message,
      type: 'BadRequestError',
      param: null,
      code: 400,
    });
  },
  frames: ({ thought, pieces, finish = 'stop' }) => [
    ...chunks(
      { id: 'chatcmpl-1', model: 'Qwen/Qwen3-8B' },
      [
        { role: 'assistant', content: '' },
        ...(thought === undefined ? [] : [{ reasoning: thought, reasoning_content: thought }]),
        ...contents(pieces),
      ],
      finish,
      { logprobs: null, stop_reason: null },
    ),
    DONE,
  ],
};

const openRouter: Provider = {
  name: 'OpenRouter',
  refuses: [],
  refusal: unsupported,
  frames: ({ thought, pieces, finish = 'stop' }) => [
    ': OPENROUTER PROCESSING\n\n',
    ...chunks(
      { id: 'gen-1', model: 'deepseek/deepseek-r1', provider: 'DeepSeek' },
      [
        ...thoughts('reasoning', thought).map((delta) => ({
          ...delta,
          role: 'assistant',
          reasoning_details: [{ type: 'reasoning.text', text: thought }],
        })),
        ...contents(pieces),
      ],
      finish,
      { native_finish_reason: finish, logprobs: null },
    ),
    data({ id: 'gen-1', object: 'chat.completion.chunk', choices: [], usage: { total_tokens: 9 } }),
    DONE,
  ],
};

export const PROVIDERS: readonly Provider[] = [
  openAi,
  openAiReasoning,
  anthropic,
  google,
  mistral,
  ollama,
  llamaCpp,
  vllm,
  openRouter,
];
