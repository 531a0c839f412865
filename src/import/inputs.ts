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
  /** Below the root of the site that it belongs to. */
  readonly page: string;
  /** Whether the owner named the file itself, not a folder. */
  readonly isNamed: boolean;
  /** Whether it stands in the folder that the owner named, and that is no site. */
  readonly isLoose: boolean;
}

export interface Inputs {
  readonly inputs: readonly Input[];
  readonly notes: readonly Note[];
}

/** Larger files are no CV and no bibliography. */
const MAX_BYTES = 20 * 1024 * 1024;
/** What a site is built with or into, not what its owner wrote. */
const BUILT = new Set(
  '_site public node_modules vendor themes layouts _layouts _includes _sass _plugins _extensions _freeze archetypes resources assets static bin docs-dev test tests __pycache__ dist build venv renv packrat site_libs exampleSite'.split(
    ' ',
  ),
);
/** Libraries that a page brings along: "bootstrap-4.1.3-dist". */
const LIBRARY =
  /^(?:bootstrap|jquery|font-?awesome|academicons|mathjax|katex)\b|[-@]v?\d+\.\d+\.\d+/i;
/** Within folders that are skipped otherwise, what may be the owner's. */
const KEPT =
  /(?:^|\/)(?:assets|static)\/(?:.*\/)?(?:json\/)?[^/]*(?:resume|cv|vita|publications?|papers?)[^/]*\.(?:json|bib|pdf|docx|ris)$/i;
/** The folder that Quarto builds into, in its settings. */
const OUTPUT = /^\s*output-dir:\s*["']?(?:\.\/)?([\w.-]+)/m;
/** What a site is built from: a page in HTML by the same name is what was built. */
const SOURCE = /\.(?:qmd|rmd|md|markdown|ipynb)$/i;
/** Beside the settings of a site, what belongs to its theme; a page in HTML is the owner's. */
const PROJECT_FILES =
  /^(?:changelog|contributing|code_of_conduct|install|customize|security|faq|faq_template|gemfile|package|package-lock|tsconfig|agents|claude)(?:\.(?!html?$)\w+)?$/i;
const READ_ME = /^(?:readme|licen[cs]e)(?:\.\w+)?$/i;
/** Pages without text of their own, in any folder of a site. */
const TEMPLATE_PAGES =
  /^(?:.*[-_]archive.*|archive-.*|page-archive|404|robots|manifest|sitemap|terms|privacy|search|talkmap|non-menu-page|markdown|category|tag|about_einstein|google[\da-f]{16}|(?:slides?-)?template)\.\w+$/i;
const READABLE =
  /\.(?:bib|bibtex|biblatex|ris|json|ya?ml|toml|md|markdown|mdx|qmd|rmd|html?|xhtml|txt|pdf|docx)$/i;
/** Texts that a person may have written, in formats that are not read. */
const CONVERTIBLE = /\.(?:docm?|odt|rtf|tex|pptx?|odp|ipynb|pages|wpd|epub)$/i;

/**
 * The files that are named and those in the folders that are named, in order. Hidden files, drafts and
 * what a site generator brings along are left out.
 * @throws ServiceError `invalid-request` if a path cannot be read
 */
export async function listInputs(paths: readonly string[]): Promise<Inputs> {
  const inputs: Input[] = [];
  const notes: Note[] = [];
  const others: string[] = [];
  for (const named of paths) {
    const status = await stat(named).catch((cause) => {
      throw new ServiceError('invalid-request', INPUT.notFound(named), { cause });
    });
    const file = path.basename(named);
    if (status.isFile())
      inputs.push({ path: named, file, page: file, isNamed: true, isLoose: false });
    else await list(named, '', null);
  }
  const kinds = [...new Set(others.map((file) => path.extname(file)))].filter((kind) => kind);
  if (others.length > 0)
    notes.push({
      origin: { file: INPUT.others(others.length) },
      type: 'skipped',
      reason: INPUT.otherKinds(kinds.sort()),
    });
  return { inputs, notes };

  async function list(root: string, below: string, within: string | null): Promise<void> {
    const entries = await readdir(path.join(root, below), { withFileTypes: true });
    const isSite = entries.some(({ name }) =>
      /^(?:_config\.ya?ml|_quarto\.ya?ml|hugo\.|config\.toml|_posts|content|index\.html?)/.test(
        name,
      ),
    );
    const site = within ?? (isSite ? below : null);
    const output = await outputOf(path.join(root, below));
    const sources = new Set(
      entries.flatMap(({ name }) => (SOURCE.test(name) ? [path.parse(name).name] : [])),
    );
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) {
        if (entry.name === '_drafts') note(file, 'private', 'a folder of drafts');
        else if (entry.name === output) note(file, 'skipped', INPUT.built);
        else if (LIBRARY.test(entry.name)) note(file, 'skipped', INPUT.projectFile);
        else if (!BUILT.has(entry.name) || /^(?:assets|static)$/.test(entry.name))
          await list(root, file, site);
        continue;
      }
      if (!entry.isFile()) continue;
      const isOfTheme =
        (isSite && PROJECT_FILES.test(entry.name)) || TEMPLATE_PAGES.test(entry.name);
      if (site !== null && (isOfTheme || READ_ME.test(entry.name)))
        note(file, 'skipped', INPUT.projectFile);
      else if (/\.html?$/i.test(entry.name) && sources.has(path.parse(entry.name).name))
        note(file, 'skipped', INPUT.built);
      else await take(root, file, site);
    }
  }

  async function take(root: string, file: string, site: string | null): Promise<void> {
    if (/(?:^|\/)(?:assets|static)\//.test(file) && !KEPT.test(file)) return;
    if (CONVERTIBLE.test(file)) return note(file, 'skipped', INPUT.notRead(path.extname(file)));
    if (!READABLE.test(file)) {
      others.push(file);
      return;
    }
    const { size } = await stat(path.join(root, file));
    const page = path.posix.relative(site ?? '', file);
    const isLoose = site === null && !file.includes('/');
    if (size > MAX_BYTES) return note(file, 'skipped', INPUT.tooLarge);
    inputs.push({ path: path.join(root, file), file, page, isNamed: false, isLoose });
  }

  function note(file: string, type: Note['type'], reason: string): void {
    notes.push({ origin: { file }, type, reason });
  }
}

/** The folder below this one that a site is built into, if its settings say so. */
async function outputOf(folder: string): Promise<string | undefined> {
  const settings = await readFile(path.join(folder, '_quarto.yml'), 'utf8').catch(() => '');
  return OUTPUT.exec(settings)?.[1];
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
