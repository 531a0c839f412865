import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
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
  } catch (error) {
    const cause = await reasonOf(error, dir);
    throw new ServiceError(
      code,
      `Files cannot be written to ${dir} (${cause.message}). Make the folder writable for the user that runs this${userOf()}, or name another folder with ${setting}.`,
      { cause },
    );
  }
}

/** On a read-only file system the making of nested folders fails as if a parent were missing. */
async function reasonOf(error: unknown, dir: string): Promise<Error> {
  const cause = error as NodeJS.ErrnoException;
  const parent = path.dirname(path.resolve(dir));
  if (cause.code !== 'ENOENT' || parent === path.resolve(dir)) return cause;
  return access(parent, constants.W_OK).then(
    () => cause,
    (reason) => reasonOf(reason, parent),
  );
}

function userOf(): string {
  const id = process.getuid?.();
  return id === undefined ? '' : ` (id ${id})`;
}
