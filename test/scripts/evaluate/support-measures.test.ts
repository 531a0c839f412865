import { describe, expect, it } from 'vitest';
import { compareWords, resolveCanard } from '../../../scripts/evaluate/canard.ts';
import type { ClapOutcome } from '../../../scripts/evaluate/clapnq.ts';
import { riskAt, thresholdFor } from '../../../scripts/evaluate/clapnq-figures.ts';

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
  const outcome = (isAnswerable: boolean, probability: number, wouldCiteGold: boolean) =>
    ({
      question: { isAnswerable },
      probability,
      wouldCiteGold,
    }) as ClapOutcome;
  const outcomes = [
    outcome(true, 0.9, true),
    outcome(true, 0.6, false),
    outcome(true, 0.4, true),
    outcome(false, 0.8, true),
    outcome(false, 0.2, false),
  ];

  it.each([
    [0.85, { answered: 1 / 3, withGold: 1 / 3, refused: 1, risk: 0 }],
    [0.6, { answered: 2 / 3, withGold: 1 / 3, refused: 0.5, risk: 2 / 3 }],
    [0.1, { answered: 1, withGold: 2 / 3, refused: 0, risk: 3 / 5 }],
    [1, { answered: 0, withGold: 0, refused: 1, risk: 0 }],
  ])('at the threshold %d', (threshold, expected) => {
    const point = riskAt(outcomes, threshold);
    for (const [name, value] of Object.entries(expected)) {
      expect([name, point[name as keyof typeof point]]).toEqual([name, expect.closeTo(value)]);
    }
  });

  it('finds the highest threshold that answers a share with its passage', () => {
    expect(thresholdFor(outcomes, 0.6)?.threshold).toBe(0.4);
    expect(thresholdFor(outcomes, 0.9)).toBeNull();
  });
});
