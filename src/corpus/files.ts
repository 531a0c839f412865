import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../errors.ts';

/** Files above this size are refused: a profile is prose, and this is a thousand pages of it. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** What a corpus folder holds. */
export interface Listing {
  /** Files to read, relative to the folder with forward slashes, in order. */
  readonly files: readonly string[];
  /** "name: reason and remedy" of everything that is passed over. */
  readonly skipped: readonly string[];
}

/** What to do with a file that is not read, by its ending. */
const REMEDIES: readonly [ending: RegExp, remedy: string][] = [
  [/\.(?:html?|xhtml)$/i, 'web pages are not read; save its text as .md or .txt'],
  [/\.(?:pdf|docx?|odt|rtf|pptx?|key|epub|pages)$/i, 'is not read; save its text as .md or .txt'],
  [/\.(?:bib|ris|enw)$/i, 'bibliographies are not read; write a .md file for each work'],
  [/\.(?:tex|rst|adoc|org|ipynb|qmd|rmd)$/i, 'this markup is not read; convert it to .md'],
  [/\.(?:png|jpe?g|gif|svg|webp|avif|tiff?|ico)$/i, 'pictures are not read; describe it in a text'],
];
const OTHER = 'only .md, .markdown, .mdx and .txt are read; convert it, or keep it elsewhere';
const READ = /\.(?:md|markdown|mdx|txt)$/i;

/**
 * The texts below a folder (`.md`, `.markdown`, `.mdx`, `.txt`). Names that begin with a dot are
 * passed over. Links to what lies in the folder are followed, others only if the owner allows it.
 * @throws ServiceError `invalid-corpus` if the folder cannot be read or holds no such file.
 */
export async function listFiles(
  dir: string,
  { followLinks = false }: { readonly followLinks?: boolean } = {},
): Promise<Listing> {
  const files: string[] = [];
  const skipped: string[] = [];
  const root = await realpath(dir).catch((cause) => {
    throw unreadable(dir, cause);
  });
  // Real folders and files by their path: what several links lead to is read once, and loops end.
  const seen = new Set<string>();
  const links: string[] = [];
  await list('', root);
  for (let name = links.shift(); name !== undefined; name = links.shift()) await follow(name);
  if (files.length === 0) {
    const passedOver = skipped.map((line) => `\n  ${line}`).join('');
    throw new ServiceError(
      'invalid-corpus',
      `The corpus folder ${dir} holds no .md or .txt file. Put at least one text into it; a raw profile as .txt is enough.${passedOver}`,
    );
  }
  return { files: files.sort(), skipped: skipped.sort() };

  async function list(folder: string, real: string): Promise<void> {
    seen.add(real);
    const entries = await readdir(real, { withFileTypes: true }).catch((cause) => {
      throw unreadable(path.join(dir, folder), cause);
    });
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const place = path.join(real, entry.name);
      if (entry.isSymbolicLink()) links.push(name);
      else if (entry.isDirectory() && !seen.has(place)) await list(name, place);
      else if (!entry.isDirectory()) take(name, place);
    }
  }

  async function follow(name: string): Promise<void> {
    let target: string;
    try {
      target = await realpath(path.join(dir, name));
    } catch (error) {
      skipped.push(
        `${name}: is a link that cannot be followed (${describe(error)}); correct or remove it`,
      );
      return;
    }
    if (!followLinks && !isWithin(target, root)) {
      skipped.push(
        `${name}: is a link to a place outside of the corpus folder, so it is not read; move what it leads to into the folder, or set CORPUS_FOLLOW_LINKS=true`,
      );
    } else if (!seen.has(target)) {
      if ((await stat(target)).isDirectory()) await list(name, target);
      else take(name, target);
    }
  }

  function take(name: string, place: string): void {
    if (seen.has(place)) return;
    seen.add(place);
    if (READ.test(name)) files.push(name);
    else {
      const remedy = REMEDIES.find(([ending]) => ending.test(name))?.[1] ?? OTHER;
      skipped.push(`${name}: ${remedy}`);
    }
  }
}

function isWithin(place: string, folder: string): boolean {
  const relative = path.relative(folder, place);
  // A name may begin with two dots: mounted configurations have "..data".
  return !(relative.split(path.sep)[0] === '..' || path.isAbsolute(relative));
}

function unreadable(dir: string, cause: unknown): ServiceError {
  return new ServiceError(
    'invalid-corpus',
    `The corpus folder ${dir} cannot be read (${describe(cause)}). Name a folder of .md and .txt files with --corpus or CORPUS_DIR.`,
    { cause },
  );
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
  if (code === 'ELOOP') return 'it leads to itself';
  if (code === 'ENOTDIR') return 'it is not a folder';
  return message;
}
