import { describe, expect, it } from 'vitest';
import { groupByMeaning } from '../../src/gaps/group.ts';

/** A vector of length 1 in the plane, by its angle. */
function at(degrees: number): Float32Array {
  const angle = (degrees / 180) * Math.PI;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
}

describe('questions', () => {
  it('of one meaning are one group, and go to the nearest', async () => {
    // Cosine .75 is at 41 degrees.
    const vectors = [at(0), at(90), at(30), at(70), at(40), at(180)];
    const texts = vectors.map((_, i) => `question ${i}`);
    expect(await groupByMeaning(texts, vectors)).toEqual([[0, 2, 4], [1, 3], [5]]);
  });

  it('are compared by their words where there are no vectors', async () => {
    const texts = [
      'Does Lantern run on Windows?',
      'Who is the dean?',
      'Is there a Windows version of Lantern?',
      'is lantern for windows',
      '???',
    ];
    expect(await groupByMeaning(texts, null)).toEqual([[0, 2, 3], [1], [4]]);
  });

  it('are grouped a thousand at a time while others have their turns', async () => {
    const vectors = Array.from({ length: 1_000 }, (_, i) => {
      const vector = new Float32Array(384);
      vector[i % 384] = 1;
      return vector;
    });
    let turns = 0;
    let isDone = false;
    const others = () => {
      turns += 1;
      if (!isDone) setImmediate(others);
    };
    setImmediate(others);
    const groups = await groupByMeaning(
      vectors.map((_, i) => `${i}`),
      vectors,
    );
    isDone = true;
    expect(groups).toHaveLength(384);
    expect(turns).toBeGreaterThan(100);
  });
});
