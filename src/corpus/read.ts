import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { instructionLines } from '../text/instructions.ts';
import { spokenName } from '../text/person-name.ts';
import { fold } from '../text/words.ts';
import { listFiles, readText } from './files.ts';
import { parseFrontMatter } from './front-matter.ts';

const MAX_TITLE_LENGTH = 80;

interface ParsedFile {
  /** Relative to the corpus folder, with forward slashes. */
  readonly name: string;
  readonly source: Source | null;
  /** By which other files may refer to it, so far as one can tell from a bad file. */
  readonly ids: readonly string[];
  /** Each begins with the file's name. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Reads every `.md` and `.txt` file below a folder, in the order of their names.
 * @param onWarning told of each sentence that reads like an instruction to a language model
 * @throws ServiceError `invalid-corpus` that names every bad file with line, field and remedy.
 */
export async function readCorpus(
  dir: string,
  onWarning: (warning: string) => void = () => {},
): Promise<Source[]> {
  const files: ParsedFile[] = [];
  for (const name of await listFiles(dir)) files.push(await parseFile(dir, name));
  const problems = [
    ...files.flatMap((file) => file.problems),
    ...takenIds(files),
    ...unknownReferences(files),
  ];
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    throw new ServiceError(
      'invalid-corpus',
      `The corpus in ${dir} has ${count}; nothing was written.\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  }
  for (const warning of files.flatMap((file) => file.warnings)) onWarning(warning);
  return files.flatMap((file) => file.source ?? []);
}

async function parseFile(dir: string, name: string): Promise<ParsedFile> {
  const bad = (problems: readonly string[], id: string | null = null): ParsedFile => ({
    name,
    source: null,
    ids: [id ?? idOf(path.posix.basename(name)), idOf(name)],
    problems,
    warnings: [],
  });
  let text: string;
  try {
    text = await readText(path.join(dir, name));
  } catch (error) {
    return bad([`${name}: ${(error as Error).message}`]);
  }
  const frontMatter = /\.md$/i.test(name) ? parseFrontMatter(text) : null;
  if (frontMatter && !frontMatter.record) {
    return bad(
      frontMatter.problems.map((problem) => `${name}:${problem}`),
      frontMatter.id,
    );
  }
  const body = text.slice(frontMatter?.end ?? 0).trim();
  if (body === '') {
    const where = frontMatter ? 'has no text below its front matter' : 'is empty';
    return bad([`${name}: ${where}; add at least a sentence or remove it`], frontMatter?.id);
  }
  const source = frontMatter?.record
    ? withSpokenNames({ ...frontMatter.record, body })
    : plainText(name, body);
  const warnings = instructionLines(text).map(
    (line) =>
      `${name}:${line}: reads like an instruction to a language model. It is treated as text; remove it unless you want it quoted.`,
  );
  return { name, source, ids: [source.id], problems: [], warnings };
}

/** The names of people as sentences have them. */
function withSpokenNames(source: Source): Source {
  const people = source.people.map(spokenName);
  const isWrittenSo = people.every((name, i) => name === source.people[i]);
  return isWrittenSo ? source : { ...source, people, writtenNames: source.people };
}

/** A file without front matter: its first line is its title, its name its id. */
function plainText(name: string, body: string): Source {
  const firstLine = (body.split('\n', 1)[0] ?? '').replace(/^#+\s*/, '').trim();
  return {
    id: idOf(name),
    kind: 'text',
    title: shorten(firstLine, MAX_TITLE_LENGTH) || name,
    aliases: [],
    links: [],
    people: [],
    awards: [],
    topics: [],
    related: [],
    asks: [],
    body,
  };
}

/** "notes/My Profile.txt" → "notes-my-profile" */
function idOf(name: string): string {
  const id = fold(name.replace(/\.\w+$/, ''))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return id || `text-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** Cut at a word's end. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).replace(/\s+\S*$/, '')} …`;
}

function takenIds(files: readonly ParsedFile[]): string[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ name, source }) => {
    if (!source) return [];
    const owner = owners.get(source.id);
    if (owner === undefined) {
      owners.set(source.id, name);
      return [];
    }
    const remedy =
      source.kind === 'text'
        ? 'rename the file, whose name is its id'
        : 'give one of the two another id';
    return [`${name}: id: "${source.id}" is taken by ${owner}; ${remedy}`];
  });
}

function unknownReferences(files: readonly ParsedFile[]): string[] {
  const known = new Set(files.flatMap((file) => file.ids));
  return files.flatMap(({ name, source }) =>
    (source?.related ?? [])
      .filter((id) => !known.has(id))
      .map((id) => `${name}: related: no source has the id "${id}"; correct it or leave it out`),
  );
}
