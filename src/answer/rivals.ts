import type { Conversation } from '../domain.ts';
import { sentenceSpans } from '../text/sentences.ts';
import type { Chosen } from './choose/choose.ts';
import type { Considered } from './consider.ts';
import type { Knowledge } from './knowledge.ts';
import type { NameIndex } from './names.ts';
import { isSubject, plain } from './resolve/focus.ts';
import type { Candidate, Reading } from './types.ts';

/** A rival answers with at least this share of the probability that the best reading does. */
const CLOSE = 0.8;
/** Readings that a visitor is asked to choose between, at most. */
const MAX_CHOICES = 3;

/**
 * Readings about something else that are as likely as the best and as far from what was typed,
 * where the conversation does not tell which is meant.
 * @param weigh tells how likely some candidates answer
 */
export async function rivalsOf(
  best: Reading,
  { evidence, candidates }: Considered,
  said: Conversation,
  { knowledge }: { readonly knowledge: Pick<Knowledge, 'names'> },
  weigh: (candidates: readonly Candidate[]) => Promise<Chosen>,
): Promise<Reading[]> {
  // Nobody is asked back twice in a row.
  const reply = said.findLast(({ role }) => role === 'assistant');
  if (reply?.content.trimEnd().endsWith('?')) return [];
  const others = evidence
    .map(({ reading }) => reading)
    .filter((reading) => isAsFar(reading, best) && isOther(reading, best))
    .filter((reading) => !isSingledOut(best, reading, said, knowledge.names))
    .slice(0, MAX_CHOICES - 1);
  if (others.length === 0) return [];
  const of = async (reading: Reading) => {
    const own = candidates.filter((candidate) => candidate.reading === reading);
    return own.length === 0 ? 0 : (await weigh(own)).probability;
  };
  const probability = await of(best);
  const rivals: Reading[] = [];
  for (const reading of others) {
    if ((await of(reading)) >= CLOSE * probability) rivals.push(reading);
  }
  return rivals;
}

/** Whether what was said last, by the visitor or else first in the reply, names one of two alone. */
function isSingledOut(one: Reading, other: Reading, said: Conversation, names: NameIndex): boolean {
  const asked = said.findLast(({ role }) => role === 'user');
  const reply = said.findLast(({ role }) => role === 'assistant');
  const [first] = reply ? sentenceSpans(reply.content) : [];
  const opening = reply && first ? reply.content.slice(first.start, first.end) : '';
  for (const text of [asked?.content ?? '', opening]) {
    const mentions = names.find(plain(text)).filter(isSubject);
    const named = new Set(mentions.flatMap(({ sourceIds }) => sourceIds));
    const has = ({ subjects }: Reading) => subjects.some(({ id }) => named.has(id));
    if (has(one) !== has(other)) return true;
    if (has(one)) return false;
  }
  return false;
}

function isAsFar(one: Reading, other: Reading): boolean {
  return one.distance === other.distance || (one.isDangling && other.isDangling);
}

function isOther({ subjects }: Reading, best: Reading): boolean {
  return (
    best.subjects.length > 0 &&
    subjects.length > 0 &&
    !subjects.some((source) => best.subjects.includes(source))
  );
}
