import { isStage } from '../../corpus/kinds.ts';
import type { Conversation } from '../../domain.ts';
import {
  PERSON_NOUNS,
  PERSON_PRONOUNS,
  PLURAL_PRONOUNS,
  THING_PRONOUNS,
} from '../../language/en/lexicon.ts';
import { isYear } from '../../text/characters.ts';
import { COMMON, commonness, isStopWord, wordsOf } from '../../text/words.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Memory } from '../memory.ts';
import type { Mention } from '../names.ts';
import type { Act, Reading, Request, Way } from '../types.ts';
import { mixed } from '../understand/classifier.ts';
import { type Focus, focusStack, isSubject, plain } from './focus.ts';
import { sourcesOf } from './mentions.ts';
import { isAboutOwner } from './owner.ts';
import { insert, isOfThing, ordinalOf, pointersOf, replaced } from './pointers.ts';
import { timeAsked } from './time.ts';

/** Readings of one request at most. */
const MAX_READINGS = 4;
/** A resolved question is no longer than a question may be. */
const MAX_LENGTH = 2000;
/** Messages that are looked at for what a conversation is about. */
const MAX_MESSAGES = 8;
/** Several that "they" stand for, at most. */
const MAX_SEVERAL = 4;
/** Words of a list item that stand for it. */
const MAX_WORDS = 12;

/** Acts that mean the same whatever was talked about. */
const TALK: readonly Act[] = ['greet', 'thank', 'acknowledge', 'goodbye'];

/** Acts that ask on, of the last question as it was. */
const ONWARD: readonly Act[] = [
  ...([
    'continue',
    'rest',
    'deepen',
    'simplify',
    'shorten',
    'repeat',
    'check',
    'summarize',
  ] as const),
  ...(['widen', 'reject', 'complain', 'acknowledge'] as const),
];
/** Acts that change the last question. */
const CHANGING: readonly Act[] = ['narrow', 'widen', 'correct', 'compare-with', 'reject'];
const NEW: readonly Act[] = ['ask'];
/** From this probability, a reading as one of these is worth its time. */
const PLAUSIBLE = 0.12;

/** From this probability, it is clear what a message does or wants. */
const CLEAR = 0.5;

/** How far readings depart from what was typed. */
const DISTANCE = { typed: 0, resolved: 0.3, context: 0.5, shifted: 0.5, assumed: 1 } as const;

export interface Said {
  /** What the visitor says in the same message besides. */
  readonly context: string;
  readonly history: Conversation;
  readonly memory: Pick<Memory, 'told'>;
  /** The last question of the conversation, as one that stands alone; null where there is none. */
  readonly base: Request | null;
}

/**
 * What a request could mean, as questions that stand alone: as it was typed; with what it points to
 * or leaves out taken from the message and the conversation; the last question, asked of something
 * else.
 */
