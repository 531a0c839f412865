import { describe, expect, it } from 'vitest';
import type { Embedder, Vector } from '../../src/domain.ts';

/** What every embedder promises. `tolerance` bounds each component of two vectors of the same text. */
export function describeEmbedder(name: string, embedder: () => Embedder, tolerance = 1e-6): void {
  const embedOne = async (text: string): Promise<Vector> => {
    const [vector] = await embedder().embed([text]);
    if (!vector) throw new Error('no vector');
    return vector;
  };

  describe(`${name} as an embedder`, () => {
    it('gives a Float32Array of its dimensions and L2 norm 1', async () => {
      const vector = await embedOne('Which papers are about packages?');
      expect(vector).toBeInstanceOf(Float32Array);
      expect(vector).toHaveLength(embedder().dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    });

    it('keeps the order of texts of different lengths, each as if it were alone', async () => {
      const texts = ['dog', 'a much longer text '.repeat(30), 'cat', 'the cat and the dog', 'dog'];
      const together = await embedder().embed(texts);
      expect(together).toHaveLength(texts.length);
      for (const [index, text] of texts.entries()) {
        expect(distance(await embedOne(text), together[index])).toBeLessThanOrEqual(tolerance);
      }
    });

    it('tells different texts apart', async () => {
      expect(distance(await embedOne('dog'), await embedOne('cat'))).toBeGreaterThan(0.01);
    });

    it('gives no vectors for no texts', async () => {
      expect(await embedder().embed([])).toEqual([]);
    });

    it.each([
      ['an empty text', ''],
      ['white space', ' \n\t '],
      ['a very long text', 'words and more words '.repeat(2_000)],
      ['half a surrogate pair and a control character', '\ud83d \u0000 x'],
    ])('takes %s', async (_, text) => {
      expect(Math.hypot(...(await embedOne(text)))).toBeCloseTo(1, 5);
    });

    it('answers calls at the same time, each with its own vectors', async () => {
      const texts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
      const alone = await embedder().embed(texts);
      const atOnce = await Promise.all(texts.map(embedOne));
      atOnce.forEach((vector, index) => {
        expect(distance(vector, alone[index])).toBeLessThanOrEqual(tolerance);
      });
    });

    it('throws the reason of a signal that has fired', async () => {
      const reason = new Error('The reader left');
      await expect(embedder().embed(['dog'], AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}

/** The largest difference of two components. */
function distance(a: Vector, b: Vector | undefined): number {
  return Math.max(...a.map((value, index) => Math.abs(value - (b?.[index] ?? Number.NaN))));
}
