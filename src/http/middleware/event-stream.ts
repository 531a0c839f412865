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

/**
 * Sends frames as server-sent events, no faster than the client reads them.
 * Headers are sent with the first frame. A failure before it is thrown, so that it still gets a status.
 */
export async function sendEventStream(
  response: ServerResponse,
  frames: AsyncIterable<string>,
  { signal, heartbeatMs, failureFrame }: EventStreamOptions,
): Promise<void> {
  let heartbeat: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => clearInterval(heartbeat));
  try {
    for await (const frame of frames) {
      if (signal.aborted) return;
      if (!response.headersSent) {
        open(response);
        heartbeat = setInterval(() => beat(response), heartbeatMs);
      }
      if (!response.write(frame)) await once(response, 'drain', { signal });
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!response.headersSent) throw error;
    response.write(failureFrame(error));
  } finally {
    clearInterval(heartbeat);
  }
  response.end();
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
  if (!response.writableNeedDrain) response.write(': waiting\n\n');
}
