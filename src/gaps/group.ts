import { setImmediate } from 'node:timers/promises';
import type { Vector } from '../domain.ts';
import { contentStems } from '../text/words.ts';

/**
 * Cosine from which two questions are taken for one. Of 129,853 pairs of questions about different
 * facts (`evaluation/profiles`, all-MiniLM-L6-v2), 0.2% are nearer; most of these are about one thing.
 */
const SAME_MEANING = 0.75;
/** The same for words in common, relative to the geometric mean of both. */
const SAME_WORDS = 0.65;
/** Leaders compared before others have a turn. */
const COMPARED_AT_ONCE = 2_000;

/**
 * Groups texts by meaning with the leader algorithm (Hartigan, Clustering Algorithms, 1975): each text
 * joins the group whose first text is nearest, or begins one where none is near. Give the most typical
 * texts first.
 * @param vectors of the texts; null compares words
 * @returns the positions of the texts, by group
 */
export async function groupByMeaning(
  texts: readonly string[],
  vectors: readonly Vector[] | null,
): Promise<number[][]> {
  const similarity = vectors === null ? byWords(texts) : byVectors(vectors);
  const least = vectors === null ? SAME_WORDS : SAME_MEANING;
  const groups: number[][] = [];
  let compared = 0;
  for (let i = 0; i < texts.length; i++) {
    let nearest: number[] | undefined;
    let nearness = least;
    for (const group of groups) {
      const near = similarity(group[0] ?? 0, i);
      if (near < nearness) continue;
      nearest = group;
      nearness = near;
    }
    if (nearest) nearest.push(i);
    else groups.push([i]);
    compared += groups.length;
    if (compared < COMPARED_AT_ONCE) continue;
    compared = 0;
    await setImmediate();
  }
  return groups;
}

type Similarity = (a: number, b: number) => number;

function byVectors(vectors: readonly Vector[]): Similarity {
  return (a, b) => {
    const [one = [], other = []] = [vectors[a], vectors[b]];
    let sum = 0;
    for (let i = 0; i < one.length; i++) sum += (one[i] ?? 0) * (other[i] ?? 0);
    return sum;
  };
}

function byWords(texts: readonly string[]): Similarity {
  const stems = texts.map((text) => new Set(contentStems(text)));
  return (a, b) => {
    const [one, other] = [stems[a], stems[b]];
    if (!one?.size || !other?.size) return 0;
    const shared = [...one].filter((stem) => other.has(stem)).length;
    return shared / Math.sqrt(one.size * other.size);
  };
}
