import type { ChatPrompt } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { CHAT_MODEL } from '../language/en/templates/owner-settings.ts';
import {
  type ChatChunk,
  type ChatClient,
  type ChatClientOptions,
  toMessages,
} from './chat-client.ts';
import { createChatParameters } from './chat-parameters.ts';
import { withErrorObject } from './error-body.ts';

const OFFICIAL = 'https://api.openai.com/v1';
/** Longer than any time limit of ours. */
const TIMEOUT_MS = 3_600_000;

/**
 * A client for chat completions, of OpenAI or of any server with a compatible API. Sends no optional
 * parameter but those that the owner set, and no longer those that were refused.
 *
 * @param options.model `openai:<model>`
 * @param options.onLeftOut called once for each parameter that was refused
 * @throws ServiceError `invalid-settings` where OpenAI would need a key
 */
export async function createOpenAiChat({
  model,
  baseUrl,
  apiKey,
  maxTokens,
  countsTokens,
  parameters: given,
  onLeftOut,
}: ChatClientOptions & { readonly onLeftOut: (name: string) => void }): Promise<ChatClient> {
  if (!apiKey && !baseUrl) throw new ServiceError('invalid-settings', CHAT_MODEL.needsKey(model));
  // Loaded only when used.
  const { default: OpenAI } = await import('openai');
  const client = new OpenAI({
    apiKey: apiKey ?? 'none',
    // The client would read an undefined base URL from the environment, bypassing the settings.
    baseURL: baseUrl ?? OFFICIAL,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
    fetch: withErrorObject(fetch),
  });
  const limit = baseUrl ? 'max_tokens' : 'max_completion_tokens';
  const parameters = createChatParameters(
    {
      ...(countsTokens && { stream_options: { include_usage: true } }),
      ...given,
      ...(maxTokens && { [limit]: maxTokens }),
    },
    onLeftOut,
  );
  const name = model.slice(model.indexOf(':') + 1);

  let hasSystemRole = true;

  return async (prompt, signal) => {
    for (;;) {
      const sent = parameters.current;
      const messages = toMessages(hasSystemRole ? prompt : withoutSystemRole(prompt));
      const body = { model: name, messages, stream: true, ...sent } as const;
      try {
        return chunksOf(await client.chat.completions.create(body, { signal }));
      } catch (error) {
        const refusesRole = messages[0]?.role === 'system' && REFUSES_SYSTEM.test(String(error));
        if (refusesRole) hasSystemRole = false;
        else if (!parameters.learn(error, sent)) throw error;
      }
    }
  };
}

/** The chat templates of some models, such as Gemma 2, know no such role. */
const REFUSES_SYSTEM =
  /system role not supported|does not support 'system'|only user and assistant/i;

function withoutSystemRole({ system, messages: [first, ...others] }: ChatPrompt): ChatPrompt {
  if (!first) return { system, messages: [] };
  const opening = { ...first, content: `${system}\n\n${first.content}` };
  return { system: '', messages: [opening, ...others] };
}

/** Thoughts in fields of their own (`reasoning_content`, `reasoning`, `reasoning_details`) are not read. */
interface WireChunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: unknown; readonly refusal?: string | null } | null;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: {
    readonly prompt_tokens?: number;
    readonly completion_tokens?: number;
  } | null;
}

async function* chunksOf(stream: AsyncIterable<WireChunk>): AsyncGenerator<ChatChunk> {
  for await (const { choices, usage } of stream) {
    const { prompt_tokens: inputTokens, completion_tokens: outputTokens = 0 } = usage ?? {};
    const { delta, finish_reason } = choices?.[0] ?? {};
    yield {
      text: textOf(delta?.content),
      refusal: delta?.refusal ?? undefined,
      // Some servers send an empty one with each chunk.
      finish: finish_reason || undefined,
      usage: inputTokens === undefined ? undefined : { inputTokens, outputTokens },
    };
  }
}

/** Mistral's reasoning models send lists of thoughts and texts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (part?.type === 'text' ? String(part.text ?? '') : '')).join('');
}
