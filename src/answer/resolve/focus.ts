import type { Conversation, Source } from '../../domain.ts';
import type { Mention, NameIndex } from '../names.ts';
import { withoutMarkers } from '../statement.ts';
import { sourceOf } from './mentions.ts';

/** Something that was talked about, by the name that a question would use for it. */
export interface Focus {
  readonly name: string;
  readonly mention: Mention;
  readonly source: Source | null;
}

/**
 * What a conversation is about, the newest first: in each exchange what the visitor named, the last
 * first, then what the reply named, in its order. Each thing once.
 */
export function focusStack(
  history: Conversation,
  names: NameIndex,
  source: (id: string) => Source | undefined,
): Focus[] {
  const seen = new Set<string>();
  return newestFirst(history)
    .flatMap(({ role, content }) => {
      const mentions = names.find(plain(content)).filter(isSubject);
      return role === 'user' ? mentions.reverse() : mentions;
    })
    .map((mention) => ({ name: mention.name, mention, source: sourceOf(mention, source) }))
    .filter((focus) => {
      const key = focus.source?.id ?? focus.name;
      return !seen.has(key) && seen.add(key);
    });
}

/** Whether a name can be what a question is about. */
export function isSubject({ type, kind }: Mention): boolean {
  return (type === 'source' && kind !== 'supervision') || type === 'topic' || type === 'person';
}

/** The messages, the last exchange first, in each the question before its reply. */
function newestFirst(history: Conversation): Conversation {
  const reversed = [...history].reverse();
  return reversed.flatMap((message, i) => {
    const [before, after] = [reversed[i + 1], reversed[i - 1]];
    if (message.role === 'assistant')
      return before?.role === 'user' ? [before, message] : [message];
    return after?.role === 'assistant' ? [] : [message];
  });
}

/** A turn without its markers, which mean nothing now, and without Markdown's emphasis. */
export function plain(content: string): string {
  return withoutMarkers(content).replace(/[*_`\\]/g, '');
}
