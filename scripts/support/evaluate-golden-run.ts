import type { Service, Source } from '../../src/domain.ts';
import { fold } from '../../src/text/words.ts';
import { quantile } from './bound.ts';
import { ask, type GoldenCase, type Reply } from './evaluate-golden.ts';
import { type Figure, figure, row, type Section, share } from './evaluate-report.ts';
import { citationFaults, isQuoted, type Judgement, judge, shownSentences } from './evaluate-scoring.ts';
import { measure } from './measures.ts';

export interface Outcome extends Reply {
  readonly golden: GoldenCase;
  readonly judgement: Judgement;
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
    outcomes.push({ ...reply, golden, judgement: judge(golden, answer), faults, found, isResolved });
  }
  return outcomes;
}

/** The figures of the golden questions in one mode. `carried` tells whether each sentence is. */
export function goldenSection(
  outcomes: readonly Outcome[],
  { table, column, carried }: { table: string; column: string; carried: readonly boolean[] },
): Section {
  const isRight = ({ judgement }: Outcome) => judgement.verdict === 'right';
  const kinds = [...new Set(outcomes.map(({ golden }) => golden.kind))];
  const times = outcomes.map(({ ms }) => ms);
  const told = outcomes.reduce((sum, { judgement }) => sum + judgement.factsTold, 0);
  const facts = outcomes.reduce((sum, { judgement }) => sum + judgement.facts, 0);
  const figures = [
    figure('score', share(outcomes, isRight), { target: 0.95 }),
    ...kinds.map((kind) => {
      const ofKind = outcomes.filter(({ golden }) => golden.kind === kind);
      return figure(`${kind} (${ofKind.length})`, share(ofKind, isRight), { target: 0.8 });
    }),
    figure('wrong answers', share(outcomes, (o) => o.judgement.verdict === 'wrong'), {
      better: 'less',
    }),
    figure('wrong refusals', share(outcomes, (o) => o.judgement.verdict === 'refused'), {
      better: 'less',
    }),
    figure('fact recall', facts === 0 ? 1 : told / facts),
    figure('citation validity', share(outcomes, ({ faults }) => faults.length === 0), { target: 1 }),
    figure('sentences carried', share(carried, Boolean), { target: 1 }),
    ...retrievalFigures(outcomes),
    figure('p50', quantile(times, 0.5), { unit: 'ms', better: 'less', target: 30 }),
    figure('p95', quantile(times, 0.95), { unit: 'ms', better: 'less' }),
  ];
  return { table, column, figures, notes: confusion(outcomes) };
}

/** For each sentence of the quoted answers, whether it stands in what it cites. */
export function quotedSentences(outcomes: readonly Outcome[]): boolean[] {
  return outcomes
    .filter(({ answer, golden }) => answer.status === 'answered' && golden.kind !== 'meta')
    .filter(({ answer, golden }) => golden.expect.sources?.length || answer.citations.length > 0)
    .flatMap(({ answer }) => shownSentences(answer.answer).map((shown) => isQuoted(shown, answer)));
}

function retrievalFigures(outcomes: readonly Outcome[]): Figure[] {
  const sought = outcomes.filter(({ golden }) => golden.expect.sources?.length);
  const rankings = sought.map(({ golden, found }) =>
    measure(found, new Map(golden.expect.sources?.map((id) => [id, 1]))),
  );
  const hit = sought.filter(({ golden, found }) =>
    found.slice(0, 5).some((id) => golden.expect.sources?.includes(id)),
  );
  const followUps = sought.filter(({ golden }) => golden.history.length > 0);
  return [
    figure('hit@5', hit.length / Math.max(1, sought.length)),
    figure('MRR', rankings.reduce((sum, r) => sum + r.mrr10, 0) / Math.max(1, sought.length)),
    figure('follow-ups resolved', share(followUps, (outcome) => outcome.isResolved)),
  ];
}

function names(source: Source | undefined): string[] {
  return source ? [source.title, ...source.aliases] : [];
}

function confusion(outcomes: readonly Outcome[]): string {
  const count = (expected: string, got: string) =>
    outcomes.filter(
      ({ golden, answer }) => golden.expect.status === expected && answer.status === got,
    ).length;
  return [
    row(['expected', 'answered', 'not_covered']),
    '|---|---:|---:|',
    ...['answered', 'not_covered'].map((expected) =>
      row([expected, ...['answered', 'not_covered'].map((got) => String(count(expected, got)))]),
    ),
  ].join('\n');
}

/** The failures of a run, each with what was got and what was expected. */
export function failures(outcomes: readonly Outcome[], column: string): string[] {
  return outcomes.flatMap(({ golden, answer, judgement, faults }) => {
    const missed = [...judgement.missed, ...faults];
    if (missed.length === 0) return [];
    const asked = fold(golden.question) === fold(answer.question) ? '' : ` → ${answer.question}`;
    return [
      `${golden.id} (${golden.split}, ${column}): ${golden.question}${asked}\n  missed: ${missed.join('; ')}\n  got: ${answer.status}, ${JSON.stringify(answer.answer.slice(0, 240))}, of ${answer.citations.map((c) => c.sourceId).join(', ') || 'nothing'}`,
    ];
  });
}
