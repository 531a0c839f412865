import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { MessageLabels, Reader, ReaderPassage } from '../domain.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import type { ReaderTask } from './reader-worker.ts';
import { startWorkers } from './worker-pool.ts';

/** Remembered pairs of a question and a passage: some 200 bytes each. */
const MAX_REMEMBERED = 10_000;
/** Messages whose labels are remembered: some 5 kB each. */
const MAX_HEARD = 1_000;

/**
 * The sentence reader of `models/reader/`, in threads of its own, each with one core: a second core
 * makes a single run a third faster but costs twice the time of processors, so passages are spread
 * over threads instead. The longest passages begin first, and no pair is read twice while it is
 * remembered.
 *
 * @param options.modelDir instead of the folder that ships with the project
 * @param options.weights instead of `reader.onnx` in that folder
 * @throws ServiceError `model-unavailable` if the files or the runtime cannot be loaded
 */
export async function createReader(
  options: {
    readonly modelDir?: string | undefined;
    readonly weights?: string;
    readonly threads?: number;
  } = {},
): Promise<Reader & { dispose(): Promise<void> }> {
  const { modelDir = shippedDir(), threads = Math.min(2, availableParallelism()) } = options;
  const { weights = join(modelDir, 'reader.onnx') } = options;
  const pool = await startWorkers<ReaderTask, number[]>({
    module: new URL('./reader-worker', import.meta.url),
    name: 'reader',
    data: {
      name: TEXT.readerName,
      weights,
      tokenizerDir: modelDir,
      output: 'logits',
      threads: 1,
      remedy: TEXT.readerRemedy,
    },
    size: threads,
  });
  const remembered = new LRUCache<string, readonly number[]>({ max: MAX_REMEMBERED });
  const heard = new LRUCache<string, MessageLabels>({ max: MAX_HEARD });
  const labels = await readLabels(dirname(weights));

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
    ...(labels && { label: (texts, signal) => label(texts, labels, signal) }),
    dispose: () => pool.dispose(),
  };

  async function label(
    texts: readonly string[],
    { act, want }: Labels,
    signal?: AbortSignal,
  ): Promise<MessageLabels[]> {
    signal?.throwIfAborted();
    const unheard = [...new Set(texts)].filter((text) => !heard.has(text));
    const logits = await pool.run(
      unheard.map((message) => ({ message })),
      signal,
    );
    const found = new Map(
      unheard.map((text, i) => {
        const own = logits[i] ?? [];
        const acts = softmaxOf(act, own.slice(0, act.length));
        return [text, { acts, wants: softmaxOf(want, own.slice(act.length)) }] as const;
      }),
    );
    return texts.map((text) => {
      const labelled = found.get(text) ?? heard.get(text);
      if (!labelled) throw new Error('A message was not labeled.');
      heard.set(text, labelled);
      return labelled;
    });
  }
}

/** The labels of the model's second output, in its order. */
interface Labels {
  readonly act: readonly string[];
  readonly want: readonly string[];
}

/** Null where the weights have no such output. */
async function readLabels(dir: string): Promise<Labels | null> {
  try {
    return JSON.parse(await readFile(join(dir, 'labels.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function softmaxOf(names: readonly string[], logits: readonly number[]): Map<string, number> {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return new Map(names.map((name, i) => [name, (powers[i] ?? 0) / sum]));
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
