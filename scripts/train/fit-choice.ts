import {
  type Coefficients,
  DECLINE,
  type Option,
  optionsOf,
  probabilitiesOf,
} from '../../src/answer/choose/choose.ts';
import { FEATURES } from '../../src/answer/choose/features.ts';
import type { CaseRows } from './rows.ts';

export interface FitOptions {
  readonly steps: number;
  readonly rate: number;
  /** L2 penalty of the weights that all makers share. */
  readonly sharedDecay: number;
  /** And of what a maker has of its own, which departs from them only with good reason. */
  readonly ownDecay: number;
}

export const FIT: FitOptions = { steps: 300, rate: 0.08, sharedDecay: 3e-4, ownDecay: 6e-4 };

const WIDTH = FEATURES.length + 1;

interface Prepared extends Option {
  readonly input: Float64Array;
  readonly isRight: boolean;
}

/** The options of a case; to decline is right where no candidate is. */
function prepared({ rows, isAnswerable }: CaseRows): Prepared[] {
  const isHopeless = !(isAnswerable && rows.some(({ isRight }) => isRight));
  return optionsOf(rows).map((option, i) => ({
    ...option,
    input: Float64Array.from([1, ...FEATURES.map((name) => option.features[name])]),
    isRight: option.maker === DECLINE ? isHopeless : isAnswerable && (rows[i]?.isRight ?? false),
  }));
}

/**
 * A conditional logit (McFadden 1974): of the options of a case one is chosen, with a probability
 * that grows with its utility, a weighted sum of its features. Fitted so that the right ones are
 * chosen, by Adam (Kingma and Ba 2015) over all cases at once.
 */
export function fitChoice(cases: readonly CaseRows[], options = FIT): Coefficients {
  const all = cases.map(prepared);
  const makers = [...new Set(all.flat().map(({ maker }) => maker))].sort();
  const offsets = new Map(makers.map((maker, i) => [maker, (i + 1) * WIDTH]));
  const size = (makers.length + 1) * WIDTH;
  const values = new Float64Array(size);
  const [first, second] = [new Float64Array(size), new Float64Array(size)];
  // All in flat arrays: the loops below pass over millions of numbers at each step.
  const flat = all.flat();
  const inputs = new Float64Array(flat.length * WIDTH);
  for (const [i, { input }] of flat.entries()) inputs.set(input, i * WIDTH);
  const own = Int32Array.from(flat, ({ maker }) => offsets.get(maker) ?? 0);
  const rights = Uint8Array.from(flat, ({ isRight }) => Number(isRight));
  const powers = new Float64Array(Math.max(0, ...all.map(({ length }) => length)));
  const at = (array: Float64Array | Int32Array | Uint8Array, i: number) => array[i] as number;
  for (let step = 1; step <= options.steps; step++) {
    const gradient = values.map(
      (value, i) => (i < WIDTH ? options.sharedDecay : options.ownDecay) * value,
    );
    let start = 0;
    for (const { length } of all) {
      let most = Number.NEGATIVE_INFINITY;
      for (let n = 0; n < length; n++) {
        const [row, offset] = [(start + n) * WIDTH, at(own, start + n)];
        let sum = 0;
        for (let i = 0; i < WIDTH; i++) {
          sum += at(inputs, row + i) * (at(values, i) + at(values, offset + i));
        }
        powers[n] = sum;
        if (sum > most) most = sum;
      }
      let [total, right] = [0, 0];
      for (let n = 0; n < length; n++) {
        const power = Math.exp(at(powers, n) - most);
        powers[n] = power;
        total += power;
        if (at(rights, start + n)) right += power;
      }
      for (let n = 0; n < length; n++) {
        const power = at(powers, n);
        const error = (power / total - (at(rights, start + n) ? power / right : 0)) / all.length;
        const [row, offset] = [(start + n) * WIDTH, at(own, start + n)];
        for (let i = 0; i < WIDTH; i++) {
          const slope = error * at(inputs, row + i);
          gradient[i] = at(gradient, i) + slope;
          gradient[offset + i] = at(gradient, offset + i) + slope;
        }
      }
      start += length;
    }
    const rate = options.rate * (1 - (step - 1) / options.steps);
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0;
      first[i] = 0.9 * (first[i] ?? 0) + 0.1 * g;
      second[i] = 0.999 * (second[i] ?? 0) + 0.001 * g * g;
      const mean = (first[i] ?? 0) / (1 - 0.9 ** step);
      const spread = Math.sqrt((second[i] ?? 0) / (1 - 0.999 ** step));
      values[i] = (values[i] ?? 0) - (rate * mean) / (spread + 1e-8);
    }
  }
  const rounded = Array.from(values, (value) => Number(value.toFixed(3)));
  return {
    constant: rounded[0] ?? 0,
    shared: rounded.slice(1, WIDTH),
    makers: Object.fromEntries(
      makers.map((maker, i) => [maker, rounded.slice((i + 1) * WIDTH, (i + 2) * WIDTH)]),
    ),
  };
}

