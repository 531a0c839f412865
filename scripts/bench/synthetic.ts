import type { Passage, Source, Vector } from '../../src/domain.ts';
import { type Matrix, rowCount, rowOf } from '../../src/search/vectors.ts';
import { randomNumbers } from './random.ts';

const DIMENSIONS = 384;
const CLUSTER = 50;
/** The length of what is added to a mixture. */
const NOISE = 0.5;
const WORDS = 40;
const VOCABULARY = 20_000;

export interface Synthetic {
  readonly sources: readonly Source[];
  readonly passages: readonly Passage[];
  readonly matrix: Matrix;
  /** A new question near one of the passages, in words and as a vector. */
  question(): { readonly text: string; readonly vector: Vector };
}

/**
 * Passages of words by Zipf's law, with unit vectors around the centers of clusters, or around mixtures
 * of two of the given ones.
 */
export function synthesize(count: number, given: Matrix | null = null, seed = 1): Synthetic {
  const random = randomNumbers(seed);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const pick = (matrix: Matrix) => rowOf(matrix, Math.floor(random() * rowCount(matrix)));
  const mixture = (matrix: Matrix) => {
    const [one, other, share] = [pick(matrix), pick(matrix), random() / 2];
    return Float32Array.from(one, (value, i) => (1 - share) * value + share * (other[i] ?? 0));
  };
  const centers = Array.from({ length: Math.max(2, Math.floor(count / CLUSTER)) }, () =>
    given ? mixture(given) : Float32Array.from({ length: DIMENSIONS }, gaussian),
  );
  const noise = given ? NOISE / Math.sqrt(DIMENSIONS) : 1;
  const near = (cluster: number) => {
    const center = centers[cluster] ?? new Float32Array(DIMENSIONS);
    const vector = center.map((value) => value + noise * gaussian());
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  };
  // The rank r of Zipf's law is as frequent as 1/r: its logarithm is evenly spread.
  const word = () => `w${Math.floor(VOCABULARY ** random())}`;
  const clusters = Array.from({ length: count }, () => Math.floor(random() * centers.length));
  const values = new Float32Array(count * DIMENSIONS);
  const passages = clusters.map((cluster, i): Passage => {
    values.set(near(cluster), i * DIMENSIONS);
    const text = Array.from({ length: WORDS }, word).join(' ');
    const place = { start: 0, end: text.length, headings: [], sentences: [] };
    return { id: `s${i}#1`, sourceId: `s${i}`, text, ...place };
  });
  return {
    sources: passages.map(({ sourceId, text }) => toSource(sourceId, text)),
    passages,
    matrix: { values, dimensions: DIMENSIONS },
    question() {
      const i = Math.floor(random() * count);
      const words = passages[i]?.text.split(' ') ?? [];
      const text = Array.from({ length: 6 }, () => words[Math.floor(random() * WORDS)]).join(' ');
      return { text, vector: near(clusters[i] ?? 0) };
    },
  };
}

function toSource(id: string, body: string): Source {
  const none: readonly string[] = [];
  return {
    id,
    kind: 'text',
    title: id,
    body,
    aliases: none,
    links: [],
    people: none,
    awards: none,
    topics: none,
    related: none,
    asks: none,
  };
}
