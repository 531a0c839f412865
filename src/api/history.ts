import type { Answer, Conversation } from '../domain.ts';
import { MAX_MESSAGE_LENGTH, MAX_MESSAGES } from './schemas.ts';

/** The conversation after one more turn: its newest messages, within the limits of a request. */
export function continued(
  history: Conversation,
  question: string,
  { answer }: Pick<Answer, 'answer'>,
): Conversation {
  return [
    ...history,
    { role: 'user' as const, content: cut(question) },
    { role: 'assistant' as const, content: cut(answer) },
  ].slice(-MAX_MESSAGES);
}

/** Within the length of a message, no surrogate pair split. */
function cut(text: string): string {
  return text.slice(0, MAX_MESSAGE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}
