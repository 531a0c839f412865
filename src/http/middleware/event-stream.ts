import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

export interface EventStreamOptions {
  /** Aborted when the client disconnects; the producer of the frames must stop on it too. */
  readonly signal: AbortSignal;
  /** Milliseconds between comments that keep proxies from closing a silent stream. */
  readonly heartbeatMs: number;
  /** The last frame if `frames` fails after the stream was opened. */
  readonly failureFrame: (error: unknown) => string;
}

/** A client sees the first byte within 100 ms; failures that come sooner than this still get a status. */
const OPEN_AFTER_MS = 40;

/**
 * Sends frames as server-sent events, no faster than the client reads them.
 * Headers are sent with the first frame, or with a comment if it takes longer. A failure before that is
 * thrown.
 */
export async function sendEventStream(
  response: ServerResponse,
  frames: AsyncIterable<string>,
  { signal, heartbeatMs, failureFrame }: EventStreamOptions,
): Promise<void> {
  let heartbeat: NodeJS.Timeout | undefined;
  const begin = () => {
    open(response);
    heartbeat = setInterval(() => beat(response), heartbeatMs);
  };
  const waiting = setTimeout(() => {
    if (response.headersSent) return;
    begin();
    beat(response);
  }, OPEN_AFTER_MS);
  const stop = () => {
    clearTimeout(waiting);
    clearInterval(heartbeat);
  };
  signal.addEventListener('abort', stop);
  try {
    for await (const frame of frames) {
      if (signal.aborted) return;
      if (!response.headersSent) begin();
      if (!response.write(frame)) await once(response, 'drain', { signal });
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!response.headersSent) throw error;
    response.write(failureFrame(error));
  } finally {
    stop();
  }
  response.end();
}

/** The same first byte for a stream that a library sends. */
export function sendFirstByte(response: ServerResponse): void {
  const waiting = setTimeout(() => {
    const type = String(response.getHeader('Content-Type'));
    if (response.headersSent && type.startsWith('text/event-stream')) beat(response);
  }, OPEN_AFTER_MS);
  response.once('close', () => clearTimeout(waiting));
}

function open(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // `no-transform` keeps proxies from compressing the stream, which would hold frames back.
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
}

function beat(response: ServerResponse): void {
  if (!response.writableEnded && !response.writableNeedDrain) response.write(': waiting\n\n');
}
