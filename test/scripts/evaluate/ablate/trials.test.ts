import { describe, expect, it } from 'vitest';
import { remembering, withoutFeature } from '../../../../scripts/evaluate/ablate/trials.ts';
import { FEATURES } from '../../../../src/answer/choose/features.ts';
import { plainChoice } from '../../../support/choice.ts';

describe('what is left out', () => {
  it('is all that a feature weighs, and nothing else', () => {
    const choice = plainChoice();
    const { coefficients } = withoutFeature(choice, 'wanted').withReader;
    const at = FEATURES.indexOf('wanted');
    expect(coefficients.shared).toEqual(choice.withReader.coefficients.shared.with(at, 0));
    expect(coefficients.makers['decline']?.[at + 1]).toBe(0);
    expect(coefficients.makers['decline']?.[0]).toBeGreaterThan(0);
  });
});

describe('models with a memory', () => {
  it('are asked once for what is said twice', async () => {
    const asked: string[][] = [];
    const { embedder } = remembering({
      embedder: {
        model: 'lengths',
        dimensions: 1,
        async embed(texts) {
          asked.push([...texts]);
          return texts.map(({ length }) => Float32Array.of(length));
        },
      },
      reader: null,
    });
    await embedder?.embed(['a', 'bb']);
    expect(await embedder?.embed(['ccc', 'bb'])).toEqual([Float32Array.of(3), Float32Array.of(2)]);
    expect(asked).toEqual([['a', 'bb'], ['ccc']]);
  });

  it('give each passage its own logits, read before or not', async () => {
    const { reader } = remembering({
      embedder: null,
      reader: {
        model: 'lengths',
        read: async (_, passages) =>
          passages.map(({ sentences }) => sentences.map(({ length }) => length)),
      },
    });
    const page = (...sentences: string[]) => ({ title: '', heading: '', sentences });
    await reader?.read('q', [page('a', 'bb')]);
    expect(await reader?.read('q', [page('ccc'), page('a', 'bb')])).toEqual([[3], [1, 2]]);
  });
});
