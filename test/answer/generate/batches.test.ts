import { describe, expect, it } from 'vitest';
import { batches } from '../../../src/answer/generate/batches.ts';

describe('batches', () => {
  it('gives what has arrived since the last look, in order', async () => {
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* items() {
      yield 1;
      await isReleased;
      yield* [2, 3, 4];
    }
    const seen: number[][] = [];
    for await (const batch of batches(items())) {
      seen.push(batch);
      release();
      // The rest arrives while this batch is dealt with.
      if (batch.includes(1)) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen).toEqual([[1], [2, 3, 4]]);
  });

  it('gives what came before an error, then the error', async () => {
    async function* items() {
      yield 1;
      throw new Error('broken');
    }
    const seen: number[][] = [];
    const reading = (async () => {
      for await (const batch of batches(items())) seen.push(batch);
    })();
    await expect(reading).rejects.toThrow('broken');
    expect(seen).toEqual([[1]]);
  });

  it('ends with a source that has nothing', async () => {
    const seen: unknown[] = [];
    for await (const batch of batches((async function* () {})())) seen.push(batch);
    expect(seen).toEqual([]);
  });
});
