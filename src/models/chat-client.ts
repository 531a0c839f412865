import type { ChatPrompt, TokenUsage } from '../domain.ts';

/** What a provider sends, reduced to what an answer is made of. */
export interface ChatChunk {
  readonly text: string;
  /** Words with which the model declines, where the provider keeps them apart from the text. */
  readonly refusal?: string | undefined;
  /** Why the model stopped, in the provider's word; on one of the last chunks. */
  readonly finish?: string | undefined;
  /** What was used since the last chunk that says so. */
  readonly usage?: TokenUsage | undefined;
}

/** Sends one request, without retries or time limits of its own. */
export type ChatClient = (
  prompt: ChatPrompt,
  signal: AbortSignal,
) => Promise<AsyncIterable<ChatChunk>>;

export interface ChatClientOptions {
  /** `<provider>:<model>` */
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
  /** How long a reply may be, thoughts included; without it, the limit is the provider's. */
  readonly maxTokens?: number | undefined;
  /** Asks the provider to say what a call used, where that is not its habit. */
  readonly countsTokens?: boolean | undefined;
  /** Further parameters of each request, by the provider's names. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

export function toMessages({ system, messages }: ChatPrompt) {
  return [
    ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
    ...messages.map(({ role, content }) => ({ role, content })),
  ];
}
