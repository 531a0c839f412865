import type { Conversation, Embedder, Reader, RecordTiming } from '../domain.ts';
import { recentTurns } from './bounds.ts';
import { choose } from './choose/choose.ts';
import { supplemented } from './choose/supplement.ts';
import { type Considered, consider, hear, recollect } from './consider.ts';
import type { Evidence } from './evidence.ts';
import type { Knowledge } from './knowledge.ts';
import type { LoadedChoice } from './load.ts';
import { cutTo, lengthAsked } from './makers/say.ts';
import type { Memory } from './memory.ts';
import { rivalsOf } from './rivals.ts';
import type { Candidate, Maker, Reading, Turn } from './types.ts';

export interface DecideParts {
  readonly knowledge: Knowledge;
  readonly embedder: Embedder | null;
  readonly reader: Reader | null;
  readonly choice: LoadedChoice;
  /** Told of a model that failed; the decision is made without it. */
  readonly onModelError: (error: unknown) => void;
  readonly makers?: readonly Maker[];
}

/** What a message does, and what is said to each thing that it asks. */
export interface Decision {
  readonly turn: Turn;
  /** What the conversation has shown, and what the visitor said of themselves. */
  readonly memory: Memory;
  readonly visitor: string;
  /** One for each request, in order; none where the message only instructs the assistant. */
  readonly parts: readonly Decided[];
}

/** A request with what is said to it. */
export interface Decided extends Considered {
  /** Null where nothing answers, or where the visitor has to say first what is meant. */
  readonly chosen: Candidate | null;
  /** The likeliest candidate, chosen or not; null where there is none. */
  readonly best: Candidate | null;
  /** The next best candidate, if it is about as likely. */
  readonly runnerUp: Candidate | undefined;
  /** The probability that any of the candidates answers. */
  readonly probability: number;
  /** What was found for the reading that is answered, or else for the one that was most likely meant. */
  readonly likeliest: Evidence;
  /** The readings between which the visitor has to choose; none where one is likelier. */
  readonly ambiguous: readonly Reading[];
}

/** Requests of one message that are answered. */
const MAX_REQUESTS = 3;

/** Decides what to say to a message: a choice for each request in it, or none. */
export async function decide(
  message: string,
  conversation: Conversation,
  parts: DecideParts,
  signal: AbortSignal,
  record?: RecordTiming,
): Promise<Decision> {
  const { choice, ...rest } = parts;
  const models = { ...rest, classifiers: choice.classifiers };
  const history = recentTurns(conversation);
  const started = performance.now();
  const embedder = choice.readsVectors ? parts.embedder : null;
  const turn = await hear(message, { ...models, embedder }, signal);
  const before = await recollect(history, { ...models, embedder }, signal);
  record?.('resolve', performance.now() - started);
  const requests = turn.requests
    .flatMap((request) => (request.joined.length > 1 ? request.joined : [request]))
    .slice(0, MAX_REQUESTS);
  const decided: Decided[] = [];
  for (const [i, request] of requests.entries()) {
    // What a message asks first is talked about when it asks the next.
    const asked = requests
      .slice(0, i)
      .map(({ text }) => ({ role: 'user' as const, content: text }));
    const said = { ...before, context: turn.context, history: [...history, ...asked] };
    const considered = await consider(request, said, models, signal, record);
    decided.push(await chosenOf(considered, said.history, parts, signal, record));
  }
  const visitor = turn.context === '' ? before.visitor : turn.context;
  // Several answers are long enough as they are.
  const { memory } = before;
  const answered = decided.length > 1 ? decided : decided.map((one) => withRunnerUp(one, memory));
  return { turn, memory, visitor, parts: answered };
}

/** With what another candidate that is about as likely adds to the one that was chosen, if it is new. */
function withRunnerUp(one: Decided, memory: Memory): Decided {
  const { chosen, runnerUp, request } = one;
  if (!chosen || !runnerUp) return one;
  const statements = runnerUp.statements.filter(({ text }) => !memory.isShown(text));
  const both = supplemented(chosen, { ...runnerUp, statements });
  return { ...one, chosen: cutTo(lengthAsked(request.text), both) };
}

async function chosenOf(
  considered: Considered,
  said: Conversation,
  parts: DecideParts,
  signal: AbortSignal,
  record?: RecordTiming,
): Promise<Decided> {
  const { evidence, candidates } = considered;
  const weigh = (some: readonly Candidate[]) => choose(some, evidence, parts, signal, record);
  const { best, runnerUp, probability } = await weigh(candidates);
  const [typed] = evidence;
  if (!typed) throw new Error('A request needs a reading.');
  const { withReader, withoutReader } = parts.choice;
  const { threshold } = parts.reader ? withReader : withoutReader;
  const isAnswered = best !== undefined && probability >= threshold;
  // A question that points to nothing is declined as it was typed.
  const found =
    (isAnswered || typed.reading.isDangling
      ? evidence.find(({ reading }) => reading === best?.reading)
      : undefined) ?? typed;
  const rivals = isAnswered ? await rivalsOf(best.reading, considered, said, parts, weigh) : [];
  return {
    ...considered,
    chosen: isAnswered && rivals.length === 0 ? best : null,
    best: best ?? null,
    runnerUp,
    probability,
    likeliest: found,
    ambiguous: rivals.length > 0 ? [found.reading, ...rivals] : [],
  };
}
