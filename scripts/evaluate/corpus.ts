import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { splitSource } from '../../src/corpus/split.ts';
import type { Embedder, Source } from '../../src/domain.ts';
import { indexPassages, readPassages } from '../../src/indexer.ts';
import { type OpenIndex, openIndex } from '../../src/search/store.ts';

export interface IndexOptions {
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** The index of a corpus folder, in a cache of its own, so that a second run embeds only changes. */
export async function openCorpus(
  corpusDir: string,
  embedder: Embedder | null,
  options: IndexOptions,
): Promise<OpenIndex> {
  const { sources, passages } = await readPassages(corpusDir);
  const indexDir = cacheDir('corpus', [path.resolve(corpusDir), embedder?.model]);
  await indexPassages(sources, passages, { indexDir, embedder, ...options });
  return openIndex(indexDir);
}

/** The index of sources that no folder holds, in the same cache. */
export async function openSources(
  name: string,
  sources: readonly Source[],
  embedder: Embedder | null,
  options: IndexOptions,
): Promise<OpenIndex> {
  const passages = (await Promise.all(sources.map(splitSource))).flat();
  const indexDir = cacheDir(name, [embedder?.model]);
  await indexPassages(sources, passages, { indexDir, embedder, ...options });
  return openIndex(indexDir);
}

function cacheDir(name: string, key: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16);
  return path.join(tmpdir(), 'ask-the-researcher-evaluate', `${name}-${hash}`);
}
