import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { INDEX_FAULTS } from '../language/en/templates/owner.ts';
import { ensureWritable } from '../writable-folder.ts';
import { openContent } from './content.ts';
import type { IndexStore, OpenIndex, PassageVectors } from './index-store.ts';
import { type IndexFile, type Manifest, readManifest, unusable } from './manifest.ts';
import { dot, exactIndex, type Matrix, readHnsw, rowOf, type VectorIndex } from './vectors.ts';
import { removeStale, writeIndex } from './write.ts';

export type { OpenIndex } from './index-store.ts';
export { type Manifest, readManifest } from './manifest.ts';

/** An index in a folder, which is read into memory as a whole. */
export function folderStore(dir: string): IndexStore {
  return {
    place: dir,
    ensureWritable: () => ensureWritable(dir, 'INDEX_DIR (or --out)', 'index-unusable'),
    readManifest: () => readManifest(dir),
    open: () => openIndex(dir),
    write: (content, signal) => writeIndex(dir, content, signal),
    removeStale: () => removeStale(dir),
  };
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
  const read = (name: IndexFile) =>
    readFile(path.join(folder, name)).catch((cause) => {
      throw unusable(dir, INDEX_FAULTS.fileUnreadable(name), cause);
    });
  const { index, firstRows, checked } = await openContent(manifest, dir, read);
  const { counts, embedder } = manifest;
  if (!embedder) return { ...index, vectors: null };
  const bytes = await checked('vectors.f32');
  if (bytes.length !== counts.units * embedder.dimensions * 4) {
    throw unusable(dir, INDEX_FAULTS.wrongVectors);
  }
  // A copy, because the buffer of a file may not begin at a multiple of four bytes.
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  const matrix = { values, dimensions: embedder.dimensions };
  // hnswlib reads the file itself; this checks the hash.
  const hasGraph = manifest.files['vectors.hnsw'] && (await checked('vectors.hnsw'));
  const graph = hasGraph ? await readHnsw(path.join(folder, 'vectors.hnsw'), matrix) : null;
  return { ...index, vectors: vectorsInMemory(matrix, firstRows, graph) };
}

function vectorsInMemory(
  matrix: Matrix,
  firstRows: Uint32Array,
  graph: VectorIndex | null,
): PassageVectors {
  const index = graph ?? exactIndex(matrix);
  return {
    firstRows,
    isNative: graph !== null,
    nearest: async (vector, limit) => index.search(vector, limit),
    cosines: async (vector, passages) =>
      passages.map((passage) => {
        const first = firstRows[passage] ?? 0;
        const count = (firstRows[passage + 1] ?? first) - first;
        return Array.from({ length: count }, (_, i) => dot(vector, rowOf(matrix, first + i)));
      }),
    matrix: async () => matrix,
  };
}
