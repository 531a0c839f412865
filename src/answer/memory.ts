import type { Conversation } from '../domain.ts';
import { sentenceSpans } from '../text/sentences.ts';
import { squeezed } from '../text/words.ts';
import type { Knowledge } from './knowledge.ts';
import { plain } from './resolve/focus.ts';
import type { Statement } from './statement.ts';

/** What a conversation has shown so far. The client sends it back; the service keeps none. */
export interface Memory {
  /** The replies that quote the corpus, the newest first, as the sentences that they show. */
  readonly replies: readonly (readonly Statement[])[];
  /** The sentences of the corpus that a reply shows, by its text. */
  told(reply: string): readonly Statement[];
  /** Whether a text was shown before. */
  isShown(text: string): boolean;
}

/** Reads what was shown from the text of the replies: their markers may be gone. */
export function remember(history: Conversation, knowledge: Pick<Knowledge, 'locate'>): Memory {
  const said = history.filter(({ role }) => role === 'assistant').map(({ content }) => content);
  const shown = said.map((content) => squeezed(plain(content)));
  const located = new Map(said.map((content) => [content, locate(plain(content), knowledge)]));
  return {
    replies: [...located.values()].filter((statements) => statements.length > 0).reverse(),
    told: (reply) => located.get(reply) ?? [],
    isShown(text) {
      if (shown.length === 0) return false;
      const wanted = squeezed(text);
      return wanted !== '' && shown.some((one) => one.includes(wanted));
    },
  };
}

/** The sentences and list items of a reply that stand in the corpus. */
function locate(reply: string, knowledge: Pick<Knowledge, 'locate'>): Statement[] {
  return reply.split('\n').flatMap((line) => {
    const isItem = line.trimStart().startsWith('- ');
    const text = isItem ? line.trimStart().slice(2) : line;
    const whole = knowledge.locate(text);
    const found = whole
      ? [whole]
      : sentenceSpans(text).flatMap(
          ({ start, end }) => knowledge.locate(text.slice(start, end)) ?? [],
        );
    return found.map((statement) => ({ ...statement, isItem }));
  });
}
