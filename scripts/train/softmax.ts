/** An example: a dense part, a sparse part by position, and the position of its label. */
export interface Example {
  readonly dense: Float32Array;
  readonly sparse: ReadonlyMap<number, number>;
  readonly label: number;
  /** Examples of one group are never on both sides of a split. */
  readonly group: string;
}

export interface Softmax {
  /** By label: the dense part, then the sparse one. */
  readonly weights: readonly Float64Array[];
  readonly biases: Float64Array;
}

export interface SoftmaxOptions {
  readonly labels: number;
  readonly dense: number;
  readonly sparse: number;
  readonly epochs: number;
  readonly rate: number;
  /** L2 penalty of the weights of the dense and of the sparse part. */
  readonly denseDecay: number;
  readonly sparseDecay: number;
}

const BATCH = 64;
/** Adam (Kingma and Ba 2015). */
const BETA1 = 0.9;
const BETA2 = 0.99;

/** A multinomial logistic regression; the same examples give the same weights. */
export function fitSoftmax(examples: readonly Example[], options: SoftmaxOptions): Softmax {
  const { labels, dense, sparse, epochs, denseDecay, sparseDecay } = options;
  const width = dense + sparse;
  const size = labels * (width + 1);
  const [values, gradient] = [new Float64Array(size), new Float64Array(size)];
  const [first, second] = [new Float64Array(size), new Float64Array(size)];
  const counts = new Float64Array(labels);
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1;
  const mean = examples.length / labels;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(examples, epoch);
    // Falls to nothing towards the end.
    const rate = options.rate * (1 - epoch / epochs);
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.slice(from, from + BATCH);
      gradient.fill(0);
      for (const example of batch) addGradient(example);
      step++;
      const scale = Math.sqrt(1 - BETA2 ** step) / (1 - BETA1 ** step);
      for (let i = 0; i < size; i++) {
        const at = i % (width + 1);
        const decay = at < dense ? denseDecay : at < width ? sparseDecay : 0;
        const g = (gradient[i] ?? 0) / batch.length + decay * (values[i] ?? 0);
        const m = BETA1 * (first[i] ?? 0) + (1 - BETA1) * g;
        const v = BETA2 * (second[i] ?? 0) + (1 - BETA2) * g * g;
        first[i] = m;
        second[i] = v;
        values[i] = (values[i] ?? 0) - (rate * scale * m) / (Math.sqrt(v) + 1e-8);
      }
    }
  }
  return {
    weights: Array.from({ length: labels }, (_, l) =>
      values.slice(l * (width + 1), l * (width + 1) + width),
    ),
    biases: Float64Array.from({ length: labels }, (_, l) => values[l * (width + 1) + width] ?? 0),
  };

  function addGradient({ dense: input, sparse: words, label }: Example): void {
    const logits = new Float64Array(labels);
    for (let l = 0; l < labels; l++) {
      const at = l * (width + 1);
      let sum = values[at + width] ?? 0;
      for (let i = 0; i < dense; i++) sum += (values[at + i] ?? 0) * (input[i] ?? 0);
      for (const [i, value] of words) sum += (values[at + dense + i] ?? 0) * value;
      logits[l] = sum;
    }
    const shares = normalized(logits);
    // A label with few examples counts nearly as much as one with many.
    const weight = Math.sqrt(mean / (counts[label] ?? 1));
    for (let l = 0; l < labels; l++) {
      const error = weight * ((shares[l] ?? 0) - Number(l === label));
      const at = l * (width + 1);
      for (let i = 0; i < dense; i++) {
        gradient[at + i] = (gradient[at + i] ?? 0) + error * (input[i] ?? 0);
      }
      for (const [i, value] of words) {
        gradient[at + dense + i] = (gradient[at + dense + i] ?? 0) + error * value;
      }
      gradient[at + width] = (gradient[at + width] ?? 0) + error;
    }
  }
}

export function sharesOf({ weights, biases }: Softmax, { dense, sparse }: Example): Float64Array {
  const logits = Float64Array.from(weights, (row, label) => {
    let sum = biases[label] ?? 0;
    for (let i = 0; i < dense.length; i++) sum += (row[i] ?? 0) * (dense[i] ?? 0);
    for (const [i, value] of sparse) sum += (row[dense.length + i] ?? 0) * value;
    return sum;
  });
  return normalized(logits);
}

function normalized(logits: Float64Array): Float64Array {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The share of examples whose likeliest label is theirs, each group judged by a fit without it. */
export function crossValidate(
  examples: readonly Example[],
  options: SoftmaxOptions,
  folds: number,
): { readonly accuracy: number; readonly predicted: readonly number[] } {
  const groups = [...new Set(examples.map(({ group }) => group))].sort();
  const foldOf = new Map(groups.map((group, i) => [group, i % folds]));
  const predicted = new Array<number>(examples.length).fill(0);
  for (let fold = 0; fold < folds; fold++) {
    const fit = fitSoftmax(
      examples.filter(({ group }) => foldOf.get(group) !== fold),
      options,
    );
    examples.forEach((example, i) => {
      if (foldOf.get(example.group) !== fold) return;
      const shares = sharesOf(fit, example);
      predicted[i] = shares.indexOf(Math.max(...shares));
    });
  }
  const right = examples.filter(({ label }, i) => label === predicted[i]).length;
  return { accuracy: right / examples.length, predicted };
}

/** A fixed order for each epoch. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const order = [...items];
  let state = seed + 1;
  for (let i = order.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    const [a, b] = [order[i], order[j]];
    if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a];
  }
  return order;
}
