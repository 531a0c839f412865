import { decide } from '../../src/answer/decide.ts';
import { loadChoice } from '../../src/answer/load.ts';
import type { Answer, Service, Stage, Timings } from '../../src/domain.ts';
import { createKnowledge } from '../../src/service.ts';
import { fold } from '../../src/text/words.ts';
import type { Parts } from './all.ts';
import type { Case } from './cases.ts';
import { citationFaults, isQuoted, type Judgment, judge, shownSentences } from './scoring.ts';

export interface Reply {
  readonly answer: Answer;
  /** The text as it was streamed. */
  readonly streamed: string;
  readonly ms: number;
  /** What the stages took of it. */
  readonly stages: Timings;
}

/** Asks in-process, as the interfaces do. */
export async function ask(
  service: Service,
  { question, history }: Pick<Case, 'question' | 'history'>,
  signal: AbortSignal,
): Promise<Reply> {
  const started = performance.now();
  const stages: Partial<Record<Stage, number>> = {};
  const record = (stage: Stage, ms: number) => {
    stages[stage] = (stages[stage] ?? 0) + ms;
  };
  let streamed = '';
  for await (const event of service.ask({ question, history }, signal, record)) {
    if (event.type === 'text-delta') streamed += event.text;
    if (event.type === 'end') {
      return { answer: event.answer, streamed, ms: performance.now() - started, stages };
    }
  }
  throw new Error(`No end to the answer of: ${question}`);
}

export interface Outcome extends Reply {
  readonly asked: Case;
  readonly judgment: Judgment;
  readonly faults: readonly string[];
  /** Ids of the sources found for the question as understood, best first. */
  readonly found: readonly string[];
}

const DEPTH = 20;

/** Asks the cases one after the other and judges the answers. */
export async function runCases(
  service: Service,
  cases: readonly Case[],
  signal: AbortSignal,
): Promise<Outcome[]> {
  const sourceById = new Map(service.sources.map((source) => [source.id, source]));
  const outcomes: Outcome[] = [];
  for (const asked of cases) {
    const reply = await ask(service, asked, signal);
    const { answer, streamed } = reply;
    const faults = citationFaults(answer, sourceById);
    if (streamed !== answer.answer) faults.push('the stream differs from the answer');
    const hits = await service.search(answer.question, DEPTH, signal);
    const found = [...new Set(hits.map((hit) => hit.source.id))];
    outcomes.push({ ...reply, asked, judgment: judge(asked, answer), faults, found });
  }
  return outcomes;
}

/** The sentences of the quoted answers, and whether each stands in what it cites. */
export function quotedSentences(outcomes: readonly Outcome[]): boolean[] {
  return outcomes
    .filter(({ answer, asked }) => answer.status === 'answered' && asked.kind !== 'meta')
    .filter(({ answer, asked }) => asked.expect.sources?.length || answer.citations.length > 0)
    .flatMap(({ answer }) => shownSentences(answer.answer).map((shown) => isQuoted(shown, answer)));
}

/** The failures of a run, each with what was got and what was expected. */
export function failures(outcomes: readonly Outcome[], column: string): string[] {
  return outcomes.flatMap(({ asked, answer, judgment, faults }) => {
    const missed = [...judgment.missed, ...faults];
    if (missed.length === 0) return [];
    const { id, split, question } = asked;
    const resolved = fold(question) === fold(answer.question) ? '' : ` → ${answer.question}`;
    return [
      `${id} (${split}, ${column}): ${question}${resolved}\n  missed: ${missed.join('; ')}\n  got: ${answer.status}, ${JSON.stringify(answer.answer.slice(0, 240))}, of ${answer.citations.map((c) => c.sourceId).join(', ') || 'nothing'}`,
    ];
  });
}

/** What the choice thinks of a question. */
export interface Belief {
  readonly isAnswerable: boolean;
  /** That any of the candidates answers, by the choice. */
  readonly probability: number;
  readonly isAnswered: boolean;
}

/** Decides on all cases that say whether they are answerable. */
export async function believe(
  { index, embedder, reader, options }: Parts,
  cases: readonly Case[],
): Promise<Belief[]> {
  const parts = {
    ...{ knowledge: createKnowledge(index), embedder, reader },
    choice: loadChoice(embedder?.model ?? null),
    onModelError: () => {},
  };
  const beliefs: Belief[] = [];
  for (const { question, history, expect } of cases) {
    if (expect.status === 'any') continue;
    const { parts: decided } = await decide(question, history, parts, options.signal);
    beliefs.push({
      isAnswerable: expect.status === 'answered',
      probability: Math.max(0, ...decided.map(({ probability }) => probability)),
      isAnswered: decided.some(({ chosen }) => chosen !== null),
    });
  }
  return beliefs;
}
