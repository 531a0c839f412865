import { quantile } from '../bench/bound.ts';
import type { Outcome } from './golden-run.ts';
import { measure } from './measures.ts';
import { type Figure, figure, type Section, share, toTable } from './report.ts';

/** The figures of the golden questions in one mode. `supported` tells whether each sentence is. */
export function goldenSection(
  outcomes: readonly Outcome[],
  {
    table,
    column,
    supported,
    hasTargets,
  }: { table: string; column: string; supported: readonly boolean[]; hasTargets: boolean },
): Section {
  const aim = (target: number) => (hasTargets ? { target } : {});
  const isRight = ({ judgment }: Outcome) => judgment.verdict === 'right';
  const kinds = [...new Set(outcomes.map(({ golden }) => golden.kind))];
  const times = outcomes.map(({ ms }) => ms);
  const told = outcomes.reduce((sum, { judgment }) => sum + judgment.factsTold, 0);
  const facts = outcomes.reduce((sum, { judgment }) => sum + judgment.facts, 0);
  const figures = [
    figure('score', share(outcomes, isRight), aim(0.95)),
    ...kinds.map((kind) => {
      const ofKind = outcomes.filter(({ golden }) => golden.kind === kind);
      return figure(`${kind} (${ofKind.length})`, share(ofKind, isRight), aim(0.8));
    }),
    figure(
      'wrong answers',
      share(outcomes, (o) => o.judgment.verdict === 'wrong'),
      {
        better: 'less',
      },
    ),
    figure(
      'wrong refusals',
      share(outcomes, (o) => o.judgment.verdict === 'refused'),
      {
        better: 'less',
      },
    ),
    figure('fact recall', facts === 0 ? 1 : told / facts),
    figure(
      'citation validity',
      share(outcomes, ({ faults }) => faults.length === 0),
      { target: 1 },
    ),
    figure('sentences carried', share(supported, Boolean), { target: 1 }),
    ...retrievalFigures(outcomes),
    figure('p50', quantile(times, 0.5), { unit: 'ms', better: 'less', ...aim(30) }),
    figure('p95', quantile(times, 0.95), { unit: 'ms', better: 'less' }),
  ];
  return { table, column, figures, notes: confusion(outcomes) };
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
    figure(
      'follow-ups resolved',
      share(followUps, (outcome) => outcome.isResolved),
    ),
  ];
}

function confusion(outcomes: readonly Outcome[]): string {
  const count = (expected: string, got: string) =>
    outcomes.filter(
      ({ golden, answer }) => golden.expect.status === expected && answer.status === got,
    ).length;
  const statuses = ['answered', 'not_covered'];
  return toTable([
    ['expected', ...statuses],
    ...statuses.map((expected) => [expected, ...statuses.map((got) => `${count(expected, got)}`)]),
  ]);
}
