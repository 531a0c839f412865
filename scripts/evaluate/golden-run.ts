import type { Service, Source } from '../../src/domain.ts';
import { fold } from '../../src/text/words.ts';
import { ask, type GoldenCase, type Reply } from './golden.ts';
import { citationFaults, isQuoted, type Judgment, judge, shownSentences } from './scoring.ts';

export interface Outcome extends Reply {
  readonly golden: GoldenCase;
  readonly judgment: Judgment;
  readonly faults: readonly string[];
  /** Ids of the sources found for the question as understood, best first. */
  readonly found: readonly string[];
  /** Whether the question as understood names a gold source, or one is cited. */
  readonly isResolved: boolean;
}

const DEPTH = 20;

/** Asks the golden questions one after the other and judges the answers. */
export async function runGolden(
  service: Service,
  cases: readonly GoldenCase[],
  signal: AbortSignal,
): Promise<Outcome[]> {
  const sourceById = new Map(service.sources.map((source) => [source.id, source]));
  const outcomes: Outcome[] = [];
  for (const golden of cases) {
    const reply = await ask(service, golden, signal);
    const { answer, streamed } = reply;
    const faults = citationFaults(answer, sourceById);
    if (streamed !== answer.answer) faults.push('the stream differs from the answer');
    const hits = await service.search(answer.question, DEPTH, signal);
    const found = [...new Set(hits.map((hit) => hit.source.id))];
    const isResolved = (golden.expect.sources ?? []).some(
      (id) =>
        answer.citations.some(({ sourceId }) => sourceId === id) ||
        names(sourceById.get(id)).some((name) => fold(answer.question).includes(fold(name))),
    );
    outcomes.push({
      ...reply,
      golden,
      judgment: judge(golden, answer),
      faults,
      found,
      isResolved,
    });
  }
  return outcomes;
}

/** For each sentence of the quoted answers, whether it stands in what it cites. */
export function quotedSentences(outcomes: readonly Outcome[]): boolean[] {
  return outcomes
    .filter(({ answer, golden }) => answer.status === 'answered' && golden.kind !== 'meta')
    .filter(({ answer, golden }) => golden.expect.sources?.length || answer.citations.length > 0)
    .flatMap(({ answer }) => shownSentences(answer.answer).map((shown) => isQuoted(shown, answer)));
}

/** The failures of a run, each with what was got and what was expected. */
export function failures(outcomes: readonly Outcome[], column: string): string[] {
  return outcomes.flatMap(({ golden, answer, judgment, faults }) => {
    const missed = [...judgment.missed, ...faults];
    if (missed.length === 0) return [];
    const asked = fold(golden.question) === fold(answer.question) ? '' : ` → ${answer.question}`;
    return [
      `${golden.id} (${golden.split}, ${column}): ${golden.question}${asked}\n  missed: ${missed.join('; ')}\n  got: ${answer.status}, ${JSON.stringify(answer.answer.slice(0, 240))}, of ${answer.citations.map((c) => c.sourceId).join(', ') || 'nothing'}`,
    ];
  });
}

function names(source: Source | undefined): string[] {
  return source ? [source.title, ...source.aliases] : [];
}
