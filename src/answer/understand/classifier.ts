import type { Vector } from '../../domain.ts';
import { fold } from '../../text/words.ts';

/** Probabilities by label; they add up to 1. */
export type Distribution<Label extends string> = ReadonlyMap<Label, number>;

/** A multinomial logistic regression as it is stored: rows of weights, one for each label. */
export interface ClassifierData {
  readonly labels: readonly string[];
  /** Length of the sentence vector that stands before the hashed words; 0 where there is none. */
  readonly dimensions: number;
  /** Signed bytes, label by label, Base64; a weight is its byte times the label's scale. */
  readonly weights: string;
  readonly scales: readonly number[];
  readonly biases: readonly number[];
}

export type Classify<Label extends string> = (
  text: string,
  vector: Vector | null,
) => Distribution<Label>;

/** Buckets into which words and pairs of words are hashed (Weinberger et al. 2009). */
export const BUCKETS = 2048;
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)?|[?!]/gu;

/** The hashed words and pairs of neighboring words of a text, with the length of a unit vector. */
export function hashedWords(text: string): ReadonlyMap<number, number> {
  const tokens = ['^', ...(fold(text).match(TOKEN) ?? []), '$'];
  const counts = new Map<number, number>();
  const add = (feature: string) => {
    const bucket = hash(feature) % BUCKETS;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  };
  tokens.forEach((token, i) => {
    if (i > 0 && i < tokens.length - 1) add(token);
    const next = tokens[i + 1];
    if (next !== undefined) add(`${token} ${next}`);
  });
  const length = Math.hypot(...counts.values()) || 1;
  return new Map([...counts].map(([bucket, count]) => [bucket, count / length]));
}

/**
 * @param withVector the regression over sentence vector and words
 * @param wordsOnly the one for texts whose vector is not known
 */
export function createClassifier<Label extends string>(
  withVector: ClassifierData,
  wordsOnly: ClassifierData,
): Classify<Label> {
  const [full, plain] = [open<Label>(withVector), open<Label>(wordsOnly)];
  return (text, vector) => {
    const fits = vector !== null && vector.length === withVector.dimensions;
    return fits ? full(vector, hashedWords(text)) : plain(null, hashedWords(text));
  };
}

function open<Label extends string>({
  labels,
  dimensions,
  weights,
  scales,
  biases,
}: ClassifierData) {
  const bytes = Buffer.from(weights, 'base64');
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const width = dimensions + BUCKETS;
  return (vector: Vector | null, words: ReadonlyMap<number, number>): Distribution<Label> => {
    const logits = labels.map((_, label) => {
      const at = label * width;
      let sum = 0;
      for (let i = 0; vector && i < dimensions; i++) sum += (rows[at + i] ?? 0) * (vector[i] ?? 0);
      for (const [bucket, value] of words) sum += (rows[at + dimensions + bucket] ?? 0) * value;
      return sum * (scales[label] ?? 0) + (biases[label] ?? 0);
    });
    const shares = softmax(logits);
    return new Map(labels.map((label, i) => [label as Label, shares[i] ?? 0]));
  };
}

export function softmax(logits: readonly number[]): number[] {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The likeliest label. */
export function likeliest<Label extends string>(shares: Distribution<Label>): Label {
  let best: [Label, number] | undefined;
  for (const entry of shares) if (!best || entry[1] > best[1]) best = entry;
  if (!best) throw new Error('A classifier needs a label.');
  return best[0];
}

/** Two distributions as one, the first with this share. */
export function mixed<Label extends string>(
  one: Distribution<Label>,
  other: Distribution<Label>,
  share: number,
): Distribution<Label> {
  const labels = new Set([...one.keys(), ...other.keys()]);
  const of = (label: Label) =>
    share * (one.get(label) ?? 0) + (1 - share) * (other.get(label) ?? 0);
  return new Map([...labels].map((label) => [label, of(label)]));
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}
