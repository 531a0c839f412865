/** A row of a weighted binary regression. */
export interface Row {
  readonly features: readonly number[];
  readonly label: 0 | 1;
  readonly weight: number;
}

export interface Fit {
  /** One for each feature, in the features' own scale. */
  readonly weights: readonly number[];
  readonly constant: number;
}

const STEPS = 4000;
const RATE = 0.5;
const L2 = 0.002;

/**
 * A logistic regression with an L2 penalty, by gradient descent over standardized features; the same
 * rows give the same weights.
 */
export function fitLogistic(rows: readonly Row[]): Fit {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const columns = (rows[0]?.features ?? []).map((_, column) => {
    const at = ({ features }: Row) => features[column] ?? 0;
    const mean = rows.reduce((sum, one) => sum + one.weight * at(one), 0) / total;
    const variance = rows.reduce((sum, one) => sum + one.weight * (at(one) - mean) ** 2, 0) / total;
    // A feature that never varies gets no weight.
    return { at, mean, deviation: Math.sqrt(variance) || 1 };
  });
  const inputs = rows.map((one) => columns.map((c) => (c.at(one) - c.mean) / c.deviation));
  const scaled = columns.map(() => 0);
  let bias = 0;
  for (let step = 0; step < STEPS; step++) {
    const gradient = columns.map(() => 0);
    let biasGradient = 0;
    rows.forEach(({ label, weight }, i) => {
      const input = inputs[i] ?? [];
      const logit = input.reduce((sum, value, j) => sum + value * (scaled[j] ?? 0), bias);
      const error = (weight * (1 / (1 + Math.exp(-logit)) - label)) / total;
      biasGradient += error;
      for (let j = 0; j < gradient.length; j++) {
        gradient[j] = (gradient[j] ?? 0) + error * (input[j] ?? 0);
      }
    });
    bias -= RATE * biasGradient;
    for (let j = 0; j < scaled.length; j++) {
      const weight = scaled[j] ?? 0;
      scaled[j] = weight - RATE * ((gradient[j] ?? 0) + L2 * weight);
    }
  }
  const weights = columns.map(({ deviation }, j) => (scaled[j] ?? 0) / deviation);
  const shift = columns.reduce((sum, { mean }, j) => sum + mean * (weights[j] ?? 0), 0);
  return { weights, constant: bias - shift };
}

/** The log-odds that a fit gives to features. */
export function predict({ weights, constant }: Fit, features: readonly number[]): number {
  return features.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), constant);
}
