import { describe, expect, it } from 'vitest';
import { mean, measure } from '../../../scripts/evaluate/measures.ts';

const judgments = new Map([
  ['a', 2],
  ['b', 1],
  ['c', 0],
]);

describe('measure', () => {
  it('gives 1 to the ideal ranking', () => {
    expect(measure(['a', 'b', 'c'], judgments)).toEqual({
      ndcg10: 1,
      mrr10: 1,
      recall10: 1,
      recall100: 1,
    });
  });

  it('discounts by log2 of the rank, with linear gain', () => {
    const { ndcg10, mrr10, recall10 } = measure(['c', 'b'], judgments);
    expect(ndcg10).toBeCloseTo(1 / Math.log2(3) / (2 + 1 / Math.log2(3)), 10);
    expect(mrr10).toBe(1 / 2);
    expect(recall10).toBe(1 / 2);
  });

  it('counts nothing beyond the tenth, but for recall@100', () => {
    const ranking = [...Array.from({ length: 10 }, (_, i) => `x${i}`), 'a', 'b'];
    expect(measure(ranking, judgments)).toEqual({
      ndcg10: 0,
      mrr10: 0,
      recall10: 0,
      recall100: 1,
    });
  });

  it('is averaged over the questions', () => {
    const [best, worst] = [measure(['a', 'b'], judgments), measure([], judgments)];
    expect(mean([best, worst]).ndcg10).toBe(0.5);
  });
});
