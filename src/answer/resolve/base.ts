import type { Conversation } from '../../domain.ts';
import type { NameIndex } from '../names.ts';
import type { Act, Request, Turn } from '../types.ts';
import { likeliest } from '../understand/classifier.ts';
import { isSubject, plain } from './focus.ts';
import { insert, isOfThing, pointersOf } from './pointers.ts';

/** Acts of messages that ask something new. */
const ASKS: ReadonlySet<Act> = new Set(['ask']);
/** Acts of messages that change the question before them. */
const CHANGES: ReadonlySet<Act> = new Set(['narrow', 'widen', 'correct', 'compare-with']);
/** Messages that are looked at, the newest first. */
const MAX_MESSAGES = 4;

/**
 * The last question of a conversation, as one that stands alone: what it points to taken from what
 * was replied, and what later messages changed put behind it. Null where nothing was asked.
 * @param hear tells what a message does and asks
 */
export async function lastAsked(
  history: Conversation,
  names: NameIndex,
  hear: (message: string) => Promise<Turn>,
): Promise<Request | null> {
  const asked = history.flatMap(({ role, content }, i) =>
    role === 'user' ? [{ content, i }] : [],
  );
  const changes: string[] = [];
  for (const { content, i } of asked.reverse().slice(0, MAX_MESSAGES)) {
    const { requests } = await hear(plain(content));
    const request = requests.at(-1);
    if (!request) continue;
    const act = likeliest(request.acts);
    if (CHANGES.has(act)) changes.unshift(request.text);
    if (!ASKS.has(act)) continue;
    const text = [standing(request.text, i), ...changes].join(' ');
    return { ...request, text };
  }
  return null;

  /** With a thing in the place of a pronoun: one that the reply names, or else what was said before. */
  function standing(text: string, at: number): string {
    const [pointer] = pointersOf(text).filter(isOfThing);
    if (!pointer || names.find(text).some(isSubject)) return text;
    const said = [history[at + 1], ...history.slice(0, at).reverse()];
    const things = said.flatMap((message) =>
      names
        .find(plain(message?.content ?? ''))
        .filter((one) => isSubject(one) && one.type !== 'person'),
    );
    return things[0] ? insert(text, [things[0].name], pointer) : text;
  }
}
