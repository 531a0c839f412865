import { isOneOf, isRecord, isStage, KIND_NAMES, singularsOf } from '../corpus/kinds.ts';
import type { Conversation, SourceKind } from '../domain.ts';
import { isSubject } from './intent.ts';
import type { Mention, NameIndex } from './names.ts';

export const HE = /\b(he|him|his|she|her|hers)\b/i;

/** What a question points with: "they" to several, "it" to a thing, "there" to a place. */
export type Pointer = 'several' | 'thing' | 'place' | 'any';

/** What the conversation is about: what the user named last, else what the last reply named first. */
export function subjectOf(history: Conversation, names: NameIndex, pointer: Pointer): string[] {
  const isPlural = pointer === 'several';
  const namedIn = (content: string) =>
    names.find(plain(content)).filter(isSubject).flatMap(POINTED[pointer]);
  for (let i = history.length - 1; i >= 0; i--) {
    const message = history[i];
    if (!message) continue;
    const named = namedIn(message.content);
    const before = history[i - 1];
    // A question is before its reply: what the user named outweighs what the reply mentions.
    if (message.role === 'assistant' && before?.role === 'user') {
      const asked = namedIn(before.content);
      const found = asked.length > 0 ? lookedFor(before.content, asked, named, pointer) : [];
      if (found.length > 0) return found;
      if (asked.length > 0) return isPlural ? unique(asked) : unique(asked).slice(-1);
    }
    if (named.length > 0) {
      return isPlural ? unique(named).slice(0, 4) : pick(unique(named), message.role);
    }
  }
  return pointer === 'any' ? [] : subjectOf(history, names, 'any');
}

/** What a reply named that its question was looking for: several, a place, the one work on a topic. */
function lookedFor(
  question: string,
  asked: readonly Mention[],
  named: readonly Mention[],
  pointer: Pointer,
): string[] {
  const names = unique(named);
  if (pointer === 'several' && unique(asked).length === 1 && names.length > 1) {
    return names.slice(0, 4);
  }
  if (pointer === 'place' && SEEKS_PLACE.test(question)) {
    return names.filter((name) => asked.every((mention) => mention.name !== name)).slice(0, 1);
  }
  const works = named.filter(({ kind }) => isRecord(kind));
  const isVague = asked.every(({ type, kind }) => type === 'topic' || isStage(kind));
  // "A is a …", "The A …": what a reply begins with is what it tells about.
  const isFirst = works[0] === named[0] && (works[0]?.start ?? 0) <= 'The '.length;
  return isVague && (unique(works).length === 1 || isFirst) ? unique(works).slice(0, 1) : [];
}

const SEEKS_PLACE =
  /\b(where|before|after|which (university|institute|institution|company|employer|place))\b/i;

const POINTED: Record<Pointer, (mention: Mention) => Mention[]> = {
  any: (mention) => [mention],
  several: (mention) => (isStage(mention.kind) ? [] : [mention]),
  thing: asThing,
  place: (mention) => (isStage(mention.kind) ? [mention] : []),
};

/** "It" is no person and no place, but may be the thesis of the one who was named. */
function asThing(mention: Mention): Mention[] {
  if (isStage(mention.kind)) return [];
  if (mention.thesis) return [{ ...mention, name: `the thesis of ${mention.name}` }];
  return mention.type === 'person' ? [] : [mention];
}

function pick(named: readonly string[], role: 'user' | 'assistant'): string[] {
  return role === 'user' ? named.slice(-1) : named.slice(0, 1);
}

/** Of what there is one, "the book" is enough; "the award" and "the thesis" may be any. */
const NOUNS: readonly (readonly [RegExp, SourceKind])[] = KIND_NAMES.filter(
  (kind) => kind !== 'paper' && isOneOf(kind, 'publication', 'work', 'event'),
).map((kind) => {
  const words = singularsOf(kind).map((word) => word.replaceAll(' ', ' ?'));
  const isAny = kind === 'thesis' || isOneOf(kind, 'event');
  const pointer = isAny ? 'this|that' : 'this|that|the';
  return [new RegExp(`\\b(?:${pointer}) (?:same )?(?:${words.join('|')})\\b`, 'i'), kind];
});

/** "That repository", "that award": the last that was named of its kind. */
export function kindPointedTo(
  question: string,
  history: Conversation,
  names: NameIndex,
): string[] | undefined {
  const kind = NOUNS.find(([noun]) => noun.test(question))?.[1];
  const named = history.flatMap(({ content }) => names.find(plain(content)));
  const last = kind && named.findLast((mention) => mention.kind === kind);
  return last && [last.name];
}

/** What the last reply named first, second, … */
export function nthListed(history: Conversation, names: NameIndex, ordinal: string): string | null {
  const reply = history.findLast((message) => message.role === 'assistant');
  if (!reply) return null;
  const named = unique(names.find(plain(reply.content)).filter((m) => m.type === 'source'));
  const position = ['first', 'second', 'third', 'fourth', 'fifth'].indexOf(ordinal.toLowerCase());
  return named[position] ?? named.at(-1) ?? null;
}

/** Who wrote the thesis that the last turns are about; the researcher's own is theirs anyway. */
export function thesisWriter(history: Conversation, names: NameIndex): string | undefined {
  return history
    .slice(-2)
    .flatMap(({ content }) => names.find(plain(content)))
    .find(({ name, kind, thesis }) => (thesis || kind === 'thesis') && !/thesis/i.test(name))?.name;
}

/** Whom the conversation named last, if that was one person and not the researcher. */
export function personNamed(history: Conversation, names: NameIndex): string | undefined {
  for (const { content } of questionsFirst(history)) {
    const text = plain(content);
    const mentions = names.find(text);
    if (HE.test(text) || mentions.some(({ type }) => type === 'owner')) return undefined;
    const people = mentions.filter(({ type, thesis }) => type === 'person' || thesis !== undefined);
    const named = new Set(people.map(({ name }) => name));
    if (named.size > 0) return named.size === 1 ? people[0]?.name : undefined;
  }
  return undefined;
}

/** The last exchange first, in each the question before its reply. */
function questionsFirst(history: Conversation): Conversation {
  return [...history].reverse().flatMap((message, i, all) => {
    const before = all[i + 1];
    if (message.role === 'assistant')
      return before?.role === 'user' ? [before, message] : [message];
    return all[i - 1]?.role === 'assistant' ? [] : [message];
  });
}

/** What is talked about, and what a turn named beside it last. */
export function subjectAndOther(history: Conversation, names: NameIndex): (string | undefined)[] {
  const [subject] = subjectOf(history, names, 'any');
  const beside = history
    .map(({ content }) => unique(names.find(plain(content)).filter((m) => m.type === 'source')))
    .findLast((named) => named.length > 1 && named.some((name) => name === subject));
  return [subject, beside?.find((name) => name !== subject)];
}

/** The names, works before what is not a work: "it" is seldom a person or a place. */
export function unique(mentions: readonly Mention[]): string[] {
  const things = mentions.filter(({ kind }) => isRecord(kind));
  return [...new Set((things.length > 0 ? things : mentions).map((mention) => mention.name))];
}

/** A turn without its markers, which mean nothing now, and without Markdown's emphasis. */
export function plain(content: string): string {
  return content.replace(/\[\d+\]/g, '').replace(/[*_`]/g, '');
}
