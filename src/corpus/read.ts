import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { CORPUS, FIELD, FILE } from '../language/en/templates/owner-corpus.ts';
import { instructionLines } from '../text/instructions.ts';
import { spokenName } from '../text/person-name.ts';
import { fold } from '../text/words.ts';
import { listFiles, readText } from './files.ts';
import { parseFrontMatter } from './front-matter.ts';
import { ownerOf } from './kinds.ts';
import { cleanMarkdown } from './markdown.ts';
import { cleanPlainText } from './plain-text.ts';
import { publishedText } from './unpublished.ts';

const MAX_TITLE_LENGTH = 80;

/** What the owner should know about a file of the corpus. */
export interface Remark {
  /** Relative to the corpus folder, with forward slashes. */
  readonly file: string;
  readonly line?: number | undefined;
  readonly text: string;
}

/** A corpus folder as it was read, with all that is wrong with it. */
export interface Survey {
  readonly files: readonly ParsedFile[];
  /** The sources of all good files. */
  readonly sources: readonly Source[];
  /** Why it cannot be used. */
  readonly problems: readonly Remark[];
  readonly warnings: readonly Remark[];
}

interface ParsedFile {
  /** Relative to the corpus folder, with forward slashes. */
  readonly name: string;
  /** Null for a file that is bad, or a draft. */
  readonly source: Source | null;
  /** By which other files may refer to it; for a bad file, all that it might have. */
  readonly ids: readonly string[];
  readonly isDraft: boolean;
  /** Each begins with its line, if that is known, as in "5: venue: …". */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Where a field of the front matter stands. */
  lineOf(field: string): number | undefined;
}

export interface ReadOptions {
  /** Whether links that lead out of the folder are followed. */
  readonly followLinks?: boolean;
  /** Receives what is skipped, left out, or reads like an instruction to a language model. */
  readonly onWarning?: (warning: string) => void;
}

/**
 * Reads every text in a folder and its subfolders, in the order of their names. What a site generator
 * would not publish (drafts, comments, template code) is left out.
 * @throws ServiceError `invalid-corpus` that names every bad file with line, field and remedy
 */
export async function readCorpus(
  dir: string,
  { onWarning = () => {}, ...options }: ReadOptions = {},
): Promise<Source[]> {
  const { sources, files, problems, warnings } = await surveyCorpus(dir, options);
  if (problems.length > 0) {
    throw new ServiceError('invalid-corpus', CORPUS.hasProblems(dir, problems.map(inWords)));
  }
  for (const warning of warnings) onWarning(inWords(warning));
  if (sources.length === 0) {
    throw new ServiceError('invalid-corpus', CORPUS.hasOnlyDrafts(dir));
  }
  return withoutDrafts(sources, files);
}

/**
 * Reads a folder like `readCorpus`, whatever is wrong with its files.
 * @throws ServiceError `invalid-corpus` if the folder cannot be read or has no text
 */
export async function surveyCorpus(
  dir: string,
  { followLinks = false }: Pick<ReadOptions, 'followLinks'> = {},
): Promise<Survey> {
  const { files: names, skipped } = await listFiles(dir, { followLinks });
  const files: ParsedFile[] = [];
  for (const name of names) files.push(await parseFile(dir, name));
  return {
    files,
    sources: files.flatMap((file) => file.source ?? []),
    problems: [
      ...files.flatMap((file) => file.problems.map((note) => remark(file.name, note))),
      ...takenIds(files),
      ...unknownReferences(files),
      ...severalOwners(files),
    ],
    warnings: [
      ...skipped,
      ...unclearOwner(files),
      ...files.flatMap((file) => file.warnings.map((note) => remark(file.name, note))),
    ],
  };
}

