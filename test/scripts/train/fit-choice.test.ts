import { describe, expect, it } from 'vitest';
import {
  accuracyAt,
  crossValidate,
  fitChoice,
  learningCurve,
  outcomeOf,
} from '../../../scripts/train/fit-choice.ts';
import type { CaseRows } from '../../../scripts/train/rows.ts';
import { FEATURES, type Features } from '../../../src/answer/choose/features.ts';

const featuresOf = (some: Partial<Features>): Features => ({
  ...(Object.fromEntries(FEATURES.map((name) => [name, 0])) as Features),
  ...some,
});

/** Of two candidates the one that covers the question is right; one alone that does not is wrong. */
function caseOf(number: number, split: 'tune' | 'test'): CaseRows {
  const isAnswerable = number % 3 !== 0;
  const row = (covered: number, isRight: boolean) =>
    ({
      maker: 'prose',
      features: featuresOf({ covered }),
      isRight,
      candidate: {},
    }) as unknown as CaseRows['rows'][number];
  return {
    id: `case-${number}`,
    kind: 'definition',
    group: `group-${number}`,
    split,
    isAnswerable,
    rows: isAnswerable ? [row(0.1, false), row(0.9, true)] : [row(0.1, false)],
  };
}

const tuned = Array.from({ length: 24 }, (_, i) => caseOf(i, 'tune'));
const tested = Array.from({ length: 9 }, (_, i) => caseOf(100 + i, 'test'));

describe('the fit of the choice', () => {
  it('finds which feature tells what is right, for cases that it has not seen', () => {
    const outcomes = tested.map((one) => outcomeOf(one, fitChoice(tuned)));
    expect(accuracyAt(outcomes, 0.5)).toBe(1);
    expect(accuracyAt(crossValidate(tuned, 4), 0.5)).toBe(1);
  });

  it('is told of with more and more of the groups, the last time with all', () => {
    const curve = learningCurve(tuned, tested, 0.5);
    expect(curve.map(({ share, cases }) => [share, cases])).toEqual([
      [0.25, 6],
      [0.5, 12],
      [0.75, 18],
      [1, 24],
    ]);
    expect(curve.at(-1)?.heldOut).toBe(1);
  });
});
