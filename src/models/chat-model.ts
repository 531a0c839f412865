import type { ChatModel, ChatPrompt, TokenUsage } from '../domain.ts';
import { ModelError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';
import { boundedPrompt } from './bounded-prompt.ts';
import type { ChatClientOptions } from './chat-client.ts';
import { faultOf } from './ending.ts';
import { createLangChainChat } from './langchain-chat.ts';
import { createOpenAiChat } from './openai-chat.ts';
import { providerError } from './provider-error.ts';
import { createRetries } from './retry.ts';
import { withSharedCalls } from './shared-calls.ts';
import { createThoughtFilter } from './thoughts.ts';
import { openTimeBounds } from './time-bounds.ts';

export interface ChatModelOptions extends ChatClientOptions {
  /** For a whole answer, retries included. */
  readonly timeoutMs: number;
  /** For the first sign of life, retries included, and then from one to the next. */
  readonly idleTimeoutMs?: number;
  /** Puts something around each call, inside of what calls with one prompt share. */
  readonly wrap?: ((model: ChatModel) => ChatModel) | undefined;
  /** Receives sentences for the owner about what was learned of the provider. */
  readonly onWarning?: (sentence: string) => void;
}

/**
 * A chat model of any provider: `openai:gpt-4.1-mini`, `anthropic:claude-…`, `ollama:llama3.2`. Every
 * provider except `openai` needs its own package.
 *
 * `generate` yields text without what the model thinks. It throws ModelError, also after the last
 * piece where the text is no whole one, or the signal's reason once it has fired. However the
 * iteration ends, it ends the HTTP request. Calls with one prompt share a request; of a long prompt,
 * the oldest turns are left out.
 *
 * @throws ServiceError `invalid-settings` that says what to set or install
 */
export async function createChatModel(options: ChatModelOptions): Promise<ChatModel> {
  const { model, timeoutMs, idleTimeoutMs = timeoutMs / 2, onWarning = () => {} } = options;
  const { wrap = (one) => one } = options;
  const onLeftOut = (name: string) => onWarning(MODEL.leftOut(model, name));
  const send = model.startsWith('openai:')
    ? await createOpenAiChat({ ...options, onLeftOut })
    : await createLangChainChat(options);
  const timeout = (sentence: string) => new ModelError('timeout', sentence);
  const seconds = idleTimeoutMs / 1000;
  const tooLong = (waitMs: number, cause: unknown) => {
    const sentence = MODEL.wait(model, Math.ceil(waitMs / 1000), seconds);
    return new ModelError('rate_limited', sentence, { cause });
  };
  const withRetries = createRetries();
  /** What earlier answers have shown of the server. */
  let beginsInThought = false;

  async function* generate(
    prompt: ChatPrompt,
    caller: AbortSignal,
    onUsage: (usage: TokenUsage) => void = () => {},
  ): AsyncGenerator<string, void> {
    const { signal, within, close } = openTimeBounds(caller, {
      silence: { ms: idleTimeoutMs, error: () => timeout(MODEL.silent(model, seconds)) },
      total: { ms: timeoutMs, error: () => timeout(MODEL.tooSlow(model, timeoutMs / 1000)) },
    });
    const thoughts = createThoughtFilter(beginsInThought);
    let hasBegun = false;
    let finish: string | undefined;
    let refusal = '';
    let hasText = false;
    let usage: TokenUsage | undefined;
    try {
      caller.throwIfAborted();
      const retries = { signal, limitMs: idleTimeoutMs, tooLong };
      const stream = await within(withRetries(() => send(boundedPrompt(prompt), signal), retries));
      hasBegun = true;
      const chunks = stream[Symbol.asyncIterator]();
      for (let step = await within(chunks.next()); !step.done; step = await within(chunks.next())) {
        const chunk = step.value;
        finish ??= chunk.finish;
        refusal += chunk.refusal ?? '';
        usage = chunk.usage ? sumOf(chunk.usage, usage) : usage;
        const text = thoughts.push(chunk.text);
        hasText ||= text.trim() !== '';
        if (text) yield text;
      }
      const rest = thoughts.end();
      const fault = faultOf(model, { finish, refusal, hasText: hasText || rest.trim() !== '' });
      if (fault) throw fault;
      if (rest) yield rest;
    } catch (error) {
      caller.throwIfAborted();
      throw providerError(model, signal.aborted ? signal.reason : error, hasBegun);
    } finally {
      if (usage) onUsage(usage);
      beginsInThought ||= thoughts.beganInside;
      close();
    }
  }

  return withSharedCalls(wrap({ model, generate }));
}

function sumOf(a: TokenUsage, b: TokenUsage = { inputTokens: 0, outputTokens: 0 }): TokenUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}
