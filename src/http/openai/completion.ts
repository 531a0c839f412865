import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Answer, AnswerEvent, ChatRequest } from '../../domain.ts';
import { annotationsOf, type PageOf, referencesOf } from './references.ts';
import {
  type chatCompletionChunkSchema,
  type chatCompletionSchema,
  MODEL_ID,
  type usageSchema,
} from './schemas.ts';

type Completion = z.infer<typeof chatCompletionSchema>;
type Chunk = z.infer<typeof chatCompletionChunkSchema>;
type Usage = z.infer<typeof usageSchema>;

/** The answer as a chat completion. */
export function completionOf(asked: ChatRequest, answer: Answer, pageOf: PageOf): Completion {
  const content = answer.answer + referencesOf(answer, pageOf);
  const annotations = annotationsOf(answer, pageOf);
  const message = { role: 'assistant', content, refusal: null, annotations } as const;
  return {
    ...head(),
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: usageOf(asked, content),
    answer,
  };
}

/** The answer as chunks of a chat completion; if the stream ends early, no chunk has a finish reason. */
export async function* completionChunks(
  asked: ChatRequest,
  events: AsyncIterable<AnswerEvent>,
  { pageOf, includeUsage }: { readonly pageOf: PageOf; readonly includeUsage: boolean },
): AsyncGenerator<Chunk> {
  const base = {
    ...head(),
    object: 'chat.completion.chunk' as const,
    ...(includeUsage && { usage: null }),
  };
  const chunk = (
    delta: Chunk['choices'][number]['delta'],
    finish_reason: 'stop' | null = null,
  ): Chunk => ({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });

  let isOpen = false;
  for await (const event of events) {
    if (!isOpen) yield chunk({ role: 'assistant', content: '' });
    isOpen = true;
    if (event.type === 'text-delta') yield chunk({ content: event.text });
    if (event.type !== 'end') continue;
    const { answer } = event;
    const references = referencesOf(answer, pageOf);
    if (references !== '') yield chunk({ content: references });
    yield { ...chunk({ annotations: annotationsOf(answer, pageOf) }, 'stop'), answer };
    if (includeUsage) {
      yield { ...base, choices: [], usage: usageOf(asked, answer.answer + references) };
    }
    return;
  }
  throw new Error('The answer stopped before its "end" event.');
}

function head() {
  const created = Math.floor(Date.now() / 1000);
  return { id: `chatcmpl-${randomUUID()}`, created, model: MODEL_ID };
}

function usageOf({ question, history }: ChatRequest, content: string): Usage {
  const prompt_tokens = [question, ...history.map((message) => message.content)]
    .map(countWords)
    .reduce((sum, count) => sum + count, 0);
  const completion_tokens = countWords(content);
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
