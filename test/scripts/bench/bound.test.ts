import { expect, it } from 'vitest';
import { isWithin, quantile } from '../../../scripts/bench/bound.ts';

const figure = { name: 'p50', value: 20, unit: 'ms' };

it.each([
  [{}, true],
  [{ atMost: 20 }, true],
  [{ atMost: 19 }, false],
  [{ atLeast: 21 }, false],
  [{ ratio: 1.2, ratioAtMost: 1 }, false],
  [{ ratio: 0.9, ratioAtMost: 1 }, true],
  [{ ratio: 0.9, ratioAtLeast: 1 }, false],
  [{ ratio: 0.9, ratioAtMost: 1, atMost: 19 }, false],
])('holds a figure of 20 to %j: %s', (bound, pass) => {
  expect(isWithin({ ...figure, ...bound })).toBe(pass);
});

it('holds no figure to a peer that was not measured', () => {
  expect(isWithin({ ...figure, ratioAtMost: 1 })).toBe(true);
});

it('finds quantiles of values in any order', () => {
  const values = [5, 1, 4, 2, 3];
  expect(quantile(values, 0.5)).toBe(3);
  expect(quantile(values, 0.99)).toBe(5);
  expect(quantile([], 0.5)).toBe(0);
});
