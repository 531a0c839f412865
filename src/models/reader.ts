import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Reader, ReaderPassage } from '../domain.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import type { ReaderTask } from './reader-worker.ts';
import { startWorkers } from './worker-pool.ts';

/** Remembered pairs of a question and a passage: some 200 bytes each. */
const MAX_REMEMBERED = 10_000;

/**
 * The sentence reader of `models/reader/`, in threads of its own, each with one core: a second core
 * makes a single run a third faster but costs twice the time of processors, so passages are spread
 * over threads instead. The longest passages begin first, and no pair is read twice while it is
 * remembered.
 *
 * @param options.modelDir instead of the folder that ships with the project
 * @throws ServiceError `model-unavailable` if the files or the runtime cannot be loaded
 */
export async function createReader(
  options: { readonly modelDir?: string | undefined; readonly threads?: number } = {},
): Promise<Reader & { dispose(): Promise<void> }> {
  const { modelDir = shippedDir(), threads = Math.min(2, availableParallelism()) } = options;
  const pool = await startWorkers<ReaderTask, number[]>({
    module: new URL('./reader-worker', import.meta.url),
    name: 'reader',
    data: {
      name: TEXT.readerName,
      weights: join(modelDir, 'reader.onnx'),
      tokenizerDir: modelDir,
      output: 'logits',
      threads: 1,
      remedy: TEXT.readerRemedy,
    },
    size: threads,
  });
  const remembered = new LRUCache<string, readonly number[]>({ max: MAX_REMEMBERED });

  return {
    model: 'reader',
    async read(question, passages, signal) {
      signal?.throwIfAborted();
      const pairs = passages.map((passage) => ({ passage, key: keyOf(question, passage) }));
      const known = new Map(pairs.map(({ key }) => [key, remembered.get(key)]));
      const unread = [...new Map(pairs.map((pair) => [pair.key, pair])).values()]
        .filter(({ key }) => !known.get(key))
        .sort((a, b) => lengthOf(b.passage) - lengthOf(a.passage));
      const results = await pool.run(
        unread.map(({ passage }) => ({ question, passage })),
        signal,
      );
      unread.forEach(({ key }, index) => {
        const logits = results[index] ?? [];
        remembered.set(key, logits);
        known.set(key, logits);
      });
      return pairs.map(({ key }) => [...(known.get(key) ?? [])]);
    },
    dispose: () => pool.dispose(),
  };
}

/** Found by way of `imports` in package.json, wherever this file is built to. */
function shippedDir(): string {
  return dirname(createRequire(import.meta.url).resolve('#models/reader/tokenizer.json'));
}

function keyOf(question: string, { title, heading, sentences }: ReaderPassage): string {
  const text = JSON.stringify([question, title, heading, sentences]);
  return createHash('sha256').update(text).digest('base64');
}

function lengthOf({ sentences }: ReaderPassage): number {
  return sentences.reduce((sum, { length }) => sum + length, 0);
}
