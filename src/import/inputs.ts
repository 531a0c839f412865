import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../errors.ts';
import { INPUT } from '../language/en/templates/owner-import.ts';
import type { Note } from './finding.ts';

/** A file to import. */
export interface Input {
  /** Where it is. */
  readonly path: string;
  /** As the report calls it: below the folder that the owner named. */
  readonly file: string;
}

export interface Inputs {
  readonly inputs: readonly Input[];
  readonly notes: readonly Note[];
}

/** Larger files are no CV and no bibliography. */
const MAX_BYTES = 20 * 1024 * 1024;
/** What a site is built with or into, not what its owner wrote. */
const BUILT = new Set(
  '_site public node_modules vendor themes layouts _layouts _includes _sass _plugins archetypes resources assets static bin docs-dev test tests .git __pycache__ dist build venv exampleSite'.split(
    ' ',
  ),
);
/** Within folders that are skipped otherwise, what may be the owner's. */
const KEPT =
  /(?:^|\/)(?:assets|static)\/(?:.*\/)?(?:json\/)?[^/]*(?:resume|cv|vita|publications?|papers?)[^/]*\.(?:json|bib|pdf|docx|ris)$/i;
/** Beside the settings of a site, what belongs to its theme. */
const PROJECT_FILES =
  /^(?:readme|license|licence|changelog|contributing|code_of_conduct|install|customize|security|faq|faq_template|gemfile|package|package-lock|tsconfig|agents|claude)(?:\.\w+)?$/i;
/** Pages without text of their own, in any folder of a site. */
const TEMPLATE_PAGES =
  /^(?:.*[-_]archive.*|archive-.*|page-archive|404|robots|manifest|sitemap|terms|privacy|search|talkmap|non-menu-page|markdown|category|tag|about_einstein)\.\w+$/i;
const READABLE =
  /\.(?:bib|bibtex|biblatex|ris|json|ya?ml|toml|md|markdown|mdx|html?|xhtml|txt|pdf|docx)$/i;

/**
 * The files that are named and those in the folders that are named, in order. Hidden files, drafts and
 * what a site generator brings along are left out.
 * @throws ServiceError `invalid-request` if a path cannot be read
 */
export async function listInputs(paths: readonly string[]): Promise<Inputs> {
  const inputs: Input[] = [];
  const notes: Note[] = [];
  for (const named of paths) {
    const status = await stat(named).catch((cause) => {
      throw new ServiceError('invalid-request', INPUT.notFound(named), { cause });
    });
    if (status.isFile()) inputs.push({ path: named, file: path.basename(named) });
    else await list(named, '', false);
  }
  return { inputs, notes };

  async function list(root: string, below: string, isWithinSite: boolean): Promise<void> {
    const entries = await readdir(path.join(root, below), { withFileTypes: true });
    const isSite = entries.some(({ name }) =>
      /^(?:_config\.ya?ml|hugo\.|config\.toml|_posts|content)/.test(name),
    );
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) {
        if (entry.name === '_drafts') note(file, 'private', 'a folder of drafts');
        else if (!BUILT.has(entry.name) || /^(?:assets|static)$/.test(entry.name))
          await list(root, file, isSite || isWithinSite);
        continue;
      }
      if (!entry.isFile()) continue;
      const isOfTheme =
        (isSite && PROJECT_FILES.test(entry.name)) ||
        ((isSite || isWithinSite) && TEMPLATE_PAGES.test(entry.name));
      if (isOfTheme) note(file, 'skipped', INPUT.projectFile);
      else await take(root, file, entry.name);
    }
  }

  async function take(root: string, file: string, name: string): Promise<void> {
    if (/(?:^|\/)(?:assets|static)\//.test(file) && !KEPT.test(file)) return;
    if (!READABLE.test(name)) return note(file, 'skipped', INPUT.notRead(path.extname(name)));
    const { size } = await stat(path.join(root, file));
    if (size > MAX_BYTES) return note(file, 'skipped', INPUT.tooLarge);
    inputs.push({ path: path.join(root, file), file });
  }

  function note(file: string, type: Note['type'], reason: string): void {
    notes.push({ origin: { file }, type, reason });
  }
}

/** The bytes of a file as text: UTF-8, or Latin-1 where that is not valid. */
export async function readInput(file: string): Promise<string> {
  const bytes = await readFile(file);
  const text = decode(bytes);
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n');
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
