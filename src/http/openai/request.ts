import type { z } from 'zod';
import { parse } from '../../api/parse.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { chatRequestSchema, MAX_MESSAGE_LENGTH, MAX_MESSAGES } from '../../api/schemas.ts';
import type { ChatRequest, Message } from '../../domain.ts';
import { FIELD } from '../../language/en/templates/problems.ts';
import { withoutReferences } from './references.ts';
import type { openAiMessageSchema } from './schemas.ts';

type OpenAiMessage = z.infer<typeof openAiMessageSchema>;

/**
 * The last user message is the question; the user and assistant messages before it are the history.
 * Clients send the whole conversation and do not know our bounds, so only the newest messages are
 * kept, and only the beginning of a long one.
 * @throws {InvalidRequest} if there is no question, or it is too long
 */
export function toChatRequest(messages: readonly OpenAiMessage[]): ChatRequest {
  const position = messages.findLastIndex(({ role }) => role === 'user');
  const asked = messages[position];
  if (asked === undefined) {
    throw new InvalidRequest([{ pointer: '/messages', detail: FIELD.noUserMessage }]);
  }
  const said = messages.slice(0, position).flatMap(spoken).slice(-MAX_MESSAGES);
  return {
    question: parseQuestion(textOf(asked), position),
    history: parse(chatRequestSchema.shape.history, said, 'messages'),
  };
}

/** The newest messages, system messages included, as plain text. */
export function textsOf(messages: readonly OpenAiMessage[]): { role: string; text: string }[] {
  return messages.slice(-MAX_MESSAGES).map((message) => ({
    role: message.role,
    text: isPrompt(message) ? promptOf(message) : textOf(message),
  }));
}

function isPrompt({ role }: OpenAiMessage): boolean {
  return role === 'system' || role === 'developer';
}

function promptOf({ content }: OpenAiMessage): string {
  return typeof content === 'string' ? content : '';
}

function parseQuestion(text: string, position: number): string {
  try {
    return parse(chatRequestSchema.shape.question, text, `messages[${position}].content`);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    const pointer = `/messages/${position}/content`;
    throw new InvalidRequest(error.errors.map(({ detail }) => ({ pointer, detail })));
  }
}

function spoken(message: OpenAiMessage): Message[] {
  const { role } = message;
  if (role !== 'user' && role !== 'assistant') return [];
  const text = textOf(message);
  // Clients send back what they received, references included.
  const content = role === 'assistant' ? withoutReferences(text) : text;
  return content === '' ? [] : [{ role, content: content.slice(0, MAX_MESSAGE_LENGTH) }];
}

function textOf(message: OpenAiMessage): string {
  if (message.role !== 'user' && message.role !== 'assistant') return '';
  const { content } = message;
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text).join('\n');
}
