import path from 'node:path';
import type { Embedder } from '../../src/domain.ts';
import { buildIndex } from '../../src/indexer.ts';
import type { Figure } from './bound.ts';

/** What building the index costs beyond the embedding, and what an unchanged corpus costs. */
export async function benchBuild(
  corpusDir: string,
  folder: string,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<Figure[]> {
  let embeddingMs = 0;
  const timed: Embedder = {
    ...embedder,
    async embed(texts, signal) {
      const started = performance.now();
      const vectors = await embedder.embed(texts, signal);
      embeddingMs += performance.now() - started;
      return vectors;
    },
  };
  const build = async () => {
    const started = performance.now();
    const report = await buildIndex({
      corpusDir,
      indexDir: path.join(folder, 'index'),
      embedder: timed,
      signal,
    });
    return { ...report, ms: performance.now() - started };
  };
  // The first text warms the model up.
  await embedder.embed(['warm'], signal);
  const first = await build();
  const firstEmbeddingMs = embeddingMs;
  const second = await build();
  return [
    { name: 'index build, shipped corpus', value: first.ms / 1000, unit: 's' },
    { name: 'texts embedded', value: first.embedded, unit: '' },
    {
      name: 'index build against embedding alone',
      value: first.ms / firstEmbeddingMs,
      unit: '×',
      atMost: 1.3,
    },
    { name: 'second run, texts embedded', value: second.embedded, unit: '', atMost: 0 },
    {
      name: 'second run against the first',
      value: (100 * second.ms) / first.ms,
      unit: '%',
      atMost: 15,
    },
    { name: 'second run', value: second.ms / 1000, unit: 's' },
  ];
}
