import type { Answer, Citation, Message } from '../domain.ts';

export type FailureKind =
  | 'offline'
  | 'unreachable'
  | 'notAllowed'
  | 'noService'
  | 'silent'
  | 'rate-limited'
  | 'refused'
  | 'server';

export interface Failure {
  readonly kind: FailureKind;
  /** Seconds to wait before trying again, if the server said so. */
  readonly retryAfter?: number | undefined;
}

export type Outcome =
  | { readonly type: 'answered'; readonly answer: Answer }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly failure: Failure };

/** A question and its outcome. */
export interface Turn {
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly askedAt: number;
  readonly question: string;
  /** Whether the question was asked without reference to the turns before it. */
  readonly fresh: boolean;
  /** The answer so far, in Markdown. */
  text: string;
  citations: Citation[];
  /** Whether the service has begun to reply. */
  isConnected?: boolean;
  /** Absent while the answer is streaming. */
  outcome?: Outcome;
}

// The limits of the server; a test compares them.
export const MAX_QUESTION_LENGTH = 2_000;
export const MAX_COMMENT_LENGTH = 1_000;
export const MAX_MESSAGES = 20;
export const MAX_MESSAGE_LENGTH = 8_000;

const MAX_TURNS_KEPT = 30;
const VERSION = 2;

export function createTurn(question: string, fresh: boolean): Turn {
  // `crypto.randomUUID` exists under https: only.
  const id = Math.random().toString(36).slice(2);
  return { id, askedAt: Date.now(), question, fresh, text: '', citations: [] };
}

/** The history to send: the answered turns since the last fresh one, within the limits of the server. */
export function historyOf(turns: readonly Turn[]): Message[] {
  return turns
    .slice(
      Math.max(
        0,
        turns.findLastIndex(({ fresh }) => fresh),
      ),
    )
    .flatMap(({ question, outcome }): Message[] =>
      outcome?.type === 'answered'
        ? [
            { role: 'user', content: cut(question) },
            { role: 'assistant', content: cut(outcome.answer.answer) },
          ]
        : [],
    )
    .slice(-MAX_MESSAGES);
}

/** The conversation as a string to store. An unfinished turn is stored as stopped. */
export function serialize(turns: readonly Turn[], open: boolean, clearedAt = 0): string {
  const kept = turns.slice(-MAX_TURNS_KEPT).map((turn) => ({
    ...turn,
    outcome: turn.outcome ?? ({ type: 'stopped' } satisfies Outcome),
  }));
  return JSON.stringify({ version: VERSION, open, clearedAt, turns: kept });
}

/** Reads what `serialize` wrote; anything else, such as another version, is an empty conversation. */
export function restore(stored: string | null): {
  turns: Turn[];
  open: boolean;
  /** When the visitor last started over, in milliseconds since 1970. */
  clearedAt: number;
} {
  try {
    const data = JSON.parse(stored ?? '');
    if (data.version !== VERSION || !data.turns.every(isTurn)) throw new TypeError();
    return { turns: data.turns, open: data.open === true, clearedAt: data.clearedAt };
  } catch {
    return { turns: [], open: false, clearedAt: 0 };
  }
}

/** The turns of both, in the order in which they were asked; of the same turn, that of `own`. */
export function merge(others: readonly Turn[], own: readonly Turn[]): Turn[] {
  return [...new Map([...others, ...own].map((turn) => [turn.id, turn])).values()].sort(
    (a, b) => a.askedAt - b.askedAt,
  );
}

/** "Title, heading", or the title alone if the heading adds nothing. */
export function locationOf(title: string, heading: string): string {
  return heading === '' || heading === title ? title : `${title}, ${heading}`;
}

/** At most `MAX_MESSAGE_LENGTH` UTF-16 code units, no surrogate pair split. */
function cut(text: string): string {
  return text.slice(0, MAX_MESSAGE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}

function isTurn(value: Turn): boolean {
  const { id, askedAt, question, text, citations, outcome } = value;
  return (
    typeof id === 'string' &&
    typeof askedAt === 'number' &&
    typeof question === 'string' &&
    typeof text === 'string' &&
    Array.isArray(citations) &&
    (outcome?.type === 'stopped' ||
      (outcome?.type === 'failed' && typeof outcome.failure.kind === 'string') ||
      (outcome?.type === 'answered' && isAnswer(outcome.answer)))
  );
}

/** Checks the fields of an answer that the widget relies on. */
export function isAnswer(value: unknown): value is Answer {
  const answer = value as Partial<Answer> | null;
  return (
    typeof answer?.answer === 'string' &&
    Array.isArray(answer.citations) &&
    Array.isArray(answer.followUps)
  );
}
