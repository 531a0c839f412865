import { setImmediate } from 'node:timers/promises';
import type { Reader, RecordTiming } from '../../domain.ts';
import type { Evidence } from '../evidence.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Candidate } from '../types.ts';
import type { Classifiers } from '../understand/understand.ts';
import {
  besideOthers,
  declineFeatures,
  FEATURES,
  type Features,
  featuresOf,
  toFeature,
} from './features.ts';
import { readCandidates } from './read.ts';

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

/** Models for the choice with and without the reader, and the classifiers that were trained with them. */
export interface Choice {
  readonly classifiers: Classifiers;
  /** The shortlist is what the reader is given: the best by the other features. */
  readonly withReader: Model & { readonly shortlist: Coefficients };
  readonly withoutReader: Model;
}

/** The maker of the answer that there is none. */
export const DECLINE = 'decline';

/** An option of the choice, in the features that it is weighed by. */
export interface Option {
  readonly maker: string;
  readonly features: Features;
}

/** The options of a request: its candidates, and to decline as the last. */
export function optionsOf(candidates: readonly Option[]): Option[] {
  const all = candidates.map(({ features }) => features);
  const beside = besideOthers(all);
  return [
    ...candidates.map((option, i) => ({ ...option, features: beside[i] ?? option.features })),
    { maker: DECLINE, features: declineFeatures(all) },
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

/** The candidates that are left for the reader, of which it reads each. */
export const READ = 4;

export interface ChooseParts {
  readonly knowledge: Knowledge;
  readonly reader: Reader | null;
  readonly choice: Choice;
  readonly onModelError: (error: unknown) => void;
}

/** The best candidate, and the probability that it or another one answers. */
export interface Chosen {
  readonly best: Candidate | undefined;
  /** The next best, if it is at least `CLOSE` times as likely. */
  readonly runnerUp: Candidate | undefined;
  readonly probability: number;
}

/** The share of the probability of the best from which on another is about as likely. */
const CLOSE = 0.5;

/** Milliseconds after which others are served. */
const LONG = 10;

/** Weighs what could be said: all of it by what was found, then the best by what the reader says. */
export async function choose(
  proposed: readonly Candidate[],
  evidence: readonly Evidence[],
  { knowledge, reader, choice, onModelError }: ChooseParts,
  signal: AbortSignal,
  record?: RecordTiming,
): Promise<Chosen> {
  if (proposed.length === 0) return { best: undefined, runnerUp: undefined, probability: 0 };
  const begun = performance.now();
  let served = begun;
  const weighed: Weighed[] = [];
  for (const candidate of proposed) {
    const found = evidence.find(({ reading }) => reading === candidate.reading);
    if (!found) throw new Error('A candidate needs the evidence that it was made from.');
    const features = featuresOf(candidate, found, knowledge);
    weighed.push({ candidate, maker: candidate.maker, features });
    // Others are served between the candidates for a long question.
    if (performance.now() - served > LONG) {
      await setImmediate();
      served = performance.now();
    }
  }
  const { withReader, withoutReader } = choice;
  const ranked = rank(weighed, reader ? withReader.shortlist : withoutReader.coefficients);
  record?.('answer', performance.now() - begun);
  if (!reader) return ranked;
  const read = await tryRead(ranked.order.slice(0, READ), reader);
  return read ? rank(read, withReader.coefficients) : ranked;

  /** Null where the reader fails: the choice goes on without it. */
  async function tryRead(best: readonly Weighed[], reader: Reader): Promise<Weighed[] | null> {
    const started = performance.now();
    try {
      const logits = await readCandidates(
        best.map(({ candidate }) => candidate),
        reader,
        signal,
      );
      return best.map((one, i) => withLogit(one, logits[i] ?? 0));
    } catch (error) {
      signal.throwIfAborted();
      onModelError(error);
      return null;
    } finally {
      record?.('read', performance.now() - started);
    }
  }
}

/** An option with what the reader says of it. */
export function withLogit<T extends Option>(option: T, logit: number): T {
  return { ...option, features: { ...option.features, reader: toFeature(logit) } };
}

interface Weighed extends Option {
  readonly candidate: Candidate;
}

function rank(
  weighed: readonly Weighed[],
  coefficients: Coefficients,
): Chosen & { readonly order: readonly Weighed[] } {
  const probabilities = probabilitiesOf(optionsOf(weighed), coefficients);
  const all = weighed
    .map((one, i) => ({ ...one, probability: probabilities[i] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
  const order = distinct(all);
  const [best, next] = order;
  const isClose = best && next && next.probability >= CLOSE * best.probability;
  return {
    order,
    best: best?.candidate,
    runnerUp: isClose ? next.candidate : undefined,
    probability: 1 - (probabilities.at(-1) ?? 0),
  };
}

/**
 * Those that say what no earlier one says, whatever each takes the question to mean; of those that say
 * the same, the one that has filled in what the question points to.
 */
export function distinct<T extends { readonly candidate: Candidate }>(list: readonly T[]): T[] {
  const chosen = new Map<string, T>();
  for (const one of list) {
    const { lead, statements } = one.candidate;
    const above = typeof lead === 'string' ? lead : lead?.text;
    const key = JSON.stringify([above, statements.map(({ text }) => text)]);
    const known = chosen.get(key);
    const isClearer =
      known?.candidate.reading.isDangling && one.candidate.reading.way === 'pointed';
    if (!known || isClearer) chosen.set(key, one);
  }
  return [...chosen.values()];
}
