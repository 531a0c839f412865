/**
 * What has arrived since the last look, in order and at least one item each time. The source runs
 * ahead while a batch is dealt with; it is told to stop by its own signal, not from here.
 */
export async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  const waiting: T[] = [];
  let wake = () => {};
  let isDone = false;
  const arrival = (async () => {
    try {
      for await (const item of items) {
        waiting.push(item);
        wake();
      }
    } finally {
      isDone = true;
      wake();
    }
  })();
  // Seen where it is awaited; nobody may be there if the reader has left.
  arrival.catch(() => {});
  while (!isDone || waiting.length > 0) {
    if (waiting.length > 0) yield waiting.splice(0);
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  await arrival;
}
