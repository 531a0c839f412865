import { parse as parseToml, TomlError } from 'smol-toml';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { FRONT_MATTER } from '../language/en/templates/owner-corpus.ts';
import { type CorpusRecord, fieldNames, outdated, recordSchema, remedyOf } from './record.ts';

export interface FrontMatter {
  readonly record: FrontMatterRecord | null;
  /** The file's own id, even if other fields are wrong. */
  readonly id: string | null;
  /** "line: field: remedy"; none if there is a record. */
  readonly problems: readonly string[];
  /** "line: what is not read". */
  readonly warnings: readonly string[];
  /** The field that keeps the file unpublished, as in "draft: true"; null if there is none. */
  readonly draft: string | null;
  /** Offset of the text below it, and the line on which that begins. */
  readonly end: number;
  readonly endLine: number;
  /** Where a field stands in the file. */
  lineOf(field: readonly PropertyKey[]): number;
}

/** A page of a site generator may lack an id and a title: its file name and first heading stand in. */
export type FrontMatterRecord = Omit<CorpusRecord, 'id' | 'title'> & {
  readonly id: string | undefined;
  readonly title: string | undefined;
};

const YAML_BLOCK = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/;
const TOML_BLOCK = /^\+\+\+[ \t]*\n(?:([\s\S]*?)\n)?\+\+\+[ \t]*(?:\n|$)/;
/** An opening mark with a field below it; a horizontal rule above prose is not front matter. */
const YAML_OPENING = /^---[ \t]*\n[ \t]*\w+:(?:\s|$)/;
const TOML_OPENING = /^\+\+\+[ \t]*\n/;
/** Fields of site generators (Hugo, Jekyll, Quarto, Obsidian, Astro) that mean nothing here. */
const FOREIGN_FIELDS = new Set(
  'author authors cascade categories category comments cover cssclass cssclasses date description draft excerpt expiryDate featured format hidden image images import isCJKLanguage keywords lang language lastmod lastUpdated layout linkTitle markup math menu modified nav_order outputs params parent permalink private pubDate publish published publishDate redirect_from resources robots series sidebar sitemap slug status subtitle tags taxonomies template thumbnail toc translationKey type updated visibility weight'.split(
    ' ',
  ),
);
const INSTEAD: Readonly<Record<string, string>> = {
  author: 'people',
  authors: 'people',
  categories: 'topics',
  date: 'year',
  description: 'summary',
  keywords: 'topics',
  tags: 'topics',
};

/** A parsed block of metadata. Positions are looked up only for problems. */
interface Block {
  readonly value: unknown;
  readonly end: number;
  /** Where a field stands in the file. */
  lineOf(field: readonly PropertyKey[]): number;
}

/** The front matter at the head of a Markdown file, YAML or TOML, or null where there is none. */
export function parseFrontMatter(text: string): FrontMatter | null {
  const block = TOML_OPENING.test(text) ? tomlBlock(text) : yamlBlock(text);
  if (block === null || 'problems' in block) return block;
  const endLine = text.slice(0, block.end).split('\n').length;
  const place = { end: block.end, endLine, lineOf: block.lineOf };
  const fields = isFields(block.value) ? block.value : null;
  const draft = fields && draftMark(fields);
  const id = typeof fields?.['id'] === 'string' ? fields['id'] : null;
  if (draft) return { record: null, id, problems: [], warnings: [], draft, ...place };
  const isPage = fields !== null && fields['id'] === undefined && fields['kind'] === undefined;
  return { ...(isPage ? readPage(block, fields) : readRecord(block)), id, draft: null, ...place };
}

/** Front matter of any site generator as it stands. */
export interface RawFrontMatter {
  readonly fields: Readonly<Record<string, unknown>>;
  /** As in `FrontMatter`. */
  readonly problems: readonly string[];
  readonly draft: string | null;
  readonly end: number;
  readonly endLine: number;
}

