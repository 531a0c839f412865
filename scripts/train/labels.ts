import { readFileSync, writeFileSync } from 'node:fs';
import {
  BUCKETS,
  type ClassifierData,
  hashedWords,
} from '../../src/answer/understand/classifier.ts';
import { fillPlaceholders } from '../../src/answer/understand/mask.ts';
import type { Embedder, Vector } from '../../src/domain.ts';
import { crossValidate, type Example, fitSoftmax, type Softmax } from './softmax.ts';

const FOLDS = 5;
const BATCH = 32;
/** The lengths of the two parts of an input, of which the one is a unit vector as is the other. */
const VECTOR_LENGTH = 4;
const WORDS_LENGTH = 2;
const FIT = { sparse: BUCKETS, epochs: 12, rate: 0.02, denseDecay: 3e-3, sparseDecay: 1e-3 };
/** By words alone, they have to carry more. */
const FIT_OF_WORDS = { ...FIT, epochs: 30, rate: 0.05, sparseDecay: 1e-4 };

/** A labeled example. */
export interface Line {
  readonly text: string;
  readonly label: string;
  readonly group: string;
}

export interface LabelReport {
  readonly examples: number;
  readonly groups: number;
  /** The share of held-out phrasings whose label is found, with the sentence vector and by words alone. */
  readonly accuracy: number;
  readonly accuracyOfWords: number;
  /** Confusions by number, the most frequent first: "label → taken for". */
  readonly confusions: readonly (readonly [string, number])[];
}

/**
 * Fits the classifier of a file of labeled examples and writes its weights beside it.
 * @param field the field that holds the label
 * @param more examples from elsewhere; they count in training, and in no figure
 */
export async function trainLabels(
  file: string,
  field: string,
  embedder: Embedder,
  more: readonly Line[] = [],
): Promise<LabelReport> {
  const own = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Line => {
      const { text, group, ...rest } = JSON.parse(line);
      return { text: fillPlaceholders(text), group, label: rest[field] };
    });
  const lines = [...own, ...more];
  const labels = [...new Set(lines.map(({ label }) => label))].sort();
  const vectors: Vector[] = [];
  for (let i = 0; i < lines.length; i += BATCH) {
    vectors.push(...(await embedder.embed(lines.slice(i, i + BATCH).map(({ text }) => text))));
  }
  const examples = (dimensions: number) =>
    lines.map(({ text, label, group }, i): Example => {
      const vector = vectors[i]?.subarray(0, dimensions) ?? [];
      const words = [...hashedWords(text)].map(
        ([bucket, value]) => [bucket, value * WORDS_LENGTH] as const,
      );
      return {
        dense: Float32Array.from(vector, (value) => value * VECTOR_LENGTH),
        sparse: new Map(words),
        label: labels.indexOf(label),
        group,
      };
    });
  const { dimensions } = embedder;
  const options = (dense: number) => ({
    labels: labels.length,
    dense,
    ...(dense === 0 ? FIT_OF_WORDS : FIT),
  });
  const [full, plain] = [examples(dimensions), examples(0)];
  const tried = crossValidate(full, options(dimensions), FOLDS);
  const triedPlain = crossValidate(plain, options(0), FOLDS);
  const accuracyOf = (predicted: readonly number[]) =>
    own.filter((_, i) => predicted[i] === full[i]?.label).length / own.length;
  const confusions = new Map<string, number>();
  full.slice(0, own.length).forEach(({ label }, i) => {
    const taken = tried.predicted[i] ?? 0;
    if (taken === label) return;
    const key = `${labels[label]} → ${labels[taken]}`;
    confusions.set(key, (confusions.get(key) ?? 0) + 1);
  });
  const weights = {
    full: toData(fitSoftmax(full, options(dimensions)), labels, dimensions),
    words: toData(fitSoftmax(plain, options(0)), labels, 0),
  };
  writeFileSync(
    file.replace(/.*\/(\w+)\.jsonl$/, 'models/answering/$1.json'),
    `${JSON.stringify({
      about: `Made by npm run train:choice from ${lines.length} labeled examples.`,
      accuracy: round(accuracyOf(tried.predicted)),
      accuracyOfWords: round(accuracyOf(triedPlain.predicted)),
      withVector: weights.full,
      wordsOnly: weights.words,
    })}\n`,
  );
  return {
    examples: lines.length,
    groups: new Set(lines.map(({ group }) => group)).size,
    accuracy: accuracyOf(tried.predicted),
    accuracyOfWords: accuracyOf(triedPlain.predicted),
    confusions: [...confusions].sort((a, b) => b[1] - a[1]),
  };
}

/** Weights as signed bytes with a scale for each label, for inputs whose parts are unit vectors. */
function toData(
  { weights, biases }: Softmax,
  labels: string[],
  dimensions: number,
): ClassifierData {
  const rows = weights.map((row) =>
    row.map((weight, i) => weight * (i < dimensions ? VECTOR_LENGTH : WORDS_LENGTH)),
  );
  const scales = rows.map(
    (row) => row.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-9) / 127,
  );
  const bytes = rows.flatMap((row, label) =>
    Array.from(row, (weight) => Math.round(weight / (scales[label] ?? 1))),
  );
  return {
    labels,
    dimensions,
    weights: Buffer.from(Int8Array.from(bytes).buffer).toString('base64'),
    scales: scales.map((scale) => Number(scale.toPrecision(6))),
    biases: Array.from(biases, (bias) => Number(bias.toFixed(4))),
  };
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
