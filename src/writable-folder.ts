import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorCode, ServiceError } from './errors.ts';
import { FOLDER } from './language/en/templates/owner-settings.ts';

/**
 * Creates the folder if it is missing and tries to write to it, so that no long work starts whose
 * result cannot be saved. Checking permissions is not enough, for example on a read-only file system.
 * @param setting the one with which the owner can choose another folder
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
    const sentence = FOLDER.notWritable(dir, cause.message, setting, process.getuid?.());
    throw new ServiceError(code, sentence, { cause });
  }
}

/** On a read-only file system, creating nested folders fails as if a parent were missing. */
async function reasonOf(error: unknown, dir: string): Promise<Error> {
  const cause = error as NodeJS.ErrnoException;
  const parent = path.dirname(path.resolve(dir));
  if (cause.code !== 'ENOENT' || parent === path.resolve(dir)) return cause;
  return access(parent, constants.W_OK).then(
    () => cause,
    (reason) => reasonOf(reason, parent),
  );
}
