import { readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { synthesize } from '../../scripts/bench/synthetic.ts';
import { exactIndex, readHnsw, rowOf, writeHnsw } from '../../src/search/vectors.ts';
import { temporaryFolder } from '../support/corpus.ts';
import { isHnswBuilt } from '../support/native.ts';

const { matrix, question } = synthesize(2000);
const few = { values: matrix.values.slice(0, 3 * 384), dimensions: 384 };

async function graphOf(rows: typeof matrix) {
  const file = path.join(await temporaryFolder(), 'vectors.hnsw');
  expect(await writeHnsw(rows, file)).toBe(true);
  const index = await readHnsw(file, rows);
  if (!index) throw new Error('hnswlib is not there');
  return { file, index };
}

describe.skipIf(!isHnswBuilt)('the graph', () => {
  it('finds what exact search finds, after a load too', async () => {
    const { index } = await graphOf(matrix);
    const exact = exactIndex(matrix);
    let found = 0;
    for (let i = 0; i < 50; i++) {
      const { vector } = question();
      const expected = exact.search(vector, 10);
      const matches = index.search(vector, 10);
      const ids = new Set(expected.map(({ id }) => id));
      found += matches.filter(({ id }) => ids.has(id)).length;
      expect(matches[0]?.cosine).toBeCloseTo(expected[0]?.cosine ?? 0, 5);
      expect(matches).toEqual([...matches].sort((a, b) => b.cosine - a.cosine));
    }
    expect(found / 500).toBeGreaterThanOrEqual(0.99);
  });

  it('gives all it holds when asked for more', async () => {
    const { index } = await graphOf(few);
    expect(index.search(rowOf(few, 1), 100).map(({ id }) => id)).toHaveLength(3);
    expect(exactIndex(few).search(rowOf(few, 1), 100)[0]?.id).toBe(1);
  });

  it('has the same bytes for the same rows', async () => {
    const [first, second] = await Promise.all([graphOf(few), graphOf(few)]);
    expect(await readFile(first.file)).toEqual(await readFile(second.file));
  });

  it('stops being built when it is told to', async () => {
    const file = path.join(await temporaryFolder(), 'vectors.hnsw');
    const interrupt = new AbortController();
    const written = writeHnsw(matrix, file, interrupt.signal);
    interrupt.abort(new Error('enough'));
    await expect(written).rejects.toThrow('enough');
    await expect(truncate(file)).rejects.toThrow('ENOENT');
  });
});
