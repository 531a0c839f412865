import type { ChatModel, ChatPrompt } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { providerError } from './provider-error.ts';
import { reasonOf } from './reason.ts';

/**
 * A chat model of any provider that LangChain knows: `openai:gpt-4.1-mini`, `anthropic:claude-…`,
 * `ollama:llama3.2`. Every provider but `openai` needs its package installed.
 *
 * `generate` throws ServiceError `model-failed`, or the signal's reason once it has fired. The HTTP
 * request ends with the iteration, however that ends. What fails before the first piece is retried
 * twice, with LangChain's back-off.
 *
 * @param options.timeoutMs for a whole answer, retries included
 * @param options.idleTimeoutMs for the first piece, and then from piece to piece
 * @throws ServiceError `invalid-settings`, with what to set or install
 */
export async function createChatModel(options: {
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly timeoutMs: number;
  readonly idleTimeoutMs?: number;
  readonly maxTokens: number;
}): Promise<ChatModel> {
  const { model, timeoutMs, idleTimeoutMs = timeoutMs / 2 } = options;
  const client = await createClient(options);

  async function* generate(prompt: ChatPrompt, signal: AbortSignal): AsyncGenerator<string, void> {
    const request = new AbortController();
    const onAbort = () => request.abort(signal.reason);
    const abortAfter = (ms: number, reason: string) =>
      setTimeout(() => request.abort(new ServiceError('model-failed', reason)), ms);
    signal.addEventListener('abort', onAbort, { once: true });
    const total = abortAfter(
      timeoutMs,
      `${model} did not finish its answer within ${timeoutMs / 1000} s.`,
    );
    // LangChain notices a signal late, during a back-off not at all: so the signal takes part in a race.
    const aborted = rejection(request.signal);
    const inTime = async <T>(work: Promise<T>): Promise<T> => {
      const idle = abortAfter(idleTimeoutMs, `${model} was silent for ${idleTimeoutMs / 1000} s.`);
      try {
        return await Promise.race([work, aborted]);
      } finally {
        clearTimeout(idle);
      }
    };
    try {
      signal.throwIfAborted();
      const stream = await inTime(client.stream(toMessages(prompt), { signal: request.signal }));
      const chunks = stream[Symbol.asyncIterator]();
      for (let step = await inTime(chunks.next()); !step.done; step = await inTime(chunks.next())) {
        if (step.value.text) yield step.value.text;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw providerError(model, request.signal.aborted ? request.signal.reason : error);
    } finally {
      clearTimeout(total);
      signal.removeEventListener('abort', onAbort);
      request.abort();
    }
  }

  return { model, generate };
}

async function createClient(options: {
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly maxTokens: number;
}) {
  const { model, baseUrl, apiKey, maxTokens } = options;
  const isOpenAi = model.startsWith('openai:');
  if (isOpenAi && !apiKey && !baseUrl) {
    throw new ServiceError(
      'invalid-settings',
      `${model} needs a key: set OPENAI_API_KEY, or OPENAI_BASE_URL to a server that needs none.`,
    );
  }
  // Loaded only when used, and by this path: it takes 0.8 s, the whole of LangChain 4 s.
  const { initChatModel, MODEL_PROVIDER_CONFIG } = await import('langchain/chat_models/universal');
  const providers = Object.entries(MODEL_PROVIDER_CONFIG);
  const provider = providers.find(([name]) => model.startsWith(`${name}:`));
  if (!provider) {
    throw new ServiceError(
      'invalid-settings',
      `The chat model ${model} does not begin with a provider and a colon, as openai:gpt-4.1-mini does. Providers: ${providers.map(([name]) => name).join(', ')}.`,
    );
  }
  try {
    return await initChatModel(model, {
      maxRetries: 2,
      maxTokens,
      ...(model.startsWith('ollama:') && { numPredict: maxTokens }),
      ...(!thinks(model) && { temperature: 0 }),
      ...(isOpenAi
        ? {
            apiKey: apiKey ?? 'none',
            configuration: { baseURL: baseUrl ?? 'https://api.openai.com/v1' },
            // Compatible servers may refuse the option, and nobody reads the count.
            streamUsage: false,
          }
        : { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) }),
    });
  } catch (cause) {
    const reason = reasonOf(cause);
    const remedy = reason.startsWith('Unable to import')
      ? `its package is not installed. Run: npm install ${provider[1].package}`
      : reason;
    throw new ServiceError(
      'invalid-settings',
      `The chat model ${model} cannot be used: ${remedy}`,
      {
        cause,
      },
    );
  }
}

/** OpenAI's reasoning models refuse a temperature. */
function thinks(model: string): boolean {
  return /^openai:(o\d|gpt-5(?!-chat))/.test(model);
}

function toMessages({ system, messages }: ChatPrompt) {
  return [
    { role: 'system', content: system },
    ...messages.map(({ role, content }) => ({ role, content })),
  ];
}

function rejection(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // After the last race nobody listens any more.
  promise.catch(() => {});
  return promise;
}