export function resolve(request: Request, said: Said, knowledge: Knowledge): Reading[] {
  const { names } = knowledge;
  const history = said.history.slice(-MAX_MESSAGES);
  const pointers = pointersOf(request.text);
  const time = timeAsked(request.text);
  const own = names.find(request.text).filter(isSubject);
  const isOwners = names.find(request.text).some(({ type }) => type === 'owner');
  const isWhole = (own.length > 0 || isOwners) && pointers.length === 0;
  const stackOf = (messages: Conversation) => focusStack(messages, knowledge, said.memory.told);
  const beside = stackOf([{ role: 'user', content: said.context }]);
  const stack = stackOf(history);
  // "The second one" says what is meant.
  const isNth = ordinalOf(request.text) !== null && named(history).length > 1;
  // "The rest" and "shorter" say what they mean.
  const isOnward = said.base && pointers.length === 0 && probabilityOf(request, ONWARD) > CLEAR;
  const repeated = shifted();
  const typed = {
    ...readingOf('typed', request.text, DISTANCE.typed),
    isDangling: pointers.some(isOfThing) || repeated.length > 0,
  };
  const readings = [
    ...repeated,
    ...(isWhole || isOnward ? [] : pointed()),
    ...(isWhole || said.context === ''
      ? []
      : [readingOf('context', `${said.context} ${request.text}`, DISTANCE.context)]),
  ];
  // "Bye" is about nothing that was talked about.
  if (probabilityOf(request, TALK) > 0.5) return [typed];
  const seen = new Set([typed.question]);
  return [
    typed,
    ...(isNth ? [] : asBefore()),
    ...readings.filter(({ question }) => !seen.has(question) && seen.add(question)),
  ].slice(0, MAX_READINGS);

  function readingOf(
    way: Way,
    text: string,
    distance: number,
    { wants = request.wants, passages = [] }: Partial<Pick<Reading, 'wants' | 'passages'>> = {},
  ): Reading {
    const question = text.slice(0, MAX_LENGTH).trim();
    const mentions = names.find(question);
    return {
      way,
      question,
      mentions,
      subjects: sourcesOf(mentions, knowledge.source),
      passages,
      acts: request.acts,
      wants,
      // What the message says of time counts before what the question before it did.
      time: time ?? timeAsked(question),
      distance,
      isDangling: false,
    };
  }

  /** The last question once more, or with what this message adds to it. */
  function asBefore(): Reading[] {
    const { base } = said;
    if (!base) return [];
    const again = (way: Way, acts: readonly Act[], text: string, distance: number) => {
      if (probabilityOf(request, acts) < PLAUSIBLE) return [];
      return [readingOf(way, text, distance, { wants: wantsAfter(acts) })];
    };
    return [
      // "And before that?" asks of another time.
      ...(time === 'earlier' ? [] : again('again', ONWARD, base.text, DISTANCE.resolved)),
      ...again('narrowed', CHANGING, `${base.text} ${request.text}`, DISTANCE.shifted),
    ];
  }

  /** What is wanted by a message that does this: so far as it asks something new, what it says. */
  function wantsAfter(acts: readonly Act[]): Request['wants'] {
    const share = probabilityOf(request, acts);
    if (!said.base || share === 0) return request.wants;
    return mixed(said.base.wants, request.wants, share / (share + probabilityOf(request, NEW)));
  }

  /** With what it points to in the place of its pronoun, or behind it. */
  function pointed(): Reading[] {
    const first = pointers[0];
    const people = pointers.every(({ form }) => PERSON_PRONOUNS.has(form));
    const candidates = [...beside, ...stack].filter(({ name }) =>
      own.every((mention) => mention.name !== name),
    );
    if (first && people) {
      // "He" is the researcher, unless somebody else was talked about last.
      const [last] = candidates;
      const isSomeone = last?.isPerson || last?.source?.kind === 'thesis';
      if (isSomeone && last?.isPerson) {
        const text = insert(request.text, [last.name], first);
        return [readingOf('pointed', text, DISTANCE.resolved)];
      }
      if (own.length > 0) return [];
    }
    // "And education?" behind a question about the researcher asks for theirs.
    const { owner } = names;
    const base = said.base ? readingOf('typed', said.base.text, 0) : null;
    const isOther = (one: Mention) => isSubject(one) && !isStage(one.kind);
    const asked = history.findLast(({ role }) => role === 'user')?.content ?? '';
    const since = names.find(asked.slice(0, MAX_LENGTH));
    const isOfOwner = base && isAboutOwner(base) && ![...base.mentions, ...since].some(isOther);
    if (!first && owner && isOfOwner && !isNth) {
      const text = insert(request.text, [owner.title], undefined);
      return [readingOf('pointed', text, DISTANCE.resolved)];
    }
    const pointer = pointers.find(isOfThing);
    const things = candidates.filter(({ isPerson }) => !isPerson);
    // "It" is nobody.
    const all =
      pointer && THING_PRONOUNS.has(pointer.form) && things.length > 0 ? things : candidates;
    const wanted = kindPointedTo(request.text, all);
    const fitting = wanted.length > 0 ? wanted : all;
    const distance = first && !people ? DISTANCE.resolved : DISTANCE.assumed;
    if (pointer && PLURAL_PRONOUNS.has(pointer.form) && fitting.length > 1) {
      const [one] = fitting;
      const alike = fitting.filter(({ source }) => source && source.kind === one?.source?.kind);
      const several = (alike.length > 1 ? alike : fitting)
        .slice(0, pointer.form === 'both' ? 2 : MAX_SEVERAL)
        .map(({ name }) => name);
      return [
        readingOf('pointed', insert(request.text, several, pointer), distance),
        readingOf('pointed', insert(request.text, several.slice(0, 1), pointer), DISTANCE.assumed),
      ];
    }
    const nth = ordinalOf(request.text);
    const listed = nth === null ? undefined : named(history).at(nth);
    // "He" says enough by itself; what else is meant may be what was talked about last.
    const others = fitting.slice(0, first && people ? 1 : 2);
    const chosen = listed === undefined ? others : [{ name: listed, passages: [] }];
    return chosen.map(({ name, passages }, i) => {
      const text = insert(request.text, [name], pointer);
      // "And before that?" wants what the question before it did, "what is it about?" says it.
      const isClear = [...request.wants.values()].some((share) => share >= CLEAR);
      const wants = isClear ? request.wants : wantsAfter([...new Set([...ONWARD, ...CHANGING])]);
      const far = i === 0 ? distance : DISTANCE.assumed;
      return readingOf('pointed', text, far, { wants, passages });
    });
  }

  /** The last question, asked of what this one names: "Where was A published?", "And B?" */
  function shifted(): Reading[] {
    const last = history.findLast(({ role }) => role === 'user');
    const mentions = names.find(request.text);
    const years = yearsIn(request.text);
    if (!last || hasOtherWords(request.text, knowledge)) return [];
    const before = said.base?.text ?? plain(last.content).slice(0, MAX_LENGTH);
    const [mention] = mentions.filter(({ type }) => type !== 'owner');
    const [year] = years;
    const [old] = yearsIn(before);
    if (!mention && year && old) {
      return [readingOf('shifted', replaced(before, old, year.text), DISTANCE.shifted)];
    }
    if (!mention) return [];
    const alike = names.find(before).filter(({ type }) => type === mention.type);
    const others = names.find(before).filter(isSubject);
    const target = alike.at(-1) ?? (isSubject(mention) ? others.at(-1) : undefined);
    const written = request.text.slice(mention.start, mention.end);
    if (target) {
      return [readingOf('shifted', replaced(before, target, written), DISTANCE.shifted)];
    }
    // The reply asked back what "it" is, and this says so.
    const [pointer] = pointersOf(before).filter(isOfThing);
    return pointer
      ? [readingOf('shifted', insert(before, [written], pointer), DISTANCE.shifted)]
      : [];
  }

  /** What the last reply named, in its order; of a list, what each item begins with. */
  function named(messages: Conversation): string[] {
    const reply = messages.findLast(({ role }) => role === 'assistant');
    if (!reply) return [];
    const namedIn = (content: string) => stackOf([{ ...reply, content }]).map(({ name }) => name);
    const items = reply.content.split('\n').filter((line) => line.startsWith('- '));
    return items.length > 1
      ? items.map((item) => namedIn(item)[0] ?? beginningOf(plain(item.slice(2))))
      : namedIn(reply.content);
  }
}

