import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalEmbedder } from '../../src/models/local-embedder.ts';
import { miniLm as at } from '../../src/models/minilm.ts';
import { fetchModelFiles } from '../../src/models/model-files.ts';
import { describeEmbedder } from './embedder-contract.ts';

let miniLm: Awaited<ReturnType<typeof createLocalEmbedder>>;

// The first run on a machine downloads the model.
beforeAll(async () => {
  const cacheDir = fileURLToPath(new URL('../../.models', import.meta.url));
  miniLm = await createLocalEmbedder({ model: at(await fetchModelFiles({ cacheDir })) });
}, 180_000);

afterAll(() => miniLm?.dispose());

describeEmbedder('MiniLM', () => miniLm);

describe('MiniLM', () => {
  const cosine = async (a: string, b: string): Promise<number> => {
    const [x, y] = await miniLm.embed([a, b]);
    return x?.reduce((sum, value, index) => sum + value * (y?.[index] ?? 0), 0) ?? Number.NaN;
  };

  it.each([
    ['How do I install software?', 'Setting up a program on a computer', 'Roses bloom in June'],
    ['a thesis about road traffic', 'doctoral work on cars and streets', 'a recipe for bread'],
    ['Who won the award?', 'The prize went to Ada', 'The train leaves at nine'],
  ])('puts "%s" nearer to "%s" than to "%s"', async (question, near, far) => {
    expect(await cosine(question, near)).toBeGreaterThan((await cosine(question, far)) + 0.2);
  });

  // The example of sbert.net, "Usage", by weights of 32 bits; ours have 4.
  it.each([
    ['The weather is lovely today.', "It's so sunny outside!", 0.666],
    ['The weather is lovely today.', 'He drove to the stadium.', 0.1046],
    ["It's so sunny outside!", 'He drove to the stadium.', 0.1411],
  ])('gives "%s" and "%s" the published cosine, to 0.03', async (a, b, published) => {
    expect(Math.abs((await cosine(a, b)) - published)).toBeLessThan(0.03);
  });

  it('reads no further than the 256th token', async () => {
    const start = 'packages '.repeat(254);
    expect(await cosine(start, `${start} and then roses bloom in June`)).toBeCloseTo(1, 5);
    expect(await cosine('packages', 'packages and then roses bloom in June')).toBeLessThan(0.9);
  });

  it('stops between two texts when the signal fires', async () => {
    const controller = new AbortController();
    const vectors = miniLm.embed(Array(10_000).fill('dog'), controller.signal);
    setImmediate(() => controller.abort(new Error('The reader left')));
    await expect(vectors).rejects.toThrow('The reader left');
  });

  it('says so when the folder holds no model', async () => {
    const modelDir = await mkdtemp(join(tmpdir(), 'no-model-'));
    await expect(createLocalEmbedder({ model: at(modelDir) })).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringContaining(modelDir),
    });
  });
});
