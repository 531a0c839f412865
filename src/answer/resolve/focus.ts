import type { Conversation, Passage, Source } from '../../domain.ts';
import type { Knowledge } from '../knowledge.ts';
import { nameOf, sectionOf } from '../makers/sections.ts';
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
 * first, and what the reply tells of and names, in its order; the reply first where it tells of something
 * else ("before that" is before what was answered). Each thing once.
 * @param told the sentences of the corpus that a reply shows
 */
export function focusStack(
  history: Conversation,
  knowledge: Knowledge,
  told: (reply: string) => readonly Statement[],
): Focus[] {
  const { names, source } = knowledge;
  const seen = new Set<string>();
  return exchanges(history)
    .flatMap(({ asked = '', reply = '' }) => {
      const own = namedIn(asked).reverse().map(toFocus);
      const mentions = namedIn(reply);
      const topics = told(reply).flatMap(topicOf);
      const isOpening = mentions.some(({ start }) => start <= OPENING);
      const named = mentions.map(toFocus);
      const first = isOpening ? [] : topics.slice(0, 1);
      const replied = [...first, ...named, ...topics];
      const isOther = topics.length > 0 && !own.some((one) => replied.some(isSame(one)));
      return isOther ? [...replied, ...own] : [...own, ...replied];
    })
    .filter((focus) => {
      const key = keyOf(focus);
      return !seen.has(key) && seen.add(key);
    });

  function namedIn(content: string): Mention[] {
    return names.find(plain(content).slice(0, MAX_LENGTH)).filter(isSubject);
  }

  function toFocus(mention: Mention): Focus {
    const { name, type } = mention;
    return { name, isPerson: type === 'person', source: sourceOf(mention, source), passages: [] };
  }

  /** What a sentence of the corpus tells of: its record, or the thing that the heading above it names. */
  function topicOf({ quotes: [quote] }: Statement): Focus[] {
    const section = quote && sectionOf(knowledge, quote.passage);
    const name = section && nameOf(section);
    if (name !== undefined) {
      const parts = section?.entries.flatMap((entry) => entry.parts) ?? [];
      const passages = [...new Set(parts.map(({ passage }) => passage))];
      return [{ name, passages, isPerson: false, source: null }];
    }
    const { kind, title = '' } = quote?.source ?? {};
    if (kind === 'list' || kind === 'text') return [];
    return names.find(title).filter(isSubject).slice(0, 1).map(toFocus);
  }
}

/** Whether a name can be what a question is about. */
export function isSubject({ type, kind }: Mention): boolean {
  return (type === 'source' && kind !== 'supervision') || type === 'topic' || type === 'person';
}

function keyOf({ source, name }: Focus): string {
  return source?.id ?? name;
}

function isSame(one: Focus): (other: Focus) => boolean {
  return (other) => keyOf(other) === keyOf(one);
}

interface Exchange {
  readonly asked?: string;
  readonly reply?: string;
}

/** What was asked with its reply, the last exchange first; either may be missing. */
function exchanges(history: Conversation): Exchange[] {
  const found: Exchange[] = [];
  for (const { role, content } of history) {
    const last = found.at(-1);
    if (role === 'user') found.push({ asked: content });
    else if (last && last.reply === undefined)
      found[found.length - 1] = { ...last, reply: content };
    else found.push({ reply: content });
  }
  return found.reverse();
}

/** A turn without its markers, which mean nothing now, and without Markdown's emphasis. */
export function plain(content: string): string {
  return withoutMarkers(content).replace(/[*_`\\]/g, '');
}