/** How a choice does on a case. */
export interface Outcome {
  readonly id: string;
  readonly kind: string;
  readonly isAnswerable: boolean;
  /** That something answers it: 1 less that of declining. */
  readonly probability: number;
  /** Whether the best candidate is right. */
  readonly isRight: boolean;
  readonly maker: string;
}

export function outcomeOf(one: CaseRows, coefficients: Coefficients): Outcome {
  const probabilities = probabilitiesOf(optionsOf(one.rows), coefficients);
  const candidates = probabilities.slice(0, -1);
  const row = one.rows[candidates.indexOf(Math.max(...candidates))];
  return {
    ...{ id: one.id, kind: one.kind, isAnswerable: one.isAnswerable },
    probability: 1 - (probabilities.at(-1) ?? 0),
    isRight: row?.isRight ?? false,
    maker: row?.maker ?? '',
  };
}

/** The outcomes of each case by a fit that saw no case of its group. */
export function crossValidate(cases: readonly CaseRows[], folds: number, options = FIT): Outcome[] {
  const groups = [...new Set(cases.map(({ group }) => group))].sort();
  const foldOf = new Map(groups.map((group, i) => [group, i % folds]));
  return Array.from({ length: folds }, (_, fold) => {
    const fit = fitChoice(
      cases.filter(({ group }) => foldOf.get(group) !== fold),
      options,
    );
    return cases
      .filter(({ group }) => foldOf.get(group) === fold)
      .map((one) => outcomeOf(one, fit));
  }).flat();
}

/** The share of cases that come out right at a threshold. */
export function accuracyAt(outcomes: readonly Outcome[], threshold: number): number {
  const right = outcomes.filter(({ probability, isRight, isAnswerable }) =>
    isAnswerable ? probability >= threshold && isRight : probability < threshold,
  );
  return right.length / outcomes.length;
}

/** What an answer to a question that is not covered weighs, beside a decline of one that is. */
const HARM = 2;

/** The threshold that is best for a set of outcomes, of those in steps of a hundredth. */
export function bestThreshold(outcomes: readonly Outcome[]): number {
  const steps = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const uncovered = outcomes.filter(({ isAnswerable }) => !isAnswerable);
  const weighed = [...outcomes, ...Array.from({ length: HARM - 1 }, () => uncovered).flat()];
  return steps.reduce((best, one) =>
    accuracyAt(weighed, one) > accuracyAt(weighed, best) ? one : best,
  );
}

const PARTS = 4;

/**
 * How fits to a quarter, a half, three quarters and all of the groups do on the cases held out: where
 * the last still gains, more cases would help.
 */
export function learningCurve(
  tuned: readonly CaseRows[],
  tested: readonly CaseRows[],
  threshold: number,
) {
  const groups = [...new Set(tuned.map(({ group }) => group))].sort();
  const partOf = new Map(groups.map((group, i) => [group, i % PARTS]));
  return Array.from({ length: PARTS }, (_, last) => {
    const some = tuned.filter(({ group }) => (partOf.get(group) ?? 0) <= last);
    const fit = fitChoice(some);
    const held = tested.map((one) => outcomeOf(one, fit));
    return {
      share: (last + 1) / PARTS,
      cases: some.length,
      heldOut: accuracyAt(held, threshold),
    };
  });
}
