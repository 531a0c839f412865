import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { instructionLines } from '../text/instructions.ts';
import { spokenName } from '../text/person-name.ts';
import { fold } from '../text/words.ts';
import { listFiles, readText } from './files.ts';
import { parseFrontMatter } from './front-matter.ts';
import { cleanMarkdown } from './markdown.ts';
import { published } from './unpublished.ts';

const MAX_TITLE_LENGTH = 80;

interface ParsedFile {
  /** Relative to the corpus folder, with forward slashes. */
  readonly name: string;
  /** Null for a file that is bad, or a draft. */
  readonly source: Source | null;
  /** By which other files may refer to it, so far as one can tell from a bad file. */
  readonly ids: readonly string[];
  readonly isDraft: boolean;
  /** Each begins with the file's name. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export interface ReadOptions {
  /** Whether links that lead out of the folder are followed. */
  readonly followLinks?: boolean;
  /** Told of what is passed over, left out, or reads like an instruction to a language model. */
  readonly onWarning?: (warning: string) => void;
}

/**
 * Reads every text below a folder, in the order of their names. What a site generator would not
 * publish – drafts, comments, template code – is no part of a source.
 * @throws ServiceError `invalid-corpus` that names every bad file with line, field and remedy.
 */
export async function readCorpus(
  dir: string,
  { followLinks = false, onWarning = () => {} }: ReadOptions = {},
): Promise<Source[]> {
  const { files: names, skipped } = await listFiles(dir, { followLinks });
  const files: ParsedFile[] = [];
  for (const name of names) files.push(await parseFile(dir, name));
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
  for (const warning of [...skipped, ...files.flatMap((file) => file.warnings)]) onWarning(warning);
  const sources = files.flatMap((file) => file.source ?? []);
  if (sources.length === 0) {
    throw new ServiceError(
      'invalid-corpus',
      `The corpus folder ${dir} holds nothing but drafts. Publish at least one text: remove "draft: true" from its front matter.`,
    );
  }
  return withoutDrafts(sources, files);
}

async function parseFile(dir: string, name: string): Promise<ParsedFile> {
  const without = (fields: Partial<ParsedFile>, id: string | null = null): ParsedFile => ({
    name,
    source: null,
    ids: [id ?? idOf(path.posix.basename(name)), idOf(name)],
    isDraft: false,
    problems: [],
    warnings: [],
    ...fields,
  });
  const draft = (reason: string, id: string | null = null) =>
    without(
      { isDraft: true, warnings: [`${name}: is a draft (${reason}), so it is left out.`] },
      id,
    );
  if (name.split('/').slice(0, -1).includes('_drafts')) return draft('it is in _drafts');
  let text: string;
  try {
    text = await readText(path.join(dir, name));
  } catch (error) {
    return without({ problems: [`${name}: ${(error as Error).message}`] });
  }
  const isMarkdown = !/\.txt$/i.test(name);
  const frontMatter = isMarkdown ? parseFrontMatter(text) : null;
  if (frontMatter?.draft) return draft(frontMatter.draft, frontMatter.id);
  if (frontMatter && !frontMatter.record) {
    const problems = frontMatter.problems.map((problem) => `${name}:${problem}`);
    return without({ problems }, frontMatter.id);
  }
  const record = frontMatter?.record;
  const shown = published(text.slice(frontMatter?.end ?? 0), {
    firstLine: frontMatter?.endLine ?? 1,
    isMdx: /\.mdx$/i.test(name),
    isPlain: !isMarkdown,
  });
  const { body, title } = isMarkdown
    ? cleanMarkdown(shown.text, record?.url)
    : { body: shown.text.trim(), title: null };
  if (body === '') {
    const where = frontMatter ? 'has no text below its front matter' : 'is empty';
    return without(
      { problems: [`${name}: ${where}; add at least a sentence or remove it`] },
      frontMatter?.id,
    );
  }
  const id = record?.id ?? idOf(name);
  const named = record?.title ?? title;
  if (record && named === null) {
    const problem = `${name}:2: title: is missing; add it`;
    return without({ problems: [problem] }, id);
  }
  const source = record
    ? withSpokenNames({ ...record, id, title: named ?? name, body })
    : plainText(name, body, title);
  const warnings = [
    ...(frontMatter?.warnings ?? []).map((warning) => `${name}:${warning}`),
    ...shown.notes.map((note) => `${name}:${note}`),
    ...instructionLines(shown.masked).map(
      (line) =>
        `${name}:${line + (frontMatter?.endLine ?? 1) - 1}: reads like an instruction to a language model. It is treated as text; remove it unless you want it quoted.`,
    ),
  ];
  return { name, source, ids: [source.id], isDraft: false, problems: [], warnings };
}

/** The names of people as sentences have them. */
function withSpokenNames(source: Source): Source {
  const people = source.people.map(spokenName);
  const isWrittenSo = people.every((name, i) => name === source.people[i]);
  return isWrittenSo ? source : { ...source, people, writtenNames: source.people };
}

/** A file without front matter: its first heading or line is its title, its name its id. */
function plainText(name: string, body: string, title: string | null): Source {
  const firstLine = (body.split('\n', 1)[0] ?? '').replace(/^#+\s*/, '').trim();
  return {
    id: idOf(name),
    kind: 'text',
    title: shorten(title ?? firstLine, MAX_TITLE_LENGTH) || name,
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

/** The sources without references to drafts, whose ids are not published either. */
function withoutDrafts(sources: readonly Source[], files: readonly ParsedFile[]): Source[] {
  const drafts = new Set(files.filter(({ isDraft }) => isDraft).flatMap(({ ids }) => ids));
  const known = new Set(sources.map(({ id }) => id));
  return sources.map((source) => ({
    ...source,
    related: source.related.filter((id) => known.has(id) || !drafts.has(id)),
  }));
}
