import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { fold } from '../text/words.ts';
import { type CorpusRecord, recordSchema } from './record.ts';

/** Files above this size are refused: a profile is prose, and this is a thousand pages of it. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;
const MAX_TITLE_LENGTH = 80;

interface File {
  /** Relative to the corpus folder, with forward slashes. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads every `.md` and `.txt` file below a folder, in the order of their names.
 * @throws ServiceError `invalid-corpus` that names every bad file with line, field and remedy.
 */
export async function readCorpus(dir: string): Promise<Source[]> {
  const problems: string[] = [];
  const origins = new Map<string, string>();
  const sources: Source[] = [];
  for (const name of await listFiles(dir)) {
    const text = await readText(path.join(dir, name)).catch((error: Error) => {
      problems.push(`${name}: ${error.message}`);
      return null;
    });
    if (text === null) continue;
    const parsed = parseFile({ name, text });
    problems.push(...parsed.problems);
    if (!parsed.source) continue;
    const { id } = parsed.source;
    const other = origins.get(id);
    if (other) {
      problems.push(`${name}: id: "${id}" is taken by ${other}; give one of the two another id`);
      continue;
    }
    origins.set(id, name);
    sources.push(parsed.source);
  }
  // While a file is unread, a reference to it is not wrong.
  const known = new Set(problems.length === 0 ? sources.map((source) => source.id) : []);
  for (const source of known.size === 0 ? [] : sources) {
    for (const id of source.related.filter((id) => !known.has(id))) {
      problems.push(
        `${origins.get(source.id)}: related: no source has the id "${id}"; correct it or leave it out`,
      );
    }
  }
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    throw new ServiceError(
      'invalid-corpus',
      `The corpus in ${dir} has ${count}; nothing was written.\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  }
  return sources;
}

async function listFiles(dir: string): Promise<string[]> {
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

/** @throws Error whose message is the rest of a sentence that begins with the file's name. */
async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) {
      throw new Error(
        `is ${(size / 1024 / 1024).toFixed(1)} MB large, at most ${MAX_FILE_BYTES / 1024 / 1024} MB are read; cut it into smaller files`,
      );
    }
    bytes = await readFile(file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new Error(`cannot be read (${describe(error)}); correct its permissions or remove it`, {
      cause: error,
    });
  }
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

const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/;

function parseFile(file: File): { source?: Source; problems: string[] } {
  const match = /\.md$/i.test(file.name) ? FRONT_MATTER.exec(file.text) : null;
  if (!match) return parsePlainText(file);
  const lines = new LineCounter();
  const document = parseDocument(match[1] ?? '', { lineCounter: lines, prettyErrors: false });
  // The first line of the file is the opening "---".
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const fault = document.errors[0];
  if (fault) {
    return {
      problems: [
        `${file.name}:${lineAt(fault.pos[0])}: the front matter is not YAML: ${fault.message}; put quotes around values with a colon or other special characters`,
      ],
    };
  }
  const parsed = recordSchema.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map((issue) => {
        const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
        const field = [...issue.path, ...keys.slice(0, 1)];
        const node = document.getIn(field, true) ?? document.getIn(field.slice(0, 1), true);
        const key = isMap(document.contents)
          ? document.contents.items.find((item) => String(item.key) === String(field[0]))?.key
          : undefined;
        const offset = rangeOf(node) ?? rangeOf(key) ?? 0;
        const remedy =
          issue.code === 'unrecognized_keys'
            ? `is not a field; the fields are ${Object.keys(recordSchema.shape).join(', ')}`
            : issue.message;
        return `${file.name}:${lineAt(offset)}: ${field.join('.') || 'front matter'}: ${remedy}`;
      }),
    };
  }
  const body = file.text.slice(match[0].length).trim();
  if (body === '') {
    return {
      problems: [`${file.name}: has no text below its front matter; add at least a sentence`],
    };
  }
  return { source: fromRecord(parsed.data, body), problems: [] };
}

function rangeOf(node: unknown): number | undefined {
  const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
  return range?.[0];
}

function fromRecord(record: CorpusRecord, body: string): Source {
  return { ...record, body };
}

/** A file without front matter: its first line is its title, its name its id. */
function parsePlainText(file: File): { source?: Source; problems: string[] } {
  const body = file.text.trim();
  if (body === '') return { problems: [`${file.name}: is empty; add text or remove it`] };
  const firstLine = (body.split('\n', 1)[0] ?? '').replace(/^#+\s*/, '').trim();
  const id = fold(file.name.replace(/\.\w+$/, ''))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return {
    source: {
      id: id || 'text',
      kind: 'text',
      title: shorten(firstLine, MAX_TITLE_LENGTH),
      aliases: [],
      links: [],
      people: [],
      awards: [],
      topics: [],
      related: [],
      asks: [],
      body,
    },
    problems: [],
  };
}

/** Cut at a word's end. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).replace(/\s+\S*$/, '')} …`;
}

function describe(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOTDIR') return 'it is not a folder';
  return error instanceof Error ? error.message : String(error);
}
