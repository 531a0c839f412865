import { describe, expect, it } from 'vitest';
import { buildIndex, readPassages } from '../../src/indexer.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import { openIndex } from '../../src/search/store.ts';
import { temporaryFolder } from '../support/corpus.ts';

const SYSTEMS = [
  ...['telemeta', 'hindsight', 'blueprint', 'clockwork', 'pivot-tracing', 'baggage', 'retro'],
  ...['2dfq', 'antipode', 'cpath', 'canopy', 'sifter', 'atlas', 'aiopslab', 'retry-bugs'],
  ...['argos', 'microbricks'],
];

describe('the shipped corpus', async () => {
  const { sources, passages, warnings } = await readPassages('corpus');
  const written = sources.filter((source) => source.kind !== 'list');

  it('has no problem and no warning', () => {
    expect(warnings).toEqual([]);
    expect(passages.length).toBeGreaterThan(written.length);
  });

  it('tells about every system', () => {
    expect(written.map((source) => source.id)).toEqual(expect.arrayContaining(SYSTEMS));
  });

  it('finds every source first by its exact title and by its id, with keywords alone', async () => {
    const indexDir = await temporaryFolder();
    await buildIndex({ corpusDir: 'corpus', indexDir, embedder: null });
    const index = await openIndex(indexDir);
    const first = (question: string) =>
      retrieve(index, question, { limit: 1, vector: null, named: new Set() })[0]?.source.id;
    for (const { id, title } of written) {
      expect(first(title), title).toBe(id);
      expect(first(id), id).toBe(id);
    }
  });
});
