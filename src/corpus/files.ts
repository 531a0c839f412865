import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../errors.ts';

/** Files above this size are refused: a profile is prose, and this is a thousand pages of it. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The `.md` and `.txt` files below a folder, relative to it with forward slashes, in order. Names
 * that begin with a dot are passed over.
 * @throws ServiceError `invalid-corpus` if the folder cannot be read or holds no such file.
 */
export async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw new ServiceError(
      'invalid-corpus',
      `The corpus folder ${dir} cannot be read (${describe(cause)}). Name a folder of .md and .txt files with --corpus or CORPUS_DIR.`,
      { cause },
    );
  });
  const names = entries
    .filter((entry) => !entry.isDirectory() && /\.(md|txt)$/i.test(entry.name))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .sort();
  if (names.length === 0) {
    throw new ServiceError(
      'invalid-corpus',
      `The corpus folder ${dir} holds no .md or .txt file. Put at least one text into it; a raw profile as .txt is enough.`,
    );
  }
  return names;
}

/**
 * The text of a file, with "\n" at the ends of lines and without a byte order mark.
 * @throws Error whose message is the rest of a sentence that begins with the file's name.
 */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw new Error(`has a NUL byte at offset ${nul}, so it is no text; save it as UTF-8 text`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  } catch (cause) {
    throw new Error('is not valid UTF-8; save it as UTF-8 text', { cause });
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const status = await stat(file);
    // Reading from a pipe would wait for ever.
    if (!status.isFile()) throw new Error('is not a file; remove or rename it');
    if (status.size > MAX_FILE_BYTES) {
      throw new Error(
        `is ${(status.size / 1024 / 1024).toFixed(1)} MB large, at most ${MAX_FILE_BYTES / 1024 / 1024} MB are read; cut it into smaller files`,
      );
    }
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new Error(`cannot be read (${describe(error)}); correct its permissions or remove it`, {
      cause: error,
    });
  }
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOTDIR') return 'it is not a folder';
  return message;
}
