export interface Labeled {
  readonly inputs: readonly number[];
  readonly label: boolean;
}

const STEPS = 3000;
const RATE = 0.3;
const DECAY = 1e-3;

/** A logistic regression by gradient descent: the constant, then a weight for each input. */
export function fitLogistic(rows: readonly Labeled[]): number[] {
  const width = (rows[0]?.inputs.length ?? 0) + 1;
  const weights = new Array<number>(width).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : DECAY * weight));
    for (const { inputs, label } of rows) {
      const all = [1, ...inputs];
      const sum = all.reduce((total, input, i) => total + input * (weights[i] ?? 0), 0);
      const error = (1 / (1 + Math.exp(-sum)) - Number(label)) / rows.length;
      for (let i = 0; i < width; i++) gradient[i] = (gradient[i] ?? 0) + error * (all[i] ?? 0);
    }
    for (let i = 0; i < width; i++) weights[i] = (weights[i] ?? 0) - RATE * (gradient[i] ?? 0);
  }
  return weights;
}
