/** The same items; `spend` gets the milliseconds that each took to arrive, not those until it was requested. */
export async function* timed<T>(
  items: AsyncIterable<T>,
  spend: (milliseconds: number) => void,
): AsyncGenerator<T> {
  let asked = performance.now();
  try {
    for await (const item of items) {
      spend(performance.now() - asked);
      asked = Number.NaN;
      yield item;
      asked = performance.now();
    }
  } finally {
    // Not a number where the reader left while it held an item.
    spend(performance.now() - asked || 0);
  }
}
