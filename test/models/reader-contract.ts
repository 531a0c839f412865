import { describe, expect, it } from 'vitest';
import type { Reader, ReaderPassage } from '../../src/domain.ts';

const MILL: ReaderPassage = {
  title: 'Ferrow Mill',
  heading: 'History',
  sentences: [
    'The mill stands at the lower end of the village.',
    'Its wheel was rebuilt in 1911 by the carpenter Odo Brandt.',
    'Visitors may see the grindstones on Sundays.',
  ],
};
const BAKERY: ReaderPassage = {
  title: 'Bakery',
  heading: '',
  sentences: ['The bakery sells rye bread.', 'It opens at six.'],
};
const QUESTION = 'Who rebuilt the wheel of the mill?';

/** What every reader promises. `tolerance` bounds the difference of two logits of the same sentence. */
export function describeReader(name: string, reader: () => Reader, tolerance = 1e-4): void {
  const readOne = async (question: string, passage: ReaderPassage): Promise<number[]> => {
    const [logits] = await reader().read(question, [passage]);
    if (!logits) throw new Error('no logits');
    return logits;
  };

  describe(`${name} as a reader`, () => {
    it('gives the sentence that answers the highest logit, above even odds', async () => {
      const [mill = [], bakery = []] = await reader().read(QUESTION, [MILL, BAKERY]);
      const best = Math.max(...mill, ...bakery);
      expect(mill.indexOf(best)).toBe(1);
      expect(best).toBeGreaterThan(0);
    });

    it('gives even the best sentence less than even odds where none answers', async () => {
      const logits = await readOne('Who rebuilt the lighthouse of Corran Head?', BAKERY);
      expect(Math.max(...logits)).toBeLessThan(0);
    });

    it('keeps the order of passages of different lengths, each as if it were alone', async () => {
      const long = { ...MILL, sentences: Array(40).fill(MILL.sentences).flat() };
      const passages = [BAKERY, long, MILL, BAKERY];
      const together = await reader().read(QUESTION, passages);
      expect(together).toHaveLength(passages.length);
      for (const [index, passage] of passages.entries()) {
        expect(distance(together[index], await readOne(QUESTION, passage))).toBeLessThanOrEqual(
          tolerance,
        );
      }
    });

    it('gives nothing for no passages, and none for a passage without sentences', async () => {
      expect(await reader().read(QUESTION, [])).toEqual([]);
      expect(await reader().read(QUESTION, [{ ...MILL, sentences: [] }])).toEqual([[]]);
    });

    it.each([
      ['an empty text', ''],
      ['white space', ' \n\t '],
      ['a very long text', 'words and more words '.repeat(2_000)],
      ['half a surrogate pair and a control character', '\ud83d \u0000 x'],
      ['the marks of the vocabulary', '[SEP] [CLS] [PAD]'],
    ])('takes %s, as question, title and sentence', async (_, text) => {
      const passage = { title: text, heading: text, sentences: [text, 'The wheel turns.', text] };
      const logits = await readOne(text, passage);
      expect(logits.map(Number.isFinite)).toEqual([true, true, true]);
    });

    it('answers calls at the same time, each with its own logits', async () => {
      const questions = [QUESTION, 'When does the bakery open?', 'What do visitors see?'];
      const alone: number[][][] = [];
      for (const question of questions) alone.push(await reader().read(question, [MILL, BAKERY]));
      const atOnce = await Promise.all(
        questions.map((question) => reader().read(question, [MILL, BAKERY])),
      );
      expect(distance(atOnce.flat(2), alone.flat(2))).toBeLessThanOrEqual(tolerance);
    });

    it('gives logits that may be changed without changing the next ones', async () => {
      const logits = await readOne(QUESTION, MILL);
      const kept = [...logits];
      logits.reverse();
      expect(await readOne(QUESTION, MILL)).toEqual(kept);
    });

    it('throws the reason of a signal that has fired', async () => {
      const reason = new Error('The visitor left');
      const read = reader().read(QUESTION, [MILL], AbortSignal.abort(reason));
      await expect(read).rejects.toBe(reason);
    });
  });
}

/** The largest difference of two logits; infinite where the numbers of logits differ. */
function distance(a: readonly number[] = [], b: readonly number[] = []): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...a.map((value, index) => Math.abs(value - (b[index] ?? Number.NaN))));
}
