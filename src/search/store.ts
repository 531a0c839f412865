import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Passage, Source } from '../domain.ts';
import { INDEX_FAULTS } from '../language/en/templates/owner.ts';
import { type ExactNames, exactNames } from './exact-names.ts';
import { type KeywordData, type KeywordIndex, openKeywordIndex } from './keyword.ts';
import { type IndexFile, type Manifest, readManifest, unusable } from './manifest.ts';
import { type Unit, unitsOf } from './units.ts';
import { exactIndex, type Matrix, readHnsw, type VectorIndex } from './vectors.ts';

export { type Manifest, readManifest } from './manifest.ts';

export interface OpenIndex {
  readonly manifest: Manifest;
  readonly sources: readonly Source[];
  readonly sourceById: ReadonlyMap<string, Source>;
  readonly passages: readonly Passage[];
  readonly keyword: KeywordIndex;
  readonly passagesNamed: ExactNames;
  readonly vectors: {
    readonly units: readonly Unit[];
    /** Passage p has the rows from `firstRows[p]` up to, but not including, `firstRows[p + 1]`. */
    readonly firstRows: Uint32Array;
    readonly matrix: Matrix;
    readonly index: VectorIndex;
    /** Whether hnswlib is used; otherwise search is exact. */
    readonly isNative: boolean;
  } | null;
}

/**
 * Opens an index folder. Format, counts and hashes are checked before any byte reaches native code.
 * @throws ServiceError `index-missing` or `index-unusable`, with the command that repairs it
 */
export async function openIndex(dir: string): Promise<OpenIndex> {
  const manifest = await readManifest(dir);
  try {
    return await openGeneration(dir, manifest);
  } catch (error) {
    // Another run may have replaced the index in the meantime.
    const current = await readManifest(dir);
    if (current.generation === manifest.generation) throw error;
    return openGeneration(dir, current);
  }
}

async function openGeneration(dir: string, manifest: Manifest): Promise<OpenIndex> {
  const folder = path.join(dir, manifest.generation);
  const read = async (name: IndexFile): Promise<Buffer> => {
    const bytes = await readFile(path.join(folder, name)).catch((cause) => {
      throw unusable(dir, INDEX_FAULTS.fileUnreadable(name), cause);
    });
    if (sha256(bytes) !== manifest.files[name]) throw unusable(dir, INDEX_FAULTS.fileDamaged(name));
    return bytes;
  };
  const sources = fromLines<Source>(await read('sources.jsonl'));
  const passages = fromLines<Passage>(await read('passages.jsonl'));
  const keyword: KeywordData = JSON.parse((await read('keyword.json')).toString('utf8'));
  const { counts, embedder } = manifest;
  if (
    sources.length !== counts.sources ||
    passages.length !== counts.passages ||
    keyword.lengths.length !== counts.passages
  ) {
    throw unusable(dir, INDEX_FAULTS.wrongCounts);
  }
  const opened = {
    manifest,
    sources,
    sourceById: new Map(sources.map((source) => [source.id, source])),
    passages,
    keyword: openKeywordIndex(keyword),
    passagesNamed: exactNames(sources, passages),
  };
  if (!embedder) return { ...opened, vectors: null };
  const bytes = await read('vectors.f32');
  const units = unitsOf(sources, passages);
  if (bytes.length !== counts.units * embedder.dimensions * 4 || units.length !== counts.units) {
    throw unusable(dir, INDEX_FAULTS.wrongVectors);
  }
  // A copy, because the buffer of a file may not begin at a multiple of four bytes.
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  const matrix = { values, dimensions: embedder.dimensions };
  const native = manifest.files['vectors.hnsw'] ? await openGraph(matrix) : null;
  return {
    ...opened,
    vectors: {
      units,
      firstRows: firstRowsOf(units, passages.length),
      matrix,
      index: native ?? exactIndex(matrix),
      isNative: native !== null,
    },
  };

  async function openGraph(matrix: Matrix): Promise<VectorIndex | null> {
    // hnswlib reads the file itself; this checks the hash.
    await read('vectors.hnsw');
    return readHnsw(path.join(folder, 'vectors.hnsw'), matrix);
  }
}

function firstRowsOf(units: readonly Unit[], passages: number): Uint32Array {
  const firstRows = new Uint32Array(passages + 1).fill(units.length);
  for (let row = units.length - 1; row >= 0; row--) firstRows[units[row]?.passage ?? 0] = row;
  return firstRows;
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function fromLines<T>(bytes: Buffer): T[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
