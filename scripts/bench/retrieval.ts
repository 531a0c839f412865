import path from 'node:path';
import { buildKeywordData } from '../../src/search/keyword.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import { openIndex } from '../../src/search/store.ts';
import { exactIndex } from '../../src/search/vectors.ts';
import { writeIndex } from '../../src/search/write.ts';
import { type Figure, quantile } from './bound.ts';
import { synthesize } from './synthetic.ts';

const QUESTIONS = 500;
const COMPARED = 100;
/** Milliseconds that 99 of 100 searches may take, by the number of passages. */
const P99_MS: Readonly<Record<number, number>> = { 100: 5, 10000: 25, 100000: 100 };

/** How long searching takes in an index of so many passages, and what it misses. */
export async function benchRetrieval(
  count: number,
  folder: string,
  signal: AbortSignal,
): Promise<Figure[]> {
  const { sources, passages, matrix, question } = synthesize(count);
  const dir = path.join(folder, `synthetic-${count}`);
  const name = `${count.toLocaleString('en')} passages`;
  const started = performance.now();
  const keyword = buildKeywordData(passages.map((passage) => passage.text));
  await writeIndex(
    dir,
    { sources, passages, keyword, vectors: { model: 'synthetic', matrix } },
    signal,
  );
  const built = performance.now();
  const index = await openIndex(dir);
  const opened = performance.now();

  const questions = Array.from({ length: QUESTIONS }, question);
  const times: number[] = [];
  for (const { text, vector } of questions) {
    const begun = performance.now();
    await retrieve(index, text, { limit: 10, vector, named: new Set() });
    times.push(performance.now() - begun);
  }
  const exact = exactIndex(matrix);
  let found = 0;
  for (const { vector } of questions.slice(0, COMPARED)) {
    // By cosine, since among equal vectors any is right.
    const tenth = (exact.search(vector, 10).at(-1)?.cosine ?? 1) - 1e-5;
    const nearest = (await index.vectors?.nearest(vector, 10)) ?? [];
    found += nearest.filter(({ cosine }) => cosine >= tenth).length;
  }
  return [
    { name: `${name}: build without embedding`, value: (built - started) / 1000, unit: 's' },
    { name: `${name}: open`, value: (opened - built) / 1000, unit: 's' },
    { name: `${name}: retrieval p50`, value: quantile(times, 0.5), unit: 'ms' },
    {
      name: `${name}: retrieval p99`,
      value: quantile(times, 0.99),
      unit: 'ms',
      atMost: P99_MS[count],
    },
    {
      name: `${name}: recall@10 against exact search`,
      value: found / (COMPARED * 10),
      unit: '',
      atLeast: 0.99,
    },
  ];
}
