import { beforeAll, describe, expect, it } from 'vitest';
import { loadFolder } from '../../scripts/evaluate/cases.ts';
import type { Embedder } from '../../src/domain.ts';
import { buildIndex, readPassages } from '../../src/indexer.ts';
import type { IndexContent } from '../../src/search/content.ts';
import type { IndexStore, OpenIndex } from '../../src/search/index-store.ts';
import { buildKeywordData } from '../../src/search/keyword.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import { unitsOf } from '../../src/search/units.ts';
import { dot, exactIndex, type Matrix, rowOf } from '../../src/search/vectors.ts';
import { checkEmbedder } from '../../src/service.ts';
import { corpusOf } from '../support/corpus.ts';
import { hashingEmbedder } from '../support/embedder.ts';

const OWL = { 'owl.txt': 'Owl hunts at night.', 'emu.txt': 'Emu runs. It does not fly.' };
const embedder = hashingEmbedder();

/**
 * What anything that keeps an index does. `create` gives an empty place, and each call another view of
 * it, at the same time unless it `servesOne`.
 */
export function describeStore(
  name: string,
  create: () => Promise<() => IndexStore>,
  { servesOne = false } = {},
): void {
  describe(`an index in ${name}`, () => {
    it('is missing until it is written, and says how to make it', async () => {
      const store = (await create())();
      for (const read of [store.readManifest, store.open]) {
        await expect(read()).rejects.toMatchObject({
          code: 'index-missing',
          message: expect.stringMatching(/There is no index in .+ Run: npm run index$/),
        });
      }
    });

    it('gives back what was written', async () => {
      const view = await create();
      const content = await contentOf(OWL, embedder);
      const manifest = await write(view(), content);
      expect(await view().readManifest()).toEqual(manifest);
      const index = await view().open();
      expect(index.manifest).toEqual(manifest);
      expect(index.sources).toEqual(content.sources);
      expect(index.passages).toEqual(content.passages);
      expect(index.keyword.search('night', 5)).toMatchObject([{ id: 1 }]);
      expect([...(index.vectors?.firstRows ?? [])]).toEqual([0, 3, 5]);
      expect(await index.vectors?.matrix()).toEqual(content.vectors?.matrix);
    });

    it('has no vectors where there was no embedder', async () => {
      const view = await create();
      await write(view(), await contentOf(OWL, null));
      const index = await view().open();
      expect(index.vectors).toBeNull();
      const hits = await retrieve(index, 'night', { limit: 3, vector: null, named: new Set() });
      expect(hits.map(({ source }) => source.id)).toEqual(['owl']);
    });

    it('has the same name for the same content, and another for another', async () => {
      const view = await create();
      const [first, second] = [await contentOf(OWL, embedder), await contentOf(OWL, null)];
      const { generation } = await write(view(), first);
      expect((await write(view(), first)).generation).toBe(generation);
      const other = await write(view(), second);
      expect(other.generation).not.toBe(generation);
      expect((await view().open()).manifest.generation).toBe(other.generation);
      await write(view(), first);
      expect((await view().open()).manifest.generation).toBe(generation);
    });

    it('gives all rows where there are fewer than asked for', async () => {
      const view = await create();
      await write(view(), await contentOf(OWL, embedder));
      const [vector] = await embedder.embed(['owl night']);
      const rows = await (await view().open()).vectors?.nearest(vector ?? new Float32Array(), 900);
      expect(rows?.map(({ id }) => id).sort()).toEqual([0, 1, 2, 3, 4]);
    });

    it('answers from the index that was opened while another takes its place', async () => {
      const view = await create();
      const [vector = new Float32Array()] = await embedder.embed(['Owl hunts at night']);
      const best = async (index: OpenIndex) =>
        (await retrieve(index, 'night', { limit: 1, vector, named: new Set() }))[0]?.source.id;
      await build(view(), OWL, embedder);
      const old = await view().open();
      await build(view(), { 'bat.txt': 'Bat hunts at night.' }, embedder);
      expect([await best(old), await best(await view().open())]).toEqual(['owl', 'bat']);
    });

    it.skipIf(servesOne)('is whole, however many runs overlap', async () => {
      const view = await create();
      const runs = [OWL, { 'a.txt': 'One.' }, { 'a.txt': 'Two.' }].map((files) =>
        build(view(), files, embedder),
      );
      await Promise.all(runs);
      const index = await view().open();
      expect(['owl', 'a']).toContain(index.sources.at(-1)?.id);
      expect(await index.vectors?.nearest(new Float32Array(64).fill(0.125), 1)).toHaveLength(1);
    });

    it('keeps the previous one when a run is interrupted', async () => {
      const view = await create();
      const { generation } = await write(view(), await contentOf(OWL, embedder));
      const next = await contentOf({ 'a.txt': 'New.' }, embedder);
      const values = new Float32Array(5_000 * 64).map(() => Math.random() / 8);
      const long = { ...next, vectors: { model: 'm', matrix: { values, dimensions: 64 } } };
      const interrupt = new AbortController();
      const writing = view().write(long, interrupt.signal);
      interrupt.abort(new Error('Interrupted.'));
      await expect(writing).rejects.toThrow('Interrupted.');
      expect((await view().open()).manifest.generation).toBe(generation);
    });

    it('embeds only what has changed', async () => {
      const view = await create();
      expect(await build(view(), OWL, embedder)).toMatchObject({ embedded: 4, reused: 0 });
      const changed = { ...OWL, 'owl.txt': 'Owl hunts at dusk.' };
      expect(await build(view(), changed, embedder)).toMatchObject({ embedded: 1, reused: 3 });
      const other = hashingEmbedder(32);
      expect(await build(view(), changed, other)).toMatchObject({ embedded: 4, reused: 0 });
    });

    it('is refused by a service with another embedder', async () => {
      const view = await create();
      const manifest = await write(view(), await contentOf(OWL, hashingEmbedder(32)));
      expect(() => checkEmbedder(manifest, embedder)).toThrow(
        'The index was built with hashing-32 (32 dimensions), but the service is set to hashing-64',
      );
    });
  });

  describe(`searching the shipped corpus in ${name}`, () => {
    let index: OpenIndex;
    let matrix: Matrix;
    beforeAll(async () => {
      const store = (await create())();
      await store.ensureWritable(embedder.dimensions);
      await buildIndex({ corpusDir: 'corpus', store, embedder });
      index = await store.open();
      matrix = (await index.vectors?.matrix()) ?? matrix;
    });

    it('finds the vectors that exact search finds', async () => {
      const exact = exactIndex(matrix);
      let found = 0;
      for (let row = 0; row < 100; row++) {
        const vector = rowOf(matrix, row * 7);
        const tenth = (exact.search(vector, 10).at(-1)?.cosine ?? 1) - 1e-5;
        const rows = (await index.vectors?.nearest(vector, 10)) ?? [];
        found += rows.filter(({ cosine }) => cosine >= tenth).length;
        expect(rows[0]?.cosine).toBeCloseTo(1, 5);
      }
      expect(found / 1000).toBeGreaterThan(0.99);
    });

    it('compares a question with each unit of a passage, in order', async () => {
      const { firstRows } = index.vectors ?? { firstRows: new Uint32Array() };
      const vector = rowOf(matrix, 11);
      const passages = [5, 0, index.passages.length - 1];
      const cosines = (await index.vectors?.cosines(vector, passages)) ?? [];
      for (const [i, passage] of passages.entries()) {
        const rows = [...(cosines[i] ?? [])];
        expect(rows).toHaveLength((firstRows[passage + 1] ?? 0) - (firstRows[passage] ?? 0));
        for (const [n, cosine] of rows.entries()) {
          expect(cosine).toBeCloseTo(dot(vector, rowOf(matrix, (firstRows[passage] ?? 0) + n)), 5);
        }
      }
    });

    it('finds the same passages for the cases as exact search does', async () => {
      const reference = withExactSearch(index, matrix);
      const cases = await loadFolder('evaluation/golden');
      for (const { question } of cases.filter((_, i) => i % 3 === 0)) {
        const [vector = null] = await embedder.embed([question]);
        const options = { limit: 10, vector, named: new Set<string>() };
        const expected = await retrieve(reference, question, options);
        const hits = await retrieve(index, question, options);
        expect(hits).toHaveLength(expected.length);
        const last = (expected.at(-1)?.score ?? 0) - 1e-5;
        const known = new Set(expected.map(({ passage }) => passage.id));
        for (const [i, { passage, score }] of hits.entries()) {
          expect(score, question).toBeCloseTo(expected[i]?.score ?? Number.NaN, 4);
          // Equal scores may be in any order.
          expect(known.has(passage.id) || score <= last + 2e-5, question).toBe(true);
        }
      }
    });
  });
}

