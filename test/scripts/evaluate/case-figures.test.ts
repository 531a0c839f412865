import { describe, expect, it } from 'vitest';
import {
  answerabilitySection,
  stageSections,
  thresholdLosing,
} from '../../../scripts/evaluate/case-figures.ts';
import type { Outcome } from '../../../scripts/evaluate/case-run.ts';
import type { Section } from '../../../scripts/evaluate/report.ts';

const valuesOf = (section: Section | undefined) =>
  Object.fromEntries((section?.figures ?? []).map(({ name, value }) => [name, value]));

describe('answerability', () => {
  const believe = (isAnswerable: boolean, probability: number) => ({
    isAnswerable,
    probability,
    isAnswered: probability >= 0.5,
  });

  it('takes the threshold that declines a share of the answerable, and no more', () => {
    const probabilities = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
    expect(thresholdLosing(probabilities, 0.03)).toBe(0.04);
    expect(thresholdLosing([0.7, 0.2], 0.03)).toBe(0.2);
  });

  it('tells how well the probabilities part what can be answered from what cannot', () => {
    const beliefs = [
      ...[believe(true, 0.9), believe(true, 0.4)],
      ...[believe(false, 0.6), believe(false, 0.1)],
    ];
    expect(valuesOf(answerabilitySection(beliefs, 'all', 'test')[0])).toEqual({
      'area under the ROC curve': 0.75,
      'not answerable: answered, where 3 % of the answerable are declined': 0.5,
      'not answerable: answered, as shipped': 0.5,
      'answerable: declined, as shipped': 0.5,
    });
  });

  it('says nothing where one of the two is missing', () => {
    expect(answerabilitySection([believe(true, 0.9)], 'all', 'test')).toEqual([]);
  });
});

it('gives what a stage takes where it is passed, and what is left of the whole', () => {
  const outcomes = [
    { ms: 10, stages: { resolve: 1, read: 6 } },
    { ms: 4, stages: { resolve: 3 } },
  ] as unknown as Outcome[];
  const [, p95] = stageSections(outcomes);
  expect(valuesOf(p95)).toEqual({
    resolve: 3,
    read: 6,
    'propose, choose and write': 3,
    'the whole answer': 10,
  });
});
