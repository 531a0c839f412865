import type { Stage } from '../../src/domain.ts';
import { quantile } from '../bench/bound.ts';
import type { Belief, Outcome } from './case-run.ts';
import { measure } from './measures.ts';
import { type Figure, figure, type Section, shareOf, toTable } from './report.ts';
import { areaUnderCurve } from './roc.ts';

/** How the answers to some cases did. `supported` tells of each sentence whether it is. */
export function answersSection(
  outcomes: readonly Outcome[],
  { table, column, supported }: { table: string; column: string; supported: readonly boolean[] },
): Section {
  const times = outcomes.map(({ ms }) => ms);
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((all, o) => all + of(o), 0);
  const facts = sum(({ judgment }) => judgment.facts);
  const told = sum(({ judgment }) => judgment.factsTold);
  const sought = outcomes.filter(({ asked }) => asked.expect.sources?.length);
  const found = sought.map(({ asked, found }) =>
    measure(found, new Map(asked.expect.sources?.map((id) => [id, 1]))),
  );
  const reciprocal = found.reduce((all, { mrr10 }) => all + mrr10, 0);
  const hit = (o: Outcome) =>
    o.found.slice(0, 5).some((id) => o.asked.expect.sources?.includes(id));
  const figures = [
    shareOf('right', outcomes, isRight),
    shareOf('wrong answers', outcomes, ({ judgment }) => judgment.verdict === 'wrong', {
      better: 'less',
    }),
    shareOf('wrong declines', outcomes, ({ judgment }) => judgment.verdict === 'refused', {
      better: 'less',
    }),
    shareOf('incomplete answers', outcomes, ({ judgment }) => judgment.verdict === 'poor', {
      better: 'less',
    }),
    figure('expected facts given', facts === 0 ? 1 : told / facts, { of: facts }),
    shareOf('citations valid', outcomes, ({ faults }) => faults.length === 0, { target: 1 }),
    shareOf('sentences supported', supported, Boolean, { target: 1 }),
    ...(sought.length === 0
      ? []
      : [
          shareOf('expected source among the first five found', sought, hit),
          figure('MRR of the expected source', reciprocal / sought.length),
        ]),
    figure('p50', quantile(times, 0.5), { unit: 'ms', better: 'less' }),
    figure('p95', quantile(times, 0.95), { unit: 'ms', better: 'less' }),
  ];
  return { table, column, figures, notes: statuses(outcomes) };
}

function isRight({ judgment }: Outcome): boolean {
  return judgment.verdict === 'right';
}

/** The share that is right of each kind of question. */
export function kindsSection(outcomes: readonly Outcome[], table: string, column: string): Section {
  const kinds = [...new Set(outcomes.map(({ asked }) => asked.kind))].sort();
  const figures = kinds.map((kind) =>
    shareOf(
      kind,
      outcomes.filter(({ asked }) => asked.kind === kind),
      isRight,
    ),
  );
  return { table, column, figures };
}

function statuses(outcomes: readonly Outcome[]): string {
  const count = (expected: string, got: string) =>
    outcomes.filter(
      ({ asked, answer }) => asked.expect.status === expected && answer.status === got,
    ).length;
  const all = ['answered', 'not_covered'];
  return toTable([
    ['expected', ...all],
    ...all.map((expected) => [expected, ...all.map((got) => `${count(expected, got)}`)]),
  ]);
}

/** The share of answerable questions whose loss is taken as the price of fewer false answers. */
const LOSS = 0.03;

/** How well the probability of the choice tells what is answerable from what is not. */
export function answerabilitySection(
  beliefs: readonly Belief[],
  column: string,
  label: string,
): Section[] {
  const yes = beliefs.filter(({ isAnswerable }) => isAnswerable);
  const no = beliefs.filter(({ isAnswerable }) => !isAnswerable);
  if (yes.length === 0 || no.length === 0) return [];
  const threshold = thresholdLosing(
    yes.map(({ probability }) => probability),
    LOSS,
  );
  const auc = areaUnderCurve(
    yes.map(({ probability }) => probability),
    no.map(({ probability }) => probability),
  );
  const less = { better: 'less' } as const;
  const figures: Figure[] = [
    figure('area under the ROC curve', auc),
    shareOf(
      `not answerable: answered, where ${LOSS * 100} % of the answerable are declined`,
      no,
      ({ probability }) => probability >= threshold,
      less,
    ),
    shareOf('not answerable: answered, as shipped', no, ({ isAnswered }) => isAnswered, less),
    shareOf('answerable: declined, as shipped', yes, ({ isAnswered }) => !isAnswered, less),
  ];
  return [{ table: `Answerability (${label})`, column, figures }];
}

/** The highest threshold below which no more than a share of the probabilities are. */
export function thresholdLosing(probabilities: readonly number[], loss: number): number {
  const sorted = [...probabilities].sort((a, b) => a - b);
  return sorted[Math.floor(loss * sorted.length)] ?? 0;
}

const STAGES: readonly Stage[] = [
  ...(['resolve', 'embed', 'keyword', 'vector', 'fuse', 'read', 'answer', 'check'] as const),
];

/** The time of each stage, over the questions that pass it. */
export function stageSections(outcomes: readonly Outcome[]): Section[] {
  const times = new Map<string, number[]>();
  const add = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
  for (const { stages, ms } of outcomes) {
    let rest = ms;
    for (const stage of STAGES) {
      const spent = stages[stage];
      if (spent === undefined) continue;
      add(stage, spent);
      rest -= spent;
    }
    add('propose, choose and write', rest);
    add('the whole answer', ms);
  }
  const rows = [...STAGES, 'propose, choose and write', 'the whole answer'];
  const sectionAt = (column: string, part: number): Section => ({
    table: 'Time by stage',
    column,
    figures: rows.flatMap((name) => {
      const list = times.get(name);
      if (!list) return [];
      return [figure(name, quantile(list, part), { unit: 'ms', better: 'less' })];
    }),
  });
  return [sectionAt('p50', 0.5), sectionAt('p95', 0.95)];
}
