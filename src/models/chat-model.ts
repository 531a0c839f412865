import type { ChatModel, ChatPrompt } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';
import { CHAT_MODEL } from '../language/en/templates/owner-settings.ts';
import { providerError } from './provider-error.ts';
import { reasonOf } from './reason.ts';

/**
 * A chat model of any provider that LangChain supports: `openai:gpt-4.1-mini`, `anthropic:claude-…`,
 * `ollama:llama3.2`. Every provider except `openai` needs its own package.
 *
 * `generate` throws ServiceError `model-failed`, or the signal's reason once it has fired. However the
 * iteration ends, it ends the HTTP request. Failures before the first piece are retried twice, with
 * LangChain's backoff.
 *
 * @param options.timeoutMs for a whole answer, retries included
 * @param options.idleTimeoutMs for the first piece, and then from piece to piece
 * @throws ServiceError `invalid-settings` that says what to set or install
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
    const total = abortAfter(timeoutMs, MODEL.tooSlow(model, timeoutMs / 1000));
    // LangChain notices a signal late, and during a backoff not at all, hence the race.
    const aborted = rejection(request.signal);
    const inTime = async <T>(work: Promise<T>): Promise<T> => {
      const idle = abortAfter(idleTimeoutMs, MODEL.silent(model, idleTimeoutMs / 1000));
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
    throw new ServiceError('invalid-settings', CHAT_MODEL.needsKey(model));
  }
  // Imported only when used, and by this path: it loads in 0.8 s, all of LangChain in 4 s.
  const { initChatModel, MODEL_PROVIDER_CONFIG } = await import('langchain/chat_models/universal');
  const providers = Object.entries(MODEL_PROVIDER_CONFIG);
  const provider = providers.find(([name]) => model.startsWith(`${name}:`));
  if (!provider) {
    const names = providers.map(([name]) => name);
    throw new ServiceError('invalid-settings', CHAT_MODEL.unknownProvider(model, names));
  }
  try {
    return await initChatModel(model, {
      maxRetries: 2,
      maxTokens,
      ...(model.startsWith('ollama:') && { numPredict: maxTokens }),
      ...(!isReasoningModel(model) && { temperature: 0 }),
      ...(isOpenAi
        ? {
            apiKey: apiKey ?? 'none',
            configuration: { baseURL: baseUrl ?? 'https://api.openai.com/v1' },
            // Some compatible servers refuse the option, and the count is not used.
            streamUsage: false,
          }
        : { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) }),
    });
  } catch (cause) {
    const reason = reasonOf(cause);
    const sentence = reason.startsWith('Unable to import')
      ? CHAT_MODEL.notInstalled(model, provider[1].package)
      : CHAT_MODEL.unusable(model, reason);
    throw new ServiceError('invalid-settings', sentence, { cause });
  }
}

/** OpenAI's reasoning models refuse a temperature. */
function isReasoningModel(model: string): boolean {
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
  // After the last race nothing handles the rejection.
  promise.catch(() => {});
  return promise;
}
