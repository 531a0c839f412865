import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Message } from '../../domain.ts';

/** Work that a chat client asks a model to do for the client's own interface, such as naming a chat. */
export interface ClientTask {
  readonly kind: 'title' | 'tags' | 'questions' | 'queries' | 'emoji' | 'summary' | 'other';
  /** The requested JSON object, each key with an empty value of its type; null for plain text. */
  readonly shape: Readonly<Record<string, string | readonly string[]>> | null;
  /** What the task is about, oldest message first; may be empty. */
  readonly conversation: readonly Message[];
  /** The maximum number of words, if the task gives one. */
  readonly mostWords: number | null;
}

interface Sent {
  readonly role: string;
  readonly text: string;
}

/** Characters to read: instructions are at the beginning or the end of a message, near the turns that matter. */
const READ = { head: 4_000, tail: 8_000 } as const;
const MAX_BLOCKS = 5;

/**
 * Recognizes a task by its form instead of the wording of one client: it requests output that only a
 * client needs (a title, tags, …) or shows a JSON object to fill in, it restricts the form of the
 * reply, and it includes the conversation or refers to it. Null for anything else. Instructions come
 * as the last message, or as a system message before it.
 */
export function readClientTask(messages: readonly Sent[]): ClientTask | null {
  const said = messages.map(({ role, text }) => ({ role, text: withoutMiddle(text) }));
  const last = said.at(-1);
  if (last === undefined) return null;
  const before = said.slice(0, -1);
  const system = before.filter(isSystem).at(-1)?.text ?? '';
  const turns = turnsIn(last.text);
  const own = taskIn(last.text, turns.length > 0);
  if (own !== null) {
    return { ...own, conversation: turns.length > 0 ? turns : before.flatMap(spoken) };
  }
  // The instruction may be separate from the conversation, or from its first message.
  const isFirst = before.every(isSystem);
  const apart = isFirst && !isSystem(last) ? taskIn(system, turns.length > 0) : null;
  if (apart === null) return null;
  return {
    ...apart,
    conversation: turns.length > 0 ? turns : [{ role: 'user', content: last.text }],
  };
}

function taskIn(text: string, hasTurns: boolean): Omit<ClientTask, 'conversation'> | null {
  const instruction = withoutConversation(text);
  const shape = shapeIn(instruction);
  const output = OUTPUTS.find(([, command]) => command.test(instruction))?.[0];
  const isLimited = shape !== null || LIMIT.test(instruction);
  const isTask =
    (hasTurns && (shape !== null || (output !== undefined && isLimited))) ||
    (output !== undefined && isLimited && ABOUT_CONVERSATION.test(instruction));
  if (!isTask) return null;
  const byKey = KEYS.find(([, key]) =>
    Object.keys(shape ?? {}).some((name) => key.test(name)),
  )?.[0];
  return { kind: byKey ?? output ?? 'other', shape, mostWords: mostWordsIn(instruction) };
}

type Kind = ClientTask['kind'];

const COMMAND =
  '(?:generate|create|write|suggest|propose|provide|give|return|reply|respond|answer|produce|make|output|come up|summari[sz]e|condense|name|determine|your task is|you will|you are|task:)';
const requestFor = (output: string) =>
  new RegExp(`\\b${COMMAND}\\b[^.?!\\n]{0,120}\\b(?:${output})\\b`, 'i');

const OUTPUTS: readonly (readonly [Kind, RegExp])[] = [
  ['emoji', requestFor('emojis?|emoticons?')],
  ['tags', requestFor('tags?|labels?|categories')],
  [
    'questions',
    requestFor('follow[- ]?ups?|(?:next|further|three|four|five|\\d) (?:\\w+ )?questions'),
  ],
  ['queries', requestFor('(?:search )?quer(?:y|ies)')],
  [
    'title',
    requestFor(
      'titles?|headlines?|subject lines?|(?:short|chat|thread|conversation|session) names?',
    ),
  ],
  ['summary', requestFor('summary|summari[sz]e(?:r|s)?|recap')],
  ['summary', /^\W*(?:please )?(?:summari[sz]e|condense) (?:the|this|our)\b/i],
];
const KEYS: readonly (readonly [Kind, RegExp])[] = [
  ['title', /title|headline|^name$/i],
  ['tags', /tags?$|labels?$|categor/i],
  ['questions', /follow|questions?$|suggestions?$/i],
  ['queries', /quer(?:y|ies)$|keywords$/i],
  ['emoji', /emoji/i],
  ['summary', /summary/i],
];

