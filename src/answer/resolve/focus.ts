import type { Conversation, Source } from '../../domain.ts';
import type { Mention, NameIndex } from '../names.ts';
import { type Statement, withoutMarkers } from '../statement.ts';
import { sourceOf } from './mentions.ts';

/** Something that was talked about, by the name that a question would use for it. */
export interface Focus {
  readonly name: string;
  readonly mention: Mention;
  readonly source: Source | null;
}

/** Characters of a message that are looked at. */
const MAX_LENGTH = 2000;
/** A reply that begins with a name, "The authors of A are …", is about that. */
const OPENING = 24;

/**
 * What a conversation is about, the newest first: in each exchange what the visitor named, the last
 * first, then what the reply tells of and names, in its order. Each thing once.
 * @param told the sentences of the corpus that a reply shows
 */
export function focusStack(
  history: Conversation,
  names: NameIndex,
  source: (id: string) => Source | undefined,
  told: (reply: string) => readonly Statement[],
): Focus[] {
  const seen = new Set<string>();
  return newestFirst(history)
    .flatMap(({ role, content }) => {
      const mentions = names.find(plain(content).slice(0, MAX_LENGTH)).filter(isSubject);
      if (role === 'user') return mentions.reverse();
      const [topic, ...topics] = told(content).flatMap((one) => topicOf(one, names));
      const isOpening = mentions.some(({ start }) => start <= OPENING);
      const all = isOpening ? [...mentions, topic, ...topics] : [topic, ...mentions, ...topics];
      return all.flatMap((mention) => mention ?? []);
    })
    .map((mention) => ({ name: mention.name, mention, source: sourceOf(mention, source) }))
    .filter((focus) => {
      const key = focus.source?.id ?? focus.name;
      return !seen.has(key) && seen.add(key);
    });
}

/** What a sentence of the corpus tells of: its record, or the thing that the heading above it names. */
function topicOf({ quotes }: Statement, names: NameIndex): Mention[] {
  const [quote] = quotes;
  if (!quote || quote.source.kind === 'list') return [];
  const { source, passage } = quote;
  const name = source.kind === 'text' ? passage.headings.at(-1) : source.title;
  return names
    .find(name ?? '')
    .filter(isSubject)
    .slice(0, 1);
}

/** Whether a name can be what a question is about. */
export function isSubject({ type, kind }: Mention): boolean {
  return (
    (type === 'source' && kind !== 'supervision') || ['section', 'topic', 'person'].includes(type)
  );
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
