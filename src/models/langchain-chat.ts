import { ServiceError } from '../errors.ts';
import { CHAT_MODEL } from '../language/en/templates/owner-settings.ts';
import {
  type ChatChunk,
  type ChatClient,
  type ChatClientOptions,
  toMessages,
} from './chat-client.ts';
import { reasonOf } from './reason.ts';

/**
 * A client for any provider that LangChain supports: `anthropic:claude-…`, `ollama:llama3.2`. Each
 * needs its own package. Parameters have LangChain's names.
 *
 * @throws ServiceError `invalid-settings` that says what to set or install
 */
export async function createLangChainChat({
  model,
  baseUrl,
  apiKey,
  maxTokens,
  parameters,
}: ChatClientOptions): Promise<ChatClient> {
  // Imported only when used, and by this path: it loads in 0.8 s, all of LangChain in 4 s.
  const { initChatModel, MODEL_PROVIDER_CONFIG } = await import('langchain/chat_models/universal');
  const providers = Object.entries(MODEL_PROVIDER_CONFIG);
  const provider = providers.find(([name]) => model.startsWith(`${name}:`));
  if (!provider) {
    const names = providers.map(([name]) => name);
    throw new ServiceError('invalid-settings', CHAT_MODEL.unknownProvider(model, names));
  }
  const fields = {
    maxRetries: 0,
    ...(maxTokens && { [provider[0] === 'ollama' ? 'numPredict' : 'maxTokens']: maxTokens }),
    ...(apiKey && { apiKey }),
    ...(baseUrl && { baseUrl }),
    ...parameters,
  };
  const client = await initChatModel(model, fields).catch((cause) => {
    const reason = reasonOf(cause);
    const sentence = reason.startsWith('Unable to import')
      ? CHAT_MODEL.notInstalled(model, provider[1].package)
      : CHAT_MODEL.unusable(model, reason);
    throw new ServiceError('invalid-settings', sentence, { cause });
  });

  return async (prompt, signal) => {
    const stream = await client.stream(toMessages(prompt), { signal });
    return chunksOf(stream);
  };
}

interface MessageChunk {
  readonly text: string;
  readonly additional_kwargs: Readonly<Record<string, unknown>>;
  readonly response_metadata: Readonly<Record<string, unknown>>;
  readonly usage_metadata?:
    | { readonly input_tokens: number; readonly output_tokens: number }
    | undefined;
}

async function* chunksOf(stream: AsyncIterable<MessageChunk>): AsyncGenerator<ChatChunk> {
  let finish: string | undefined;
  for await (const chunk of stream) {
    const { text, additional_kwargs, response_metadata, usage_metadata: used } = chunk;
    finish ??= finishOf({ ...additional_kwargs, ...response_metadata });
    const usage = used && { inputTokens: used.input_tokens, outputTokens: used.output_tokens };
    yield { text, finish, usage };
  }
  // Not every package passes on how a text ended; those that notice a break throw.
  if (finish === undefined) yield { text: '', finish: 'stop' };
}

/** Each provider has its own name for it. */
const FINISH = ['finish_reason', 'finishReason', 'stop_reason', 'stopReason', 'done_reason'];

function finishOf(metadata: Readonly<Record<string, unknown>>): string | undefined {
  return FINISH.map((name) => metadata[name]).find((value) => typeof value === 'string');
}
