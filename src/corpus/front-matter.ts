import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type CorpusRecord, recordSchema, remedyOf } from './record.ts';

export interface FrontMatter {
  readonly record: CorpusRecord | null;
  /** What the file calls itself, even where other fields are wrong. */
  readonly id: string | null;
  /** "line: field: remedy"; none if there is a record. */
  readonly problems: readonly string[];
  /** Offset of the text below it. */
  readonly end: number;
}

const FRONT_MATTER = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/;
/** An opening "---" with a field below it; a rule above prose is no front matter. */
const OPENING = /^---[ \t]*\n[ \t]*\w+:(?:\s|$)/;

/** The front matter at the head of a Markdown file, or null where there is none. */
export function parseFrontMatter(text: string): FrontMatter | null {
  const match = FRONT_MATTER.exec(text);
  if (!match) {
    if (!OPENING.test(text)) return null;
    return broken('1: the front matter is not closed; put a line of "---" below its last field');
  }
  const lines = new LineCounter();
  const document = parseDocument(match[1] ?? '', { lineCounter: lines, prettyErrors: false });
  // The first line of the file is the opening "---".
  const lineAt = (offset: number) => lines.linePos(offset).line + 1;
  const fault = document.errors[0];
  if (fault) {
    return broken(
      `${lineAt(fault.pos[0])}: the front matter is not YAML: ${fault.message}; put quotes around values with a colon or other special characters`,
    );
  }
  let value: unknown;
  try {
    value = document.toJS() ?? {};
  } catch (error) {
    return broken(`2: the front matter cannot be read: ${(error as Error).message}; write it out`);
  }
  const parsed = recordSchema.safeParse(value);
  const id = (value as { id?: unknown }).id;
  return {
    record: parsed.success ? parsed.data : null,
    id: typeof id === 'string' ? id : null,
    problems: (parsed.error?.issues ?? []).flatMap((issue) =>
      fieldsOf(issue).map((field) => problem(issue, field, document, lineAt)),
    ),
    end: match[0].length,
  };
}

function broken(problem: string): FrontMatter {
  return { record: null, id: null, problems: [problem], end: 0 };
}

/** The fields that an issue is about: one, unless several are unknown. */
function fieldsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code !== 'unrecognized_keys') return [issue.path];
  return issue.keys.map((key) => [...issue.path, key]);
}

function problem(
  issue: z.core.$ZodIssue,
  field: readonly PropertyKey[],
  document: Document,
  lineAt: (offset: number) => number,
): string {
  const remedy = remedyOf(issue, field.length === 0 ? null : document.getIn(field));
  return `${lineAt(offsetOf(field, document))}: ${field.join('.') || 'front matter'}: ${remedy}`;
}

/** Where a field stands; a missing one, where the nearest that is there begins. */
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
