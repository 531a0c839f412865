import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Passage, Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { INDEX } from '../language/en/templates/owner.ts';
import type { KeywordData } from './keyword.ts';
import { INDEX_FORMAT, type Manifest, readManifest } from './manifest.ts';
import { type Matrix, rowCount, writeHnsw } from './vectors.ts';

export interface IndexContent {
  readonly sources: readonly Source[];
  readonly passages: readonly Passage[];
  readonly keyword: KeywordData;
  /** A row for each unit of the passages, or null for an index without vectors. */
  readonly vectors: { readonly model: string; readonly matrix: Matrix } | null;
}

/** A generation that the manifest does not name is kept this long: another run may be about to name it. */
const GRACE_MS = 60_000;

/**
 * Writes an index folder completely or not at all: the files go into a staging folder, are synced, and
 * take effect when the new manifest replaces the old one.
 * @throws ServiceError `index-unusable` if the folder cannot be written
 */
export async function writeIndex(
  dir: string,
  content: IndexContent,
  signal?: AbortSignal,
): Promise<Manifest> {
  const staging = path.join(dir, `staging-${process.pid}-${randomUUID()}`);
  try {
    await mkdir(staging, { recursive: true });
    const manifest = await writeFiles(staging, content, signal);
    signal?.throwIfAborted();
    await moveInto(path.join(dir, manifest.generation), staging, manifest.files);
    const stagedManifest = `${staging}.json`;
    try {
      await writeFile(stagedManifest, `${JSON.stringify(manifest, null, 2)}\n`);
      await hashAndSync(stagedManifest);
      await rename(stagedManifest, path.join(dir, 'manifest.json'));
    } finally {
      await rm(stagedManifest, { force: true });
    }
    return manifest;
  } catch (cause) {
    signal?.throwIfAborted();
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new ServiceError('index-unusable', INDEX.notWritten(dir, cause.message), { cause });
  } finally {
    // If `dir` is a file, there is nothing to remove.
    await rm(staging, { recursive: true, force: true }).catch(() => {});
  }
}

async function writeFiles(
  folder: string,
  content: IndexContent,
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  const { sources, passages, keyword, vectors } = content;
  const file = (name: string) => path.join(folder, name);
  await writeFile(file('sources.jsonl'), toLines(sources));
  await writeFile(file('passages.jsonl'), toLines(passages));
  await writeFile(file('keyword.json'), JSON.stringify(keyword));
  if (vectors) {
    const { values } = vectors.matrix;
    await writeFile(
      file('vectors.f32'),
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
    await writeHnsw(vectors.matrix, file('vectors.hnsw'), signal);
  }
  const files: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) files[name] = await hashAndSync(file(name));
  return {
    format: INDEX_FORMAT,
    generation: sha256(JSON.stringify(files)).slice(0, 16),
    embedder: vectors && { model: vectors.model, dimensions: vectors.matrix.dimensions },
    counts: {
      sources: sources.length,
      passages: passages.length,
      units: vectors ? rowCount(vectors.matrix) : 0,
    },
    files: files as Manifest['files'],
  };
}

/**
 * Moves the staged files into their generation, one by one over what is there, so that a process that
 * reads the same generation never misses a file.
 */
async function moveInto(target: string, staging: string, files: Manifest['files']): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const name of Object.keys(files)) {
    await rename(path.join(staging, name), path.join(target, name));
  }
}

/**
 * Whether an index with this manifest was built from these sources. That covers passages and units:
 * `INDEX_FORMAT` increases when sources are split differently.
 */
export function isMadeOf(manifest: Manifest, sources: readonly Source[]): boolean {
  return manifest.files['sources.jsonl'] === sha256(toLines(sources));
}

/**
 * Removes staging folders whose process has ended, and generations that the manifest does not name,
 * unless they are so new that another run may be about to name them.
 */
export async function removeStale(dir: string): Promise<void> {
  const { generation } = await readManifest(dir);
  for (const name of await readdir(dir)) {
    const target = path.join(dir, name);
    const writer = /^staging-(\d+)-/.exec(name)?.[1];
    const isOld = async () => (await stat(target)).mtimeMs < Date.now() - GRACE_MS;
    const isStale = writer
      ? !isRunning(Number(writer))
      : /^[0-9a-f]{16}$/.test(name) && name !== generation && (await isOld().catch(() => false));
    if (isStale) await rm(target, { recursive: true, force: true });
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
  } catch (error) {
    // EPERM: it runs as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