/** "atlas.md:5: venue: …" */
export function inWords({ file, line, text }: Remark): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${text}`;
}

function remark(file: string, note: string): Remark {
  const [, line, text = note] = /^(\d+): (.*)$/s.exec(note) ?? [];
  return { file, line: line === undefined ? undefined : Number(line), text };
}

async function parseFile(dir: string, name: string): Promise<ParsedFile> {
  const without = (fields: Partial<ParsedFile>, id: string | null = null): ParsedFile => ({
    name,
    source: null,
    ids: [id ?? idOf(path.posix.basename(name)), idOf(name)],
    isDraft: false,
    problems: [],
    warnings: [],
    lineOf: () => undefined,
    ...fields,
  });
  const draft = (reason: string, id: string | null = null) =>
    without({ isDraft: true, warnings: [FILE.draft(reason)] }, id);
  if (name.split('/').slice(0, -1).includes('_drafts')) return draft(FILE.inDraftsFolder);
  let text: string;
  try {
    text = await readText(path.join(dir, name));
  } catch (error) {
    return without({ problems: [(error as Error).message] });
  }
  const isMarkdown = !/\.txt$/i.test(name);
  const frontMatter = isMarkdown ? parseFrontMatter(text) : null;
  if (frontMatter?.draft) return draft(frontMatter.draft, frontMatter.id);
  if (frontMatter && !frontMatter.record) {
    return without({ problems: frontMatter.problems }, frontMatter.id);
  }
  const record = frontMatter?.record;
  const shown = publishedText(text.slice(frontMatter?.end ?? 0), {
    firstLine: frontMatter?.endLine ?? 1,
    isMdx: /\.mdx$/i.test(name),
    isPlain: !isMarkdown,
  });
  const { body, title } = isMarkdown
    ? cleanMarkdown(shown.text, record?.url)
    : { body: cleanPlainText(shown.text), title: null };
  if (body === '') {
    const problem = frontMatter ? FILE.emptyBelowFrontMatter : FILE.empty;
    return without({ problems: [problem] }, frontMatter?.id);
  }
  const id = record?.id ?? idOf(name);
  const named = record?.title ?? title;
  if (record && named === null) {
    const problem = `2: title: ${FIELD.missing}`;
    return without({ problems: [problem] }, id);
  }
  const source = record
    ? withSpokenNames({ ...record, id, title: named ?? name, body })
    : plainText(name, body, title);
  const warnings = [
    ...(frontMatter?.warnings ?? []),
    ...shown.notes,
    ...instructionLines(shown.masked).map(
      (line) => `${line + (frontMatter?.endLine ?? 1) - 1}: ${FILE.instruction}`,
    ),
  ];
  const lineOf = (field: string) => frontMatter?.lineOf([field]);
  return { name, source, ids: [source.id], isDraft: false, problems: [], warnings, lineOf };
}

/** The names of people as sentences write them. */
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

/** Cut at the end of a word. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).replace(/\s+\S*$/, '')} …`;
}

function takenIds(files: readonly ParsedFile[]): Remark[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ name, source, lineOf }) => {
    if (!source) return [];
    const owner = owners.get(source.id);
    if (owner === undefined) {
      owners.set(source.id, name);
      return [];
    }
    const problem = source.kind === 'text' ? FIELD.nameTaken : FIELD.idTaken;
    return [{ file: name, line: lineOf('id'), text: `id: ${problem(source.id, owner)}` }];
  });
}

function unknownReferences(files: readonly ParsedFile[]): Remark[] {
  const known = new Set(files.flatMap((file) => file.ids));
  return files.flatMap(({ name, source, lineOf }) =>
    (source?.related ?? [])
      .filter((id) => !known.has(id))
      .map((id) => {
        const text = `related: ${FIELD.unknownReference(id)}`;
        return { file: name, line: lineOf('related'), text };
      }),
  );
}

function severalOwners(files: readonly ParsedFile[]): Remark[] {
  const [first, ...others] = files.filter(({ source }) => source?.owner);
  if (first === undefined || others.length === 0) return [];
  const text = `owner: ${FIELD.severalOwners(others.map(({ name }) => name))}`;
  return [{ file: first.name, line: first.lineOf('owner'), text }];
}

/** Several people, none of whom is marked as the owner. */
function unclearOwner(files: readonly ParsedFile[]): Remark[] {
  const people = files.filter(({ source }) => source?.kind === 'person');
  if (people.length < 2 || people.some(({ source }) => source?.owner)) return [];
  const owner = ownerOf(files.flatMap(({ source }) => source ?? []));
  const file = people.find(({ source }) => source === owner);
  if (!owner || !file) return [];
  const others = people.filter((one) => one !== file).map(({ name }) => name);
  const text = `owner: ${FIELD.unclearOwner(owner.title, others)}`;
  return [{ file: file.name, line: file.lineOf('kind'), text }];
}

/** Removes references to drafts, whose ids must not be published either. */
function withoutDrafts(sources: readonly Source[], files: readonly ParsedFile[]): Source[] {
  const drafts = new Set(files.filter(({ isDraft }) => isDraft).flatMap(({ ids }) => ids));
  const known = new Set(sources.map(({ id }) => id));
  return sources.map((source) => ({
    ...source,
    related: source.related.filter((id) => known.has(id) || !drafts.has(id)),
  }));
}
