import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Passage, Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { type KeywordData, type KeywordIndex, openKeywordIndex } from './keyword.ts';
import { type Unit, unitsOf } from './units.ts';
import { exactIndex, type Matrix, readHnsw, rowCount, type VectorIndex, writeHnsw } from './vectors.ts';

/** Rises when the files are laid out otherwise. */
export const INDEX_FORMAT = 1;

const manifestSchema = z.strictObject({
  format: z.int(),
  /** Folder of the files below, beside the manifest, named by their content. */
  generation: z.string().regex(/^[0-9a-f]{16}$/),
  embedder: z.strictObject({ model: z.string(), dimensions: z.int().positive() }).nullable(),
  splitterVersion: z.int(),
  counts: z.strictObject({ sources: z.int(), passages: z.int(), units: z.int() }),
  /** SHA-256 by file name. */
  files: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;

export interface IndexContent {
  readonly splitterVersion: number;
  readonly sources: readonly Source[];
  readonly passages: readonly Passage[];
  readonly keyword: KeywordData;
  /** A row for each unit of the passages, or null for an index without vectors. */
  readonly vectors: { readonly model: string; readonly matrix: Matrix } | null;
}

export interface OpenIndex {
  readonly manifest: Manifest;
  readonly sources: readonly Source[];
  readonly passages: readonly Passage[];
  readonly keyword: KeywordIndex;
  readonly vectors: {
    readonly units: readonly Unit[];
    readonly matrix: Matrix;
    readonly index: VectorIndex;
    /** Whether hnswlib serves; if not, exact search does. */
    readonly isNative: boolean;
  } | null;
}

/**
 * Writes an index folder whole or not at all: the files go into a new folder beside the old one,
 * are synced, and count from the moment that the new manifest takes the old one's name.
 */
export async function writeIndex(dir: string, content: IndexContent): Promise<Manifest> {
  await mkdir(dir, { recursive: true });
  const draft = path.join(dir, `draft-${process.pid}`);
  try {
    await mkdir(draft);
    await writeFile(path.join(draft, 'sources.jsonl'), toLines(content.sources));
    await writeFile(path.join(draft, 'passages.jsonl'), toLines(content.passages));
    await writeFile(path.join(draft, 'keyword.json'), JSON.stringify(content.keyword));
    if (content.vectors) {
      const { values } = content.vectors.matrix;
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      await writeFile(path.join(draft, 'vectors.f32'), bytes);
      await writeHnsw(content.vectors.matrix, path.join(draft, 'vectors.hnsw'));
    }
    const files: Record<string, string> = {};
    for (const name of (await readdir(draft)).sort()) {
      files[name] = await hashAndSync(path.join(draft, name));
    }
    const generation = sha256(JSON.stringify(files)).slice(0, 16);
    const manifest: Manifest = {
      format: INDEX_FORMAT,
      generation,
      embedder: content.vectors && {
        model: content.vectors.model,
        dimensions: content.vectors.matrix.dimensions,
      },
      splitterVersion: content.splitterVersion,
      counts: {
        sources: content.sources.length,
        passages: content.passages.length,
        units: content.vectors ? rowCount(content.vectors.matrix) : 0,
      },
      files,
    };
    const target = path.join(dir, generation);
    if (!(await holds(target, files))) {
      await rm(target, { recursive: true, force: true });
      await rename(draft, target);
    }
    const manifestDraft = path.join(dir, `manifest-${process.pid}.json`);
    await writeFile(manifestDraft, `${JSON.stringify(manifest, null, 2)}\n`);
    await hashAndSync(manifestDraft);
    await rename(manifestDraft, path.join(dir, 'manifest.json'));
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Opens an index folder. Format, counts and hashes are checked before any byte reaches native code.
 * @throws ServiceError `index-missing` or `index-unusable`, with the command that repairs it.
 */
export async function openIndex(dir: string): Promise<OpenIndex> {
  const manifest = await readManifest(dir);
  const folder = path.join(dir, manifest.generation);
  const contents = new Map<string, Buffer>();
  for (const [name, hash] of Object.entries(manifest.files)) {
    const bytes = await readFile(path.join(folder, name)).catch((cause) => {
      throw unusable(dir, `its file ${name} cannot be read`, cause);
    });
    if (sha256(bytes) !== hash) throw unusable(dir, `its file ${name} is damaged`);
    // The graph is read by hnswlib itself.
    if (name !== 'vectors.hnsw') contents.set(name, bytes);
  }
  const text = (name: string) => contents.get(name)?.toString('utf8') ?? '';
  const sources = fromLines<Source>(text('sources.jsonl'));
  const passages = fromLines<Passage>(text('passages.jsonl'));
  const keyword = openKeywordIndex(JSON.parse(text('keyword.json') || 'null') as KeywordData);
  const { counts, embedder } = manifest;
  if (sources.length !== counts.sources || passages.length !== counts.passages) {
    throw unusable(dir, 'its counts do not match its manifest');
  }
  if (!embedder) return { manifest, sources, passages, keyword, vectors: null };
  const bytes = contents.get('vectors.f32') ?? Buffer.alloc(0);
  const units = unitsOf(sources, passages);
  if (bytes.length !== counts.units * embedder.dimensions * 4 || units.length !== counts.units) {
    throw unusable(dir, 'its vectors do not match its passages');
  }
  // A copy, since a file's buffer need not begin at a multiple of four bytes.
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  const matrix = { values, dimensions: embedder.dimensions };
  const native = manifest.files['vectors.hnsw']
    ? await readHnsw(path.join(folder, 'vectors.hnsw'), matrix)
    : null;
  const index = native ?? exactIndex(matrix);
  return {
    manifest,
    sources,
    passages,
    keyword,
    vectors: { units, matrix, index, isNative: native !== null },
  };
}

export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(path.join(dir, 'manifest.json'), 'utf8').catch((cause) => {
    throw new ServiceError('index-missing', `There is no index in ${dir}. Run: npm run index`, {
      cause,
    });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(dir, 'its manifest is not JSON', cause);
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (format !== INDEX_FORMAT) {
    throw unusable(dir, `its format is ${String(format)}, this version reads ${INDEX_FORMAT}`);
  }
  const manifest = manifestSchema.safeParse(value);
  if (!manifest.success) {
    throw unusable(dir, `its manifest is damaged at "${manifest.error.issues[0]?.path.join('.')}"`);
  }
  return manifest.data;
}

/** Removes what the manifest does not name: older generations, and drafts whose writer is gone. */
export async function removeStale(dir: string): Promise<void> {
  const { generation } = await readManifest(dir);
  for (const name of await readdir(dir)) {
    const writer = /^(?:draft|manifest)-(\d+)/.exec(name)?.[1];
    const isStale = writer ? !isRunning(Number(writer)) : /^[0-9a-f]{16}$/.test(name);
    if (isStale && name !== generation) await rm(path.join(dir, name), { recursive: true, force: true });
  }
}

function unusable(dir: string, what: string, cause?: unknown): ServiceError {
  return new ServiceError(
    'index-unusable',
    `The index in ${dir} cannot be used: ${what}. Run: npm run index`,
    { cause },
  );
}

async function holds(folder: string, files: Record<string, string>): Promise<boolean> {
  try {
    for (const [name, hash] of Object.entries(files)) {
      if (sha256(await readFile(path.join(folder, name))) !== hash) return false;
    }
    return true;
  } catch {
    return false;
  }
}

async function hashAndSync(file: string): Promise<string> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
    return sha256(await handle.readFile());
  } finally {
    await handle.close();
  }
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

function fromLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
