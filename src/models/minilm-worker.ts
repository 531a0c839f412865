import { parentPort, workerData } from 'node:worker_threads';
import { createMiniLm } from './minilm.ts';
import type { EmbedReply, EmbedRequest } from './minilm-thread.ts';

/** The thread behind `createMiniLmThread`: texts come in, vectors go out, in order. */
async function serve(): Promise<void> {
  const embedder = await createMiniLm(workerData);
  parentPort?.on('message', async ({ id, texts }: EmbedRequest) => {
    try {
      const vectors = await embedder.embed(texts);
      send(
        { id, vectors },
        vectors.map((vector) => vector.buffer as ArrayBuffer),
      );
    } catch (error) {
      send({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
  send({ id: 0, vectors: [] });
}

function send(reply: EmbedReply, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer);
}

// A failure to load becomes an error event of the thread.
void serve();
