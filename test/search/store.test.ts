import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildIndex } from '../../src/indexer.ts';
import { folderStore, openIndex, readManifest } from '../../src/search/store.ts';
import { corpusOf, temporaryFolder } from '../support/corpus.ts';
import { hashingEmbedder } from '../support/embedder.ts';
import { isHnswBuilt } from '../support/native.ts';
import { describeStore } from './store-contract.ts';

async function anIndex(embedder: ReturnType<typeof hashingEmbedder> | null = hashingEmbedder()) {
  const corpusDir = await corpusOf({ 'a.txt': 'Hindsight traces.', 'b.txt': 'Retro isolates.' });
  const indexDir = path.join(await temporaryFolder(), 'index');
  await buildIndex({ corpusDir, indexDir, embedder });
  const manifest = await readManifest(indexDir);
  const file = (name: string) => path.join(indexDir, manifest.generation, name);
  return { corpusDir, indexDir, manifest, file };
}

async function refusal(indexDir: string) {
  const error = await openIndex(indexDir).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'ServiceError' });
  expect(error.message).toMatch(/ Run: npm run index$/);
  return error;
}

describeStore('a folder', async () => {
  const indexDir = path.join(await mkdtemp(path.join(tmpdir(), 'store-')), 'index');
  return () => folderStore(indexDir);
});

describe('openIndex', () => {
  it('gives back what was written', async () => {
    const { indexDir } = await anIndex();
    const index = await openIndex(indexDir);
    expect(index.sources.map((source) => source.id)).toEqual(['a', 'b']);
    expect(index.passages.map((passage) => passage.text)).toEqual([
      'Hindsight traces.',
      'Retro isolates.',
    ]);
    expect(index.vectors?.isNative).toBe(isHnswBuilt);
    expect([...(index.vectors?.firstRows ?? [])]).toEqual([0, 2, 4]);
  });

  it('has no vectors where there was no embedder', async () => {
    const { indexDir, manifest } = await anIndex(null);
    expect(manifest.embedder).toBeNull();
    expect((await openIndex(indexDir)).vectors).toBeNull();
  });

  it('says how to make an index where there is none', async () => {
    const error = await refusal(path.join(await temporaryFolder(), 'none'));
    expect(error.code).toBe('index-missing');
  });

  // hnswlib crashes on a truncated file: it must not come so far.
  const files = ['vectors.f32', 'keyword.jsonl', 'passages.jsonl', 'sources.jsonl'];
  it.each(isHnswBuilt ? ['vectors.hnsw', ...files] : files)(
    'refuses a %s that is cut short or gone',
    async (name) => {
      const { indexDir, file } = await anIndex();
      await truncate(file(name), 10);
      expect((await refusal(indexDir)).message).toContain(`its file ${name} is damaged`);
      await rm(file(name));
      expect((await refusal(indexDir)).message).toContain(`its file ${name} cannot be read`);
    },
  );

  it.each([
    [
      'other dimensions',
      { embedder: { model: 'hashing-64', dimensions: 32 } },
      'do not match its passages',
    ],
    ['other counts', { counts: { sources: 3, passages: 2, units: 4 } }, 'counts do not match'],
    ['another format', { format: 99 }, 'its format is 99, but this version reads'],
    ['a path for a folder', { generation: '../../etc' }, 'damaged at "generation"'],
    ['other files', { files: {} }, 'damaged at "files'],
  ])('refuses a manifest of %s', async (_, change, expected) => {
    const { indexDir, manifest } = await anIndex();
    await writeFile(
      path.join(indexDir, 'manifest.json'),
      JSON.stringify({ ...manifest, ...change }),
    );
    expect((await refusal(indexDir)).message).toContain(expected);
  });

  it('refuses a manifest that is not JSON', async () => {
    const { indexDir } = await anIndex();
    await writeFile(path.join(indexDir, 'manifest.json'), '{');
    expect((await refusal(indexDir)).message).toContain('its manifest is not JSON');
  });
});

describe('writeIndex', () => {
  it('has the same bytes for the same corpus', async () => {
    const [one, two] = [await anIndex(), await anIndex()];
    const bytes = (dir: string) => readFile(path.join(dir, 'manifest.json'), 'utf8');
    expect(await bytes(one.indexDir)).toBe(await bytes(two.indexDir));
  });

  it('names the folder that it could not write', async () => {
    const corpusDir = await corpusOf({ 'a.txt': 'Text.' });
    const indexDir = path.join(corpusDir, 'a.txt', 'index');
    await expect(buildIndex({ corpusDir, indexDir, embedder: null })).rejects.toMatchObject({
      code: 'index-unusable',
      message: expect.stringContaining(`cannot be written to ${indexDir}`),
    });
  });

  it('removes old generations and abandoned staging folders, and nothing else', async () => {
    const { corpusDir, indexDir, manifest } = await anIndex();
    const old = new Date(Date.now() - 120_000);
    const [oldOne, newOne] = ['0123456789abcdef', 'fedcba9876543210'];
    const abandoned = 'staging-999999999-x';
    const ownStaging = `staging-${process.pid}-x`;
    for (const name of [oldOne, newOne, abandoned, ownStaging, 'notes']) {
      await mkdir(path.join(indexDir, name));
    }
    await utimes(path.join(indexDir, oldOne), old, old);
    await buildIndex({ corpusDir, indexDir, embedder: hashingEmbedder() });
    expect((await readdir(indexDir)).sort()).toEqual(
      [manifest.generation, ownStaging, newOne, 'manifest.json', 'notes'].sort(),
    );
  });
});