/** The front matter of a file that is not of the corpus, or null where there is none. */
export function parseRawFrontMatter(text: string): RawFrontMatter | null {
  const found = TOML_OPENING.test(text) ? tomlBlock(text) : yamlBlock(text);
  const block = found !== null && 'problems' in found ? (tolerantBlock(text) ?? found) : found;
  if (block === null) return null;
  if ('problems' in block) return { ...block, fields: {} };
  const fields = isFields(block.value) ? block.value : {};
  const endLine = text.slice(0, block.end).split('\n').length;
  // Hugo's themes build a homepage of "headless" pages.
  const { headless: _, ...marked } = fields;
  return { fields, problems: [], draft: draftMark(marked), end: block.end, endLine };
}

type Reading = Pick<FrontMatter, 'record' | 'problems' | 'warnings'>;

/** A record of the profile: a misspelled field is a mistake. */
function readRecord(block: Block): Reading {
  const { value } = block;
  const foreign = isFields(value)
    ? Object.keys(value).filter(
        (key) => FOREIGN_FIELDS.has(key) && !fieldNames(value['kind']).includes(key),
      )
    : [];
  const own = isFields(value) ? without(value, foreign) : value;
  const parsed = recordSchema.safeParse(own);
  return {
    record: parsed.success ? parsed.data : null,
    problems: (parsed.error?.issues ?? []).flatMap((issue) =>
      fieldsOf(issue).map((field) => {
        const remedy = remedyOf(issue, valueAt(own, field), String(field.at(-1) ?? ''));
        return `${block.lineOf(field)}: ${field.join('.') || FRONT_MATTER.whole}: ${remedy}`;
      }),
    ),
    warnings: [...unread(block, foreign), ...renamed(block)],
  };
}

/** A warning for a kind that has a new name. */
function renamed(block: Block): string[] {
  const old = outdated(block.value);
  return old === null ? [] : [`${block.lineOf(['kind'])}: kind: ${old}`];
}

/**
 * A page written for a site generator, with neither `id` nor `kind`. Its fields have other meanings
 * there, so those that do not fit are left out.
 */