/** What an item without a name is called. */
function beginningOf(item: string): string {
  return item.split(' ').slice(0, MAX_WORDS).join(' ');
}

function probabilityOf({ acts }: Request, list: readonly Act[]): number {
  return list.reduce((sum, act) => sum + (acts.get(act) ?? 0), 0);
}

/** What was talked about of the kind that a noun behind "that", "the" or "this" names. */
function kindPointedTo(text: string, candidates: readonly Focus[]): Focus[] {
  const forms = wordsOf(text).map(({ form }) => form);
  const isSomebody = forms.some((form) => PERSON_NOUNS.has(form));
  return candidates.filter(
    ({ source, isPerson }) => (isPerson && isSomebody) || (source && forms.includes(source.kind)),
  );
}

interface Year {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function yearsIn(text: string): Year[] {
  return wordsOf(text)
    .filter(({ form }) => isYear(form))
    .map(({ form, start, end }) => ({ text: form, start, end }));
}

/** Whether a text says more than names, years and small words. */
function hasOtherWords(text: string, { names }: Knowledge): boolean {
  const mentions = names.find(text);
  return wordsOf(text).some(
    ({ form, start, end }) =>
      !isStopWord(form) &&
      commonness(form) < COMMON &&
      !isYear(form) &&
      !mentions.some((mention) => start >= mention.start && end <= mention.end),
  );
}
