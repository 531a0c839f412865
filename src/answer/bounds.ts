import type { Conversation, Message } from '../domain.ts';

/** Characters of a question, also of one that the conversation has completed. */
export const MAX_QUESTION = 2_000;
/** A reply may be a list; what a visitor said was a question. */
const MAX_CHARACTERS = { user: MAX_QUESTION, assistant: 4_000 } as const;
const MAX_CONVERSATION = 16_000;

/**
 * The newest part of a conversation that is read: every step over it costs in proportion, and the
 * caller decides how long it is. Of a long message the part is kept that matters to what comes
 * after it: a visitor names the subject last, a reply names it first.
 */
export function recentTurns(history: Conversation): Conversation {
  const kept: Message[] = [];
  let room = MAX_CONVERSATION;
  for (let i = history.length - 1; i >= 0 && room > 0; i--) {
    const { role, content } = history[i] as Message;
    const most = Math.min(MAX_CHARACTERS[role], room);
    kept.unshift({
      role,
      content: role === 'user' ? content.slice(-most) : content.slice(0, most),
    });
    room -= Math.min(content.length, most);
  }
  return kept;
}

/** A question within its bound, without long runs of white space: some patterns retry at each of it. */
export function boundedQuestion(question: string): string {
  return question
    .slice(0, MAX_QUESTION)
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