function readPage(block: Block, fields: Fields): Reading {
  const own: Fields = Object.fromEntries(
    Object.entries(fields).filter(([key]) => fieldNames('page').includes(key)),
  );
  // Hugo's aliases are paths.
  if (Array.isArray(own['aliases']) && own['aliases'].some((alias) => /^\//.test(String(alias)))) {
    delete own['aliases'];
  }
  const given = { id: 'page', kind: 'page', title: 'Page' };
  const misfits = recordSchema
    .safeParse({ ...given, ...own })
    .error?.issues.map(({ path: [field] }) => String(field));
  for (const field of misfits ?? []) delete own[field];
  const left = Object.keys(fields).filter((key) => !(key in own));
  const record = recordSchema.parse({ ...given, ...own });
  const title = own['title'] === undefined ? undefined : record.title;
  return {
    record: { ...record, id: undefined, title },
    problems: [],
    warnings: unread(block, left),
  };
}

function unread(block: Block, fields: readonly string[]): string[] {
  if (fields.length === 0) return [];
  const instead = fields.flatMap((field) => {
    const better = INSTEAD[field];
    return better === undefined ? [] : [[field, better] as const];
  });
  return [`${block.lineOf([fields[0] ?? ''])}: ${FRONT_MATTER.unreadFields(fields, instead)}`];
}

const YES = /^(?:true|yes|on|1)$/i;
const NO = /^(?:false|no|off|0)$/i;

/** The field by which a file says that it is unpublished, or null. */
function draftMark(fields: Fields): string | null {
  const mark = Object.entries(fields).find(([key, value]) => {
    if (typeof value === 'object' && !(value instanceof Date)) return false;
    const text = String(value).trim();
    if (/^(?:draft|private|unpublished|headless)$/i.test(key)) return YES.test(text);
    if (/^(?:published|publish)$/i.test(key)) return NO.test(text);
    if (/^(?:status|visibility)$/i.test(key))
      return /^(?:draft|private|unpublished|hidden)$/i.test(text);
    if (/^publishDate$/i.test(key)) return Date.parse(text) > Date.now();
    if (/^expiryDate$/i.test(key)) return Date.parse(text) < Date.now();
    return false;
  });
  return mark ? `${mark[0]}: ${String(mark[1])}` : null;
}

function yamlBlock(text: string): Block | FrontMatter | null {
  const match = YAML_BLOCK.exec(text);
  if (!match) {
    if (!YAML_OPENING.test(text)) return null;
    return broken(1, FRONT_MATTER.notClosed('---'));
  }
  const lines = new LineCounter();
  const document = parseDocument(match[1] ?? '', { lineCounter: lines, prettyErrors: false });
  // The first line of the file is the opening "---".
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const fault = document.errors[0];
  if (fault) {
    return broken(lineAt(fault.pos[0]), FRONT_MATTER.notYaml(fault.message));
  }
  try {
    return {
      value: document.toJS() ?? {},
      end: match[0].length,
      lineOf: (field) => lineAt(offsetOf(field, document)),
    };
  } catch (error) {
    return broken(2, FRONT_MATTER.unreadable((error as Error).message));
  }
}

/**
 * What the parsers of site generators take, but YAML does not allow: a field that stands twice, of which the
 * last counts, and quoted values that go on at the margin.
 */
function tolerantBlock(text: string): Block | null {
  const match = YAML_BLOCK.exec(text);
  const indented = match?.[1]?.replace(
    /^[\w-]+:[ \t]*(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*')/gm,
    (field) => field.replace(/\n(?=\S)/g, '\n  '),
  );
  if (!match || indented === undefined) return null;
  const document = parseDocument(indented, { uniqueKeys: false, prettyErrors: false });
  if (document.errors.length > 0) return null;
  return { value: document.toJS() ?? {}, end: match[0].length, lineOf: () => 1 };
}

function tomlBlock(text: string): Block | FrontMatter | null {
  const match = TOML_BLOCK.exec(text);
  if (!match) {
    return broken(1, FRONT_MATTER.notClosed('+++'));
  }
  const block = match[1] ?? '';
  try {
    return {
      value: parseToml(block),
      end: match[0].length,
      lineOf: ([field = '']) => {
        const name = String(field).replace(/[^\w-]/g, '.');
        const line = block
          .split('\n')
          .findIndex((row) => new RegExp(`^\\s*\\[*\\s*["']?${name}\\b`).test(row));
        return line < 0 ? 2 : line + 2;
      },
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.split('\n');
    const reason = first.replace(/^Invalid TOML document: /, '');
    return broken(error.line + 1, FRONT_MATTER.notToml(reason));
  }
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function without(fields: Fields, left: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !left.includes(key)));
}

function valueAt(value: unknown, field: readonly PropertyKey[]): unknown {
  if (field.length === 0) return null;
  return field.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}

function broken(line: number, problem: string): FrontMatter {
  return {
    record: null,
    id: null,
    problems: [`${line}: ${problem}`],
    warnings: [],
    draft: null,
    end: 0,
    endLine: 1,
    lineOf: () => line,
  };
}

/** The fields that an issue is about: one, unless several are unknown. */
function fieldsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code !== 'unrecognized_keys') return [issue.path];
  return issue.keys.map((key) => [...issue.path, key]);
}

/** The offset of a field; for a missing one, that of its nearest parent. */
function offsetOf(field: readonly PropertyKey[], document: Document): number {
  const key = isMap(document.contents)
    ? document.contents.items.find((item) => String(item.key) === String(field[0]))?.key
    : undefined;
  for (let length = field.length; length > 1; length--) {
    const range = rangeOf(document.getIn(field.slice(0, length), true));
    if (range?.[0] !== undefined) return range[0];
  }
  return rangeOf(key)?.[0] ?? 0;
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return (node as { range?: readonly number[] | null } | undefined)?.range ?? undefined;
}
