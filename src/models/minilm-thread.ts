import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Embedder, Vector } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import { DIMENSIONS, MODEL } from './minilm.ts';
import { disableRuntimeTelemetry } from './runtime-telemetry.ts';

export interface EmbedRequest {
  readonly id: number;
  readonly texts: readonly string[];
}

/** The reply to a request; id 0 means that the model is loaded. */
export type EmbedReply =
  | { readonly id: number; readonly vectors: Vector[] }
  | { readonly id: number; readonly error: string };

/** Code in CommonJS, because tsx needs another thread, and its memory, to load ES modules. */
function withTsx(entry: URL): string {
  const [tsx, file] = [import.meta.resolve('tsx/cjs/api'), entry.href].map((url) =>
    JSON.stringify(fileURLToPath(url)),
  );
  return `require(${tsx}).register(); require(${file});`;
}

/** Texts in one message: an aborted request stops at the next message. */
const TEXTS_AT_ONCE = 8;

/**
 * The local embedder in its own thread. onnxruntime-node computes on the thread that calls it, so on
 * the main thread it would block all connections and answers.
 * @throws ServiceError `model-unavailable` as `createMiniLm` does
 */
export async function createMiniLmThread(options: {
  readonly modelDir: string;
}): Promise<Embedder & { dispose(): Promise<void> }> {
  disableRuntimeTelemetry();
  const extension = extname(import.meta.url);
  const entry = new URL(`./minilm-worker${extension}`, import.meta.url);
  // A thread does not inherit tsx, which the sources need and the built package does not. Its heap
  // holds little besides the vocabulary; the weights are in onnxruntime's memory.
  const settings = { workerData: options, resourceLimits: { maxYoungGenerationSizeMb: 4 } };
  const worker =
    extension === '.ts'
      ? new Worker(withTsx(entry), { eval: true, ...settings })
      : new Worker(entry, settings);
  const waiting = new Map<number, { resolve(v: Vector[]): void; reject(reason: unknown): void }>();
  let lastId = 0;
  const fail = (reason: unknown) => {
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  const wait = (id: number) =>
    new Promise<Vector[]>((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.on('message', (reply: EmbedReply) => {
    const request = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) request?.reject(new ServiceError('model-failed', reply.error));
    else request?.resolve(reply.vectors);
  });
  worker.on('error', (cause: Error) => {
    fail(new ServiceError('model-unavailable', cause.message, { cause }));
  });
  worker.on('exit', () => fail(new ServiceError('model-unavailable', TEXT.embedderStopped)));
  await wait(0);
  // An idle embedder must not keep the process alive.
  worker.unref();

  return {
    model: MODEL,
    dimensions: DIMENSIONS,
    async embed(texts, signal) {
      const vectors: Vector[] = [];
      worker.ref();
      try {
        for (let done = 0; done < texts.length; done += TEXTS_AT_ONCE) {
          signal?.throwIfAborted();
          const id = ++lastId;
          const reply = wait(id);
          worker.postMessage({ id, texts: texts.slice(done, done + TEXTS_AT_ONCE) });
          vectors.push(...(await reply));
        }
      } finally {
        if (waiting.size === 0) worker.unref();
      }
      signal?.throwIfAborted();
      return vectors;
    },
    async dispose() {
      await worker.terminate();
    },
  };
}
