import type { Answer, Citation, Message } from '../domain.ts';
import type { Strings } from './strings.ts';

export type FailureKind =
  | 'offline'
  | 'unreachable'
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
  readonly question: string;
  /** The answer so far, in Markdown. */
  text: string;
  citations: Citation[];
  /** Absent while the answer is streaming. */
  outcome?: Outcome;
}

// The limits of the server; a test compares them.
export const MAX_QUESTION_LENGTH = 2_000;
export const MAX_MESSAGES = 20;
export const MAX_MESSAGE_LENGTH = 8_000;

const MAX_TURNS_KEPT = 30;
const VERSION = 1;

/** The history to send: the latest answered turns, within the limits of the server. */
export function historyOf(turns: readonly Turn[]): Message[] {
  return turns
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
export function serialize(turns: readonly Turn[], open: boolean): string {
  const kept = turns.slice(-MAX_TURNS_KEPT).map((turn) => ({
    ...turn,
    outcome: turn.outcome ?? ({ type: 'stopped' } satisfies Outcome),
  }));
  return JSON.stringify({ version: VERSION, open, turns: kept });
}

/** Reads what `serialize` wrote; anything else, such as another version, is an empty conversation. */
export function restore(stored: string | null): { turns: Turn[]; open: boolean } {
  try {
    const data = JSON.parse(stored ?? '');
    if (data.version !== VERSION || !data.turns.every(isTurn)) throw new TypeError();
    return { turns: data.turns, open: data.open === true };
  } catch {
    return { turns: [], open: false };
  }
}

/** An answer with its references, to paste into a document. */
export function withReferences(
  { answer, citations }: Answer,
  { sources, profileWords, about }: Pick<Strings, 'sources' | 'profileWords' | 'about'>,
): string {
  const references = citations.map(
    ({ index, title, heading, quote, url }) =>
      `[${index}] ${profileWords}: “${quote}” – ${about} ${locationOf(title, heading)}${url === null ? '' : `, ${url}`}`,
  );
  return [answer, ...(references.length > 0 ? [`${sources}\n${references.join('\n')}`] : [])].join(
    '\n\n',
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
  const { question, text, citations, outcome } = value;
  return (
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
