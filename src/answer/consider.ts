import { setImmediate } from 'node:timers/promises';
import type {
  Conversation,
  Embedder,
  MessageLabels,
  Passage,
  Reader,
  RecordTiming,
  Vector,
} from '../domain.ts';
import { withoutInstructions } from '../text/instructions.ts';
import { contentStems } from '../text/words.ts';
import { boundedQuestion } from './bounds.ts';
import { LOOKED_AT } from './choose/features.ts';
import { type Evidence, gather } from './evidence.ts';
import type { Knowledge } from './knowledge.ts';
import { MAKERS } from './makers/index.ts';
import { cutTo, lengthAsked } from './makers/say.ts';
import { withUnseen } from './makers/unseen.ts';
import { type Memory, remember } from './memory.ts';
import { withoutOwner } from './names.ts';
import { lastAsked } from './resolve/base.ts';
import { resolve, type Said } from './resolve/resolve.ts';
import type { Candidate, Maker, Reading, Request, Turn } from './types.ts';
import {
  type Classifiers,
  isLong,
  maskedTexts,
  partsOf,
  understand,
} from './understand/understand.ts';

export interface ConsiderParts {
  readonly knowledge: Knowledge;
  readonly embedder: Embedder | null;
  /** Absent or null where there is none. */
  readonly reader?: Reader | null;
  readonly classifiers: Classifiers;
  /** Told of a model that failed: an embedder that fails is one that is not there. */
  readonly onModelError: (error: unknown) => void;
  readonly makers?: readonly Maker[];
}

/** A request with all that it could mean and all that could be said. */
export interface Considered {
  readonly request: Request;
  /** One for each reading; the first is the request as it was typed. */
  readonly evidence: readonly Evidence[];
  readonly candidates: readonly Candidate[];
}

/**
 * What a message does, without a look at the corpus beyond its names. Instructions to the assistant are
 * left out; a message of nothing else asks for nothing.
 */
export async function hear(
  message: string,
  { knowledge, classifiers, ...models }: ConsiderParts,
  signal: AbortSignal,
): Promise<Turn> {
  const heard = withoutInstructions(boundedQuestion(message));
  if (heard === '') return { act: 'instruct', requests: [], context: '' };
  const parts = partsOf(heard, knowledge.names);
  const labels = await labelsOf(maskedTexts(parts), { classifiers, ...models }, signal);
  const turn = understand(parts, labels, isLong(heard));
  if (!isLong(heard)) return turn;
  return { ...turn, requests: turn.requests.filter(({ text }) => isAbout(text, knowledge)) };
}

/** Whether a question is in the words of the profile: by its length a text is near to anything. */
function isAbout(text: string, knowledge: Knowledge): boolean {
  const stems = contentStems(text);
  const known = stems.filter((stem) => knowledge.has(stem));
  return knowledge.names.find(text).length > 0 || known.length * 2 > stems.length;
}

/** By the reader where it can tell, or else by the classifiers that go by a vector and words. */
async function labelsOf(
  texts: readonly string[],
  { reader, classifiers, ...models }: Omit<ConsiderParts, 'knowledge' | 'makers'>,
  signal: AbortSignal,
): Promise<MessageLabels[]> {
  try {
    if (reader?.label) return await reader.label(texts, signal);
  } catch (error) {
    signal.throwIfAborted();
    models.onModelError(error);
  }
  const vectors = await embedAll(models, texts, signal);
  return texts.map((text, i) => {
    const vector = vectors?.[i] ?? null;
    return { acts: classifiers.act(text, vector), wants: classifiers.want(text, vector) };
  });
}

/** What a conversation was about so far. */
export interface Before extends Omit<Said, 'context' | 'memory'> {
  readonly memory: Memory;
  /** What the visitor said of themselves in the beginning; empty if nothing. */
  readonly visitor: string;
}

/** Characters of an earlier message that are heard again. */
const MAX_EARLIER = 400;

/** Reads a conversation: what it has shown, and what was asked last. */
export async function recollect(
  history: Conversation,
  parts: ConsiderParts,
  signal: AbortSignal,
): Promise<Before> {
  const memory = remember(history, parts.knowledge);
  // A visitor asks last: what matters of an earlier message is its end.
  const toTurn = (message: string) => hear(message.slice(-MAX_EARLIER), parts, signal);
  const base = await lastAsked(history, parts.knowledge.names, toTurn);
  const opening = history.find(({ role }) => role === 'user');
  const first = opening && (await toTurn(opening.content));
  const visitor = first?.act === 'introduce' ? opening?.content : first?.context;
  return { history, memory, base, visitor: visitor ?? '' };
}

/** Milliseconds after which others are served before the next step. */
const LONG = 5;

/** Everything that a request could mean, with everything that could be said to it. */
export async function consider(
  request: Request,
  said: Before & Pick<Said, 'context'>,
  { knowledge, makers = MAKERS, ...models }: ConsiderParts,
  signal: AbortSignal,
  record?: RecordTiming,
): Promise<Considered> {
  const readings = resolve(request, said, knowledge);
  const started = performance.now();
  const vectors = await embedAll(models, readings.map(searched), signal);
  if (vectors) record?.('embed', performance.now() - started);
  const length = lengthAsked(request.text);
  const evidence: Evidence[] = [];
  const candidates: Candidate[] = [];
  for (const [i, reading] of readings.entries()) {
    // Others are served between two readings of a long question.
    if (i > 0) await setImmediate();
    signal.throwIfAborted();
    const vector = vectors?.[i] ?? null;
    const found = await gather(reading, vector, said.memory, knowledge, { record, signal });
    evidence.push(found);
    const proposed: Candidate[] = [];
    for (const make of makers) {
      const begun = performance.now();
      proposed.push(...make(found, knowledge));
      const took = performance.now() - begun;
      record?.('answer', took);
      if (took > LONG) await setImmediate();
    }
    const unseen = withUnseen(proposed, said.memory);
    // The choice asks how near they are, wherever they come from.
    await found.compare(unseen.flatMap(quotedPassages));
    candidates.push(...unseen.map((one) => cutTo(length, one)).sort(byMaker));
  }
  return { request, evidence, candidates };
}

function quotedPassages({ statements }: Candidate): Passage[] {
  return statements
    .slice(0, LOOKED_AT)
    .flatMap(({ quotes }) => quotes.map(({ passage }) => passage));
}

/** Of equals the first is chosen, which must not hang on the order of the makers. */
function byMaker(a: Candidate, b: Candidate): number {
  return a.maker < b.maker ? -1 : Number(a.maker > b.maker);
}

/** Every text here is about the researcher, so that the name would make each near, and none nearer. */
function searched({ question, mentions }: Reading): string {
  return withoutOwner(question, mentions);
}

/** Null without an embedder, and where it fails. */
async function embedAll(
  { embedder, onModelError }: Pick<ConsiderParts, 'embedder' | 'onModelError'>,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly Vector[] | null> {
  if (!embedder || texts.length === 0) return null;
  try {
    return await embedder.embed(texts, signal);
  } catch (error) {
    signal.throwIfAborted();
    onModelError(error);
    return null;
  }
}
