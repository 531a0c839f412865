import type { Conversation, Passage, Source } from '../../domain.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Mention } from '../names.ts';
import { type Statement, withoutMarkers } from '../statement.ts';
import { sourceOf } from './mentions.ts';

/** Something that was talked about, by the name that a question would use for it. */
export interface Focus {
  readonly name: string;
  readonly isPerson: boolean;
  readonly source: Source | null;
  /** What tells of it, where it is a section of a text. */
  readonly passages: readonly Passage[];
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
  { names, source, sectionOf }: Pick<Knowledge, 'names' | 'source' | 'sectionOf'>,
  told: (reply: string) => readonly Statement[],
): Focus[] {
  const seen = new Set<string>();
  return newestFirst(history)
    .flatMap(({ role, content }) => {
      const mentions = names.find(plain(content).slice(0, MAX_LENGTH)).filter(isSubject);
      if (role === 'user') return mentions.reverse().map(toFocus);
      const [topic, ...topics] = told(content).flatMap(topicOf);
      const named = mentions.map(toFocus);
      const isOpening = mentions.some(({ start }) => start <= OPENING);
      const all = isOpening ? [...named, topic, ...topics] : [topic, ...named, ...topics];
      return all.flatMap((one) => one ?? []);
    })
    .filter((focus) => {
      const key = focus.source?.id ?? focus.name;
      return !seen.has(key) && seen.add(key);
    });

  function toFocus(mention: Mention): Focus {
    const { name, type } = mention;
    return { name, isPerson: type === 'person', source: sourceOf(mention, source), passages: [] };
  }

  /** What a sentence of the corpus tells of: its record, or the thing that the heading above it names. */
  function topicOf({ quotes: [quote] }: Statement): Focus[] {
    const section = quote && sectionOf(quote.passage);
    if (section) return [{ ...section, isPerson: false, source: null }];
    const { kind, title = '' } = quote?.source ?? {};
    if (kind === 'list' || kind === 'text') return [];
    return names.find(title).filter(isSubject).slice(0, 1).map(toFocus);
  }
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
