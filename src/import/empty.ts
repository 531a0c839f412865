import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';

/**
 * Moves what is in the folder of the corpus to a dated folder beside it.
 * @returns that folder, or null if there was nothing to move
 */
export async function moveAway(dir: string, today = new Date()): Promise<string | null> {
  const entries = await readdir(dir).catch(() => []);
  if (entries.length === 0) return null;
  const date = today.toISOString().slice(0, 10);
  const base = `${path.resolve(dir)}-before-${date}`;
  for (let number = 1; ; number++) {
    const target = number === 1 ? base : `${base}-${number}`;
    try {
      await mkdir(target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    // Entry by entry: the folder itself may be a mount.
    for (const entry of entries) await rename(path.join(dir, entry), path.join(target, entry));
    return target;
  }
}
