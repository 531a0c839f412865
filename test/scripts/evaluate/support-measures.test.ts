import { describe, expect, it } from 'vitest';
import { compareWords, resolveCanard } from '../../../scripts/evaluate/canard.ts';
import type { ClapOutcome } from '../../../scripts/evaluate/clapnq.ts';
import { riskAt, thresholdFor } from '../../../scripts/evaluate/clapnq-figures.ts';
import { fitLogistic, predict, type Row } from '../../../scripts/train/regression.ts';

const ASKED = {
  History: ['INXS', 'Early years', 'Where did INXS play?', 'At a hotel.'],
  Question: 'Did it have a singer?',
  Rewrite: 'Did INXS have a famous singer?',
};

describe('CANARD', () => {
  it('puts the page that is talked about in the place of a pronoun', () => {
    expect(resolveCanard(ASKED)).toBe('Did INXS have a singer?');
  });

  it('counts the words of the rewrite that were missing, brought, kept and added', () => {
    expect(compareWords(ASKED, 'Did INXS have a singer at Rome?')).toEqual({
      missing: 2,
      brought: 1,
      all: 3,
      kept: 2,
      added: 2,
      addedRightly: 1,
    });
  });
});

describe('risk and coverage', () => {
  const outcome = (isAnswerable: boolean, logOdds: number, wouldCiteGold: boolean) =>
    ({
      question: { isAnswerable },
      logOdds,
      wouldCiteGold,
      missesPoint: false,
    }) as ClapOutcome;
  const outcomes = [
    outcome(true, 3, true),
    outcome(true, 1, false),
    outcome(true, 0, true),
    outcome(false, 2, true),
    outcome(false, -1, false),
  ];

  it.each([
    [2.5, { answered: 1 / 3, withGold: 1 / 3, refused: 1, risk: 0 }],
    [1, { answered: 2 / 3, withGold: 1 / 3, refused: 0.5, risk: 2 / 3 }],
    [-9, { answered: 1, withGold: 2 / 3, refused: 0, risk: 3 / 5 }],
    [9, { answered: 0, withGold: 0, refused: 1, risk: 0 }],
  ])('at the threshold %d', (threshold, expected) => {
    const point = riskAt(outcomes, threshold);
    for (const [name, value] of Object.entries(expected)) {
      expect([name, point[name as keyof typeof point]]).toEqual([name, expect.closeTo(value)]);
    }
  });

  it('finds the highest threshold that answers a share with its passage', () => {
    expect(thresholdFor(outcomes, 0.6)?.threshold).toBe(0);
    expect(thresholdFor(outcomes, 0.9)).toBeNull();
  });
});

describe('fitLogistic', () => {
  const rows = [0, 1, 2, 3, 4, 5, 6, 7].map(
    (x): Row => ({ features: [x, 1], label: x >= 4 ? 1 : 0, weight: 1 }),
  );

  it('separates what a feature separates, and gives a constant one no weight', () => {
    const fit = fitLogistic(rows);
    expect(rows.map(({ features }) => Number(predict(fit, features) > 0))).toEqual(
      rows.map(({ label }) => label),
    );
    expect(fit.weights[1]).toBeCloseTo(0);
    expect(predict(fit, [3.5, 1])).toBeCloseTo(0);
  });

  it('counts a row as often as it weighs', () => {
    const [first, ...others] = rows;
    if (!first) throw new Error('unreachable');
    const weighed = fitLogistic([{ ...first, weight: 2 }, ...others]);
    const repeated = fitLogistic([first, ...rows]);
    expect(weighed.weights[0]).toBeCloseTo(repeated.weights[0] ?? 0);
    expect(weighed.constant).toBeCloseTo(repeated.constant);
  });
});
