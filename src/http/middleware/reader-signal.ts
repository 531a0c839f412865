import type { ServerResponse } from 'node:http';

/** Aborts when the reader leaves before the response is finished. */
export function readerSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