const LIMIT =
  /\b(?:only|nothing (?:else|more)|solely|exclusively|single|no (?:other|extra|explanations?|punctuation|quotation|quotes)|without (?:any )?(?:lead-in|punctuation|quot|explan|extra)|(?:\d+|two|three|four|five|six|seven|eight|ten)(?:[- ](?:\d+|to|or|two|three|four|five|six)){0,3}[- ](?:word|character)s?|(?:at most|up to|no more than|max(?:imum)?(?: of)?|not more than) \w+ (?:words?|characters)|json|concise|short|brief(?:ly)?)\b/i;
const ABOUT_CONVERSATION =
  /\b(?:this|the|our|following|above|below|a)\s+(?:\w+ ){0,2}(?:chat|conversation|discussion|dialog(?:ue)?|exchange|message(?:s)?|chat history|thread)\b/i;

/** The first JSON object in a text, as a form to fill in. */
function shapeIn(text: string): ClientTask['shape'] {
  const shown = /\{\s*"[\w-]+"\s*:[^{}]{0,600}\}/.exec(text)?.[0];
  if (shown === undefined) return null;
  const members = [...shown.matchAll(/"([\w-]{1,40})"\s*:\s*(\[|")/g)];
  const shape = members.map(([, key = '', opening]) => [key, opening === '[' ? [] : ''] as const);
  return shape.length === 0 ? null : Object.fromEntries(shape);
}

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function mostWordsIn(text: string): number | null {
  const bound =
    /\b(?:(\d{1,2})|([a-z]{3,5}))(?:[- ]?(?:-|–|to|or)[- ]?(\d{1,2}|[a-z]{3,5}))?[- ]words?\b/i.exec(
      text,
    );
  const numberOf = (word: string | undefined) =>
    word === undefined ? 0 : Number(word) || NUMBERS.indexOf(word.toLowerCase()) + 1;
  return Math.max(numberOf(bound?.[1] ?? bound?.[2]), numberOf(bound?.[3])) || null;
}

const OPENING = /<(chat[\w-]{0,20}|conversation|messages|history|transcript|dialog(?:ue)?)>/gi;
// Every repetition here is bounded, since the caller chooses the text.
const SPEAKER =
  /^[^\S\n]{0,8}[>*#_-]{0,4}[^\S\n]{0,8}(user|human|assistant|ai|bot|model)[*_]{0,3} ?:[*_]{0,3}/gim;
/** "Message: …" of a single message, quoted or fenced. */
const QUOTED = /:\s*(?:```([\s\S]*?)```|["“]([^"”\n]+)["”])\s*$/;

/** The turns of a conversation included in a text. */
function turnsIn(text: string): Message[] {
  const block = blockIn(text)?.content ?? text;
  const speakers = [...block.matchAll(SPEAKER)];
  const turns = speakers.map((speaker, i): Message => {
    const content = block.slice(speaker.index + speaker[0].length, speakers[i + 1]?.index);
    return {
      role: /^(?:user|human)$/i.test(speaker[1] ?? '') ? 'user' : 'assistant',
      content: content.trim(),
    };
  });
  if (turns.length > 0) return turns.filter(({ content }) => content !== '');
  const [, fenced, quoted] = QUOTED.exec(text.slice(-MAX_QUESTION_LENGTH)) ?? [];
  const content = (fenced ?? quoted ?? '').trim();
  return content === '' ? [] : [{ role: 'user', content }];
}

/** A text without the turns included in it. */
function withoutConversation(text: string): string {
  const block = blockIn(text);
  if (block !== null) return `${text.slice(0, block.start)}\n${text.slice(block.end)}`;
  const [first] = text.matchAll(SPEAKER);
  if (first !== undefined) return text.slice(0, first.index);
  const quoted = QUOTED.exec(text.slice(-MAX_QUESTION_LENGTH))?.[0].length ?? 0;
  return text.slice(0, text.length - quoted);
}

/** The last closed block with a conversation; blocks before it are examples. */
function blockIn(text: string): { start: number; end: number; content: string } | null {
  const closing = (name: string, from: number) => text.indexOf(`</${name}>`, from);
  const opening = [...text.matchAll(OPENING)]
    .slice(-MAX_BLOCKS)
    .findLast((tag) => closing(tag[1] ?? '', tag.index) >= 0);
  if (opening === undefined) return null;
  const [tag, name = ''] = opening;
  const from = opening.index + tag.length;
  const to = closing(name, from);
  return { start: opening.index, end: to + name.length + 3, content: text.slice(from, to) };
}

function withoutMiddle(text: string): string {
  if (text.length <= READ.head + READ.tail) return text;
  return `${text.slice(0, READ.head)}\n${text.slice(-READ.tail)}`;
}

function isSystem({ role }: Sent): boolean {
  return role === 'system' || role === 'developer';
}

function spoken({ role, text }: Sent): Message[] {
  return role === 'user' || role === 'assistant' ? [{ role, content: text }] : [];
}