export async function contentOf(
  files: Readonly<Record<string, string>>,
  embedder: Embedder | null,
): Promise<IndexContent> {
  const { sources, passages } = await readPassages(await corpusOf(files));
  const keyword = buildKeywordData(passages.map(({ text }) => text));
  if (!embedder) return { sources, passages, keyword, vectors: null };
  const { model, dimensions } = embedder;
  const vectors = await embedder.embed(unitsOf(sources, passages).map(({ text }) => text));
  const values = Float32Array.from(vectors.flatMap((vector) => [...vector]));
  return { sources, passages, keyword, vectors: { model, matrix: { values, dimensions } } };
}

export async function write(store: IndexStore, content: IndexContent) {
  await store.ensureWritable(content.vectors?.matrix.dimensions ?? null);
  return store.write(content);
}

export async function build(
  store: IndexStore,
  files: Readonly<Record<string, string>>,
  embedder: Embedder | null,
) {
  return buildIndex({ corpusDir: await corpusOf(files), store, embedder });
}

/** The reference: every vector is compared. */
function withExactSearch(index: OpenIndex, matrix: Matrix): OpenIndex {
  const { vectors } = index;
  if (!vectors) return index;
  const exact = exactIndex(matrix);
  return {
    ...index,
    vectors: {
      ...vectors,
      nearest: async (vector, limit) => exact.search(vector, limit),
      cosines: async (vector, passages) =>
        passages.map((passage) => {
          const first = vectors.firstRows[passage] ?? 0;
          const count = (vectors.firstRows[passage + 1] ?? first) - first;
          return Array.from({ length: count }, (_, i) => dot(vector, rowOf(matrix, first + i)));
        }),
    },
  };
}
