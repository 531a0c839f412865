import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../errors.ts';
import { INDEX } from '../language/en/templates/owner.ts';
import { filesOf, hashOf, type IndexContent, manifestOf } from './content.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { writeHnsw } from './vectors.ts';

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
  const file = (name: string) => path.join(folder, name);
  for (const [name, chunks] of filesOf(content)) await writeFile(file(name), chunks);
  if (content.vectors) await writeHnsw(content.vectors.matrix, file('vectors.hnsw'), signal);
  const hashes: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) hashes[name] = await hashAndSync(file(name));
  return manifestOf(content, hashes);
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
    return hashOf([await handle.readFile()]);
  } finally {
    await handle.close();
  }
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
