import { beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/domain.ts';
import { cachedEmbedder } from '../../src/models/cached-embedder.ts';
import { hashingEmbedder } from '../support/embedder.ts';
import { describeEmbedder } from './embedder-contract.ts';

describeEmbedder('The cached embedder', () => cachedEmbedder(hashingEmbedder()));

describe('The cached embedder', () => {
  /** The texts that reached the embedder behind it, call by call. */
  let asked: (readonly string[])[];
  let embedder: Embedder;
  beforeEach(() => {
    asked = [];
    const behind = hashingEmbedder();
    embedder = cachedEmbedder({
      ...behind,
      embed(texts, signal) {
        asked.push(texts);
        return behind.embed(texts, signal);
      },
    });
  });

  it('asks for each text once', async () => {
    const first = await embedder.embed(['a dog', 'a cat', 'a dog']);
    expect(await embedder.embed(['a cat', 'a fox', 'a dog'])).toHaveLength(3);
    expect(await embedder.embed(['a dog', 'a cat', 'a dog'])).toEqual(first);
    expect(asked).toEqual([['a dog', 'a cat'], ['a fox']]);
  });

  it('does not remember the texts of an index', async () => {
    const texts = Array.from({ length: 17 }, (_, n) => `text ${n}`);
    await embedder.embed(texts);
    await embedder.embed(texts);
    expect(asked).toEqual([texts, texts]);
  });

  it('does not remember a failure', async () => {
    let fails = true;
    const flaky = cachedEmbedder({
      ...hashingEmbedder(),
      async embed(texts) {
        if (fails) throw new Error('no answer');
        return hashingEmbedder().embed(texts);
      },
    });
    await expect(flaky.embed(['a dog'])).rejects.toThrow('no answer');
    fails = false;
    expect(await flaky.embed(['a dog'])).toHaveLength(1);
  });
});
