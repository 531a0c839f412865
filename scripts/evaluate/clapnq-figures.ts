import { quantile } from '../bench/bound.ts';
import type { ClapOutcome } from './clapnq.ts';
import { figure, type Section, share, toTable } from './report.ts';
import { areaUnderCurve } from './roc.ts';

/** The share of answerable questions at which refusals are compared. */
const COVERAGE = 0.85;
const POINTS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

export interface RiskPoint {
  /** Of the probability; at or above it a question is answered. */
  readonly threshold: number;
  /** Of the answerable questions: answered, and with their passage cited. */
  readonly answered: number;
  readonly withGold: number;
  /** Of the unanswerable ones. */
  readonly refused: number;
  /** Of all that is answered, the share that is unanswerable or cites another passage. */
  readonly risk: number;
}

/** What happens when a question is answered from a threshold on, all else as the service has it. */
export function riskAt(outcomes: readonly ClapOutcome[], threshold: number): RiskPoint {
  const isOpen = (o: ClapOutcome) => o.probability >= threshold;
  const yes = outcomes.filter(({ question }) => question.isAnswerable);
  const no = outcomes.filter(({ question }) => !question.isAnswerable);
  const good = yes.filter((o) => isOpen(o) && o.wouldCiteGold);
  const answered = outcomes.filter(isOpen);
  return {
    threshold,
    answered: share(yes, isOpen),
    withGold: good.length / Math.max(1, yes.length),
    refused: share(no, (o) => !isOpen(o)),
    risk: answered.length === 0 ? 0 : 1 - good.length / answered.length,
  };
}

/** The highest threshold at which so many answerable questions are answered with their passage. */
export function thresholdFor(outcomes: readonly ClapOutcome[], coverage: number): RiskPoint | null {
  const thresholds = [...new Set(outcomes.map((o) => o.probability))].sort((a, b) => b - a);
  for (const threshold of thresholds) {
    const point = riskAt(outcomes, threshold);
    if (point.withGold >= coverage) return point;
  }
  return null;
}

export function clapSection(outcomes: readonly ClapOutcome[]): Section {
  const yes = outcomes.filter(({ question }) => question.isAnswerable);
  const no = outcomes.filter(({ question }) => !question.isAnswerable);
  const at = thresholdFor(outcomes, COVERAGE);
  const times = outcomes.map(({ ms }) => ms);
  const marked: [RiskPoint, string][] = POINTS.map((threshold) => [
    riskAt(outcomes, threshold),
    '',
  ]);
  if (at) marked.push([at, `${COVERAGE * 100} % answered with their passage`]);
  const curve = marked
    .sort(([a], [b]) => a.threshold - b.threshold)
    .map(([point, mark]) => [
      point.threshold.toFixed(2),
      ...[point.answered, point.withGold, point.refused, point.risk].map((n) => n.toFixed(3)),
      mark,
    ]);
  return {
    table: 'CLAP NQ: questions with and without an answer in the corpus',
    column: `${outcomes.length} questions`,
    figures: [
      figure(
        'answerable: answered with their passage cited',
        share(yes, (o) => o.isAnswered && o.wouldCiteGold),
        {
          target: COVERAGE,
        },
      ),
      figure(
        'answerable: answered',
        share(yes, (o) => o.isAnswered),
      ),
      figure(
        'unanswerable: refused',
        share(no, (o) => !o.isAnswered),
        { target: 0.6 },
      ),
      figure(`unanswerable: refused where ${COVERAGE * 100} % are answered`, at?.refused ?? 0, {
        target: 0.6,
      }),
      figure(
        'gold passage among the sentences chosen',
        share(yes, (o) => o.wouldCiteGold),
      ),
      figure(
        'area under the ROC curve of the probability',
        areaUnderCurve(
          yes.map(({ probability }) => probability),
          no.map(({ probability }) => probability),
        ),
      ),
      figure('p50', quantile(times, 0.5), { unit: 'ms', better: 'less' }),
    ],
    notes: [
      'Risk and coverage as the threshold of the probability moves. Risk: of what is answered, the share that is unanswerable or cites another passage.',
      toTable([
        [
          'threshold',
          'answerable answered',
          'with their passage',
          'unanswerable refused',
          'risk',
          '',
        ],
        ...curve,
      ]),
    ].join('\n\n'),
  };
}
