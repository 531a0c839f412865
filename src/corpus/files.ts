import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../errors.ts';
import {
  CORPUS,
  FILE,
  SYSTEM_REASONS,
  UNREAD_FILES,
} from '../language/en/templates/owner-corpus.ts';

/** Larger files are refused: a profile is prose, and this is a thousand pages of it. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Beside the texts: questions that they are to answer, read by `gaps`. */
export const CASES_FILE = 'questions.yaml';

/** What a corpus folder holds. */
export interface Listing {
  /** Files to read, relative to the folder with forward slashes, in order. */
  readonly files: readonly string[];
  /** Files that are not read, with reason and remedy. */
  readonly skipped: readonly { readonly file: string; readonly text: string }[];
}

/** What a file that is not read contains, by its extension. */
const UNREAD: readonly [extension: RegExp, content: keyof typeof UNREAD_FILES][] = [
  [/\.(?:html?|xhtml)$/i, 'webPage'],
  [/\.(?:pdf|docx?|odt|rtf|pptx?|key|epub|pages)$/i, 'document'],
  [/\.(?:bib|ris|enw)$/i, 'bibliography'],
  [/\.(?:tex|rst|adoc|org|ipynb|qmd|rmd)$/i, 'markup'],
  [/\.(?:png|jpe?g|gif|svg|webp|avif|tiff?|ico)$/i, 'picture'],
];
const READ = /\.(?:md|markdown|mdx|txt)$/i;

/**
 * The texts in a folder and its subfolders (`.md`, `.markdown`, `.mdx`, `.txt`). Names that begin
 * with a dot are skipped. Links within the folder are followed, others only if the owner allows it.
 * @throws ServiceError `invalid-corpus` if the folder cannot be read or has no such file
 */
export async function listFiles(
  dir: string,
  { followLinks = false }: { readonly followLinks?: boolean } = {},
): Promise<Listing> {
  const files: string[] = [];
  const skipped: { file: string; text: string }[] = [];
  const root = await realpath(dir).catch((cause) => {
    throw unreadable(dir, cause);
  });
  // Real paths, so that a file with several links is read once and a loop of links ends.
  const seen = new Set<string>();
  const links: string[] = [];
  await list('', root);
  for (let name = links.shift(); name !== undefined; name = links.shift()) await follow(name);
  const sorted = skipped.sort((a, b) => (a.file < b.file ? -1 : 1));
  if (files.length === 0) {
    throw new ServiceError(
      'invalid-corpus',
      CORPUS.hasNoText(
        dir,
        sorted.map(({ file, text }) => `${file}: ${text}`),
      ),
    );
  }
  return { files: files.sort(), skipped: sorted };

  async function list(folder: string, real: string): Promise<void> {
    seen.add(real);
    const entries = await readdir(real, { withFileTypes: true }).catch((cause) => {
      throw unreadable(path.join(dir, folder), cause);
    });
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const target = path.join(real, entry.name);
      if (entry.isSymbolicLink()) links.push(name);
      else if (entry.isDirectory() && !seen.has(target)) await list(name, target);
      else if (!entry.isDirectory()) take(name, target);
    }
  }

  async function follow(name: string): Promise<void> {
    let target: string;
    try {
      target = await realpath(path.join(dir, name));
    } catch (error) {
      skipped.push({ file: name, text: FILE.brokenLink(describe(error)) });
      return;
    }
    if (!followLinks && !isWithin(target, root)) {
      skipped.push({ file: name, text: FILE.outsideLink });
    } else if (!seen.has(target)) {
      if ((await stat(target)).isDirectory()) await list(name, target);
      else take(name, target);
    }
  }

  function take(name: string, target: string): void {
    if (seen.has(target)) return;
    seen.add(target);
    if (READ.test(name)) files.push(name);
    else if (name !== CASES_FILE) {
      const content = UNREAD.find(([extension]) => extension.test(name))?.[1] ?? 'other';
      skipped.push({ file: name, text: UNREAD_FILES[content] });
    }
  }
}

function isWithin(target: string, folder: string): boolean {
  const relative = path.relative(folder, target);
  // A name may begin with two dots: Kubernetes mounts configurations as "..data".
  return !(relative.split(path.sep)[0] === '..' || path.isAbsolute(relative));
}

function unreadable(dir: string, cause: unknown): ServiceError {
  return new ServiceError('invalid-corpus', CORPUS.unreadable(dir, describe(cause)), { cause });
}

/**
 * The text of a file, with "\n" as its line ends and without a byte order mark.
 * @throws Error whose message follows the file's name
 */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new Error(FILE.nulByte(nul));
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  } catch (cause) {
    throw new Error(FILE.notUtf8, { cause });
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const status = await stat(file);
    // Reading from a pipe would block forever.
    if (!status.isFile()) throw new Error(FILE.notRegular);
    if (status.size > MAX_FILE_BYTES) throw new Error(FILE.tooLarge(status.size, MAX_FILE_BYTES));
    return await readFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new Error(FILE.unreadable(describe(error)), { cause: error });
  }
}

function describe(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return SYSTEM_REASONS[code] ?? message;
}
