import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../write-whole.ts';
import type { CorpusFile } from './corpus-files.ts';

/** The last import, in the folder of the corpus; names that begin with a dot are not read as texts. */
const LAST_IMPORT = '.last-import.json';
const lastImport = z.object({ version: z.literal(1), files: z.record(z.string(), z.string()) });

/** What was done with the files of the corpus. */
export interface Update {
  readonly written: readonly string[];
  readonly same: readonly string[];
  readonly removed: readonly string[];
  /** Files that were left alone, and why. */
  readonly left: readonly {
    readonly file: string;
    readonly reason: 'kept' | 'own' | 'deleted' | 'orphan';
  }[];
}

/** The files of the last import by path; none where nothing was imported yet. */
export async function readLastImport(dir: string): Promise<ReadonlyMap<string, string> | null> {
  const text = await readFile(path.join(dir, LAST_IMPORT), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = lastImport.safeParse(JSON.parse(text));
  return parsed.success ? new Map(Object.entries(parsed.data.files)) : null;
}

/**
 * Brings a corpus up to date: three versions of each file decide, that of the last import, that on disk
 * and the new one. What the owner edited, added or deleted since the last import stays as it is.
 */
export async function updateCorpus(dir: string, files: readonly CorpusFile[]): Promise<Update> {
  const last = (await readLastImport(dir)) ?? new Map<string, string>();
  const written: string[] = [];
  const same: string[] = [];
  const removed: string[] = [];
  const left: { file: string; reason: Update['left'][number]['reason'] }[] = [];
  await mkdir(dir, { recursive: true });
  for (const file of files) {
    const now = await contentOf(path.join(dir, file.path));
    const before = last.get(file.path);
    if (now === file.text) same.push(file.path);
    else if (now === null && before !== undefined)
      left.push({ file: file.path, reason: 'deleted' });
    else if (now !== null && before === undefined) left.push({ file: file.path, reason: 'own' });
    else if (now !== null && now !== before) {
      if (before === file.text) same.push(file.path);
      else left.push({ file: file.path, reason: 'kept' });
    } else {
      await writeWhole(path.join(dir, file.path), file.text);
      written.push(file.path);
    }
  }
  const current = new Set(files.map((file) => file.path));
  const orphans = new Map<string, string>();
  for (const [name, before] of last) {
    if (current.has(name)) continue;
    const now = await contentOf(path.join(dir, name));
    if (now === before) {
      await rm(path.join(dir, name));
      await removeIfEmpty(path.dirname(path.join(dir, name)));
      removed.push(name);
    } else if (now !== null) {
      left.push({ file: name, reason: 'orphan' });
      orphans.set(name, before);
    }
  }
  const remembered = Object.fromEntries([
    ...files.map((file) => [file.path, file.text] as const),
    ...orphans,
  ]);
  await writeWhole(
    path.join(dir, LAST_IMPORT),
    `${JSON.stringify({ version: 1, files: remembered }, null, 1)}\n`,
  );
  return { written, same, removed, left };
}

async function contentOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
}

async function removeIfEmpty(dir: string): Promise<void> {
  if ((await readdir(dir)).length === 0) await rmdir(dir);
}
