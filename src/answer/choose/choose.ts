import type { Evidence } from '../evidence.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Candidate } from '../types.ts';
import { besideOthers, declineFeatures, FEATURES, type Features, featuresOf } from './features.ts';

/**
 * A conditional logit (McFadden 1974): the weights of a utility by which one of several options is
 * chosen.
 */
export interface Coefficients {
  readonly constant: number;
  /** One for each feature, in the order of `FEATURES`. */
  readonly shared: readonly number[];
  /** What a maker's candidates have besides: a constant, then one for each feature. */
  readonly makers: Readonly<Record<string, readonly number[]>>;
}

/** The choice as it was fitted. */
export interface Model {
  /** Below this probability that anything answers, nothing is said. */
  readonly threshold: number;
  readonly coefficients: Coefficients;
}

/** The maker of the answer that there is none. */
export const DECLINE = 'decline';

/** An option of the choice, in the features that it is weighed by. */
export interface Option {
  readonly maker: string;
  readonly features: Features;
}

/** The options of a request: its candidates, and to decline as the last. */
export function optionsOf(candidates: readonly Option[], isRefused: boolean): Option[] {
  const all = candidates.map(({ features }) => features);
  const beside = besideOthers(all);
  return [
    ...candidates.map((option, i) => ({ ...option, features: beside[i] ?? option.features })),
    { maker: DECLINE, features: declineFeatures(all, isRefused) },
  ];
}

/** The probabilities by which options are chosen; they add up to 1. */
export function probabilitiesOf(
  options: readonly Option[],
  { constant, shared, makers }: Coefficients,
): number[] {
  const utilities = options.map(({ maker, features }) => {
    const own = makers[maker] ?? [];
    return FEATURES.reduce(
      (sum, name, i) => sum + features[name] * ((shared[i] ?? 0) + (own[i + 1] ?? 0)),
      constant + (own[0] ?? 0),
    );
  });
  const most = Math.max(...utilities);
  const powers = utilities.map((utility) => Math.exp(utility - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/**
 * The best candidate, and the probability that any of them answers.
 * @param isRefused whether the rules refuse
 */
export function weigh(
  candidates: readonly Candidate[],
  evidence: readonly Evidence[],
  isRefused: boolean,
  knowledge: Knowledge,
  { coefficients }: Model,
): { readonly best: Candidate | undefined; readonly probability: number } {
  if (candidates.length === 0) return { best: undefined, probability: 0 };
  const weighed = candidates.map((candidate) => {
    const found = evidence.find(({ reading }) => reading === candidate.reading);
    if (!found) throw new Error('A candidate needs the evidence that it was made from.');
    return { maker: candidate.maker, features: featuresOf(candidate, found, knowledge) };
  });
  const probabilities = probabilitiesOf(optionsOf(weighed, isRefused), coefficients);
  const own = probabilities.slice(0, -1);
  return {
    best: candidates[own.indexOf(Math.max(...own))],
    probability: 1 - (probabilities.at(-1) ?? 0),
  };
}
