/** The area under the ROC curve: how often a positive is above a negative; a tie counts half. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const above = positives.reduce(
    (sum, p) => sum + negatives.reduce((won, n) => won + (p > n ? 1 : p === n ? 0.5 : 0), 0),
    0,
  );
  return above / (positives.length * negatives.length);
}
