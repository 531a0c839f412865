import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Checker } from '../domain.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import type { ReaderTask } from './reader-worker.ts';
import { startWorkers } from './worker-pool.ts';

/** Remembered sentences with their quotes. */
const MAX_REMEMBERED = 2_000;

/**
 * The checker of `models/checker/` in a thread of its own, with the vocabulary of the reader.
 * @throws ServiceError `model-unavailable` if the files or the runtime cannot be loaded
 */
export async function createChecker(
  options: { readonly weights?: string } = {},
): Promise<Checker & { dispose(): Promise<void> }> {
  const load = createRequire(import.meta.url);
  const tokenizerDir = dirname(load.resolve('#models/reader/tokenizer.json'));
  const { weights = join(tokenizerDir, '../checker/checker.onnx') } = options;
  const pool = await startWorkers<ReaderTask, number[]>({
    module: new URL('./reader-worker', import.meta.url),
    name: 'checker',
    data: {
      name: TEXT.checkerName,
      weights,
      tokenizerDir,
      output: 'labels',
      threads: 1,
      remedy: TEXT.readerRemedy,
    },
    size: 1,
  });
  const remembered = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  return {
    model: 'checker',
    async check(sentence, title, quotes, signal) {
      signal?.throwIfAborted();
      const claim = { sentence, title, quotes };
      const key = JSON.stringify(claim);
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const [logits] = await pool.run([claim], signal);
      const logit = logits?.[0] ?? Number.NEGATIVE_INFINITY;
      remembered.set(key, logit);
      return logit;
    },
    dispose: () => pool.dispose(),
  };
}
