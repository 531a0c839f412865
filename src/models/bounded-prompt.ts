import type { ChatPrompt } from '../domain.ts';

/** About 8,000 tokens of English: what one call may cost, and what small local models can read. */
const MAX_CHARACTERS = 32_000;

/** The prompt without its oldest turns, as far as it is too long; the last message is always whole. */
export function boundedPrompt({ system, messages }: ChatPrompt): ChatPrompt {
  const isTooLong = (from: number) =>
    messages.slice(from).reduce((sum, { content }) => sum + content.length, system.length) >
    MAX_CHARACTERS;
  let from = 0;
  while (from < messages.length - 1 && isTooLong(from)) from += 1;
  // A conversation begins with the visitor.
  while (from < messages.length - 1 && from > 0 && messages[from]?.role !== 'user') from += 1;
  return { system, messages: messages.slice(from) };
}
