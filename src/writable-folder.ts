import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorCode, ServiceError } from './errors.ts';

/**
 * Makes the folder if it is missing, and tries to write to it: what takes long is not begun where its
 * result cannot be kept. Permissions alone do not tell, of a file system that is read-only for example.
 * @param setting the one that names another folder
 * @throws ServiceError with that code, the folder, the reason and the setting
 */
export async function ensureWritable(dir: string, setting: string, code: ErrorCode): Promise<void> {
  const probe = path.join(dir, `.writable-${randomUUID()}`);
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new ServiceError(
      code,
      `The folder ${dir} cannot be written (${(cause as Error).message}). Make it writable for the user that runs this${userOf()}, or name another folder with ${setting}.`,
      { cause },
    );
  }
}

function userOf(): string {
  const id = process.getuid?.();
  return id === undefined ? '' : ` (id ${id})`;
}
