import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildIndex, readPassages } from '../../src/indexer.ts';
import { openIndex } from '../../src/search/store.ts';
import { temporaryFolder } from '../support/corpus.ts';

// Holds for every profile that an owner may put there; `npm run evaluate` says how good it is.
describe('the corpus that is in place', () => {
  it('is read without a mistake, and every passage is found where it says', async () => {
    const { sources, passages } = await readPassages('corpus');
    const bodyOf = new Map(sources.map(({ id, body }) => [id, body]));
    expect(passages.length).toBeGreaterThan(0);
    expect(bodyOf.size).toBe(sources.length);
    const elsewhere = passages.filter(
      ({ sourceId, start, end, text }) => bodyOf.get(sourceId)?.slice(start, end) !== text,
    );
    expect(elsewhere.map(({ id }) => id)).toEqual([]);
  });

  it('makes an index that opens', async () => {
    const indexDir = path.join(await temporaryFolder(), 'index');
    const { sources, passages } = await buildIndex({
      corpusDir: 'corpus',
      indexDir,
      embedder: null,
    });
    const index = await openIndex(indexDir);
    expect(sources).toBeGreaterThan(0);
    expect(index.sources.filter(({ kind }) => kind !== 'list')).toHaveLength(sources);
    expect(index.passages).toHaveLength(passages);
  });
});
