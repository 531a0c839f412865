import type { Source, SourceKind } from '../domain.ts';

/** Stands for the owner's name until it is known. */
export const OWNER = '\uE000owner';

/** Where something was found. */
export interface Origin {
  /** As the owner named it, or below the folder that the owner named. */
  readonly file: string;
  readonly line?: number | undefined;
}

/** Front matter, without what a finding names itself. */
export type Fields = Partial<Omit<Source, 'id' | 'kind' | 'title' | 'body' | 'writtenNames'>>;

/** One thing that was found in a file: what a file of the corpus is written from. */
export interface Finding {
  readonly kind: SourceKind;
  readonly title: string;
  readonly fields: Fields;
  /** What its author wrote about it, in Markdown; empty where there are only facts. */
  readonly body: string;
  /** What its introduction says besides the fields: what kind of student, or with whom a post was held. */
  readonly detail?: string | undefined;
  /** Sentences about it that no field has a place for, as written. */
  readonly remarks: readonly string[];
  readonly origin: Origin;
  /** Fields that were inferred, not read; "kind" and "title" count. */
  readonly guessed: readonly string[];
  /** How well this kind of file knows: of two values, that of the higher rank is taken. */
  readonly rank: number;
}

/** What the owner should know about a file: what stays out, and what could not be read. */
export interface Note {
  readonly origin: Origin;
  readonly type: 'private' | 'skipped' | 'problem';
  readonly reason: string;
}

/** What was read of a file. */
export interface Reading {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

/** A bibliography knows a work best; then come site data, records of services, and free text. */
export const RANK = { bibliography: 5, site: 4, record: 3, text: 2, layout: 1 } as const;

export const NOTHING: Reading = { findings: [], notes: [] };

export function joined(readings: readonly Reading[]): Reading {
  return {
    findings: readings.flatMap(({ findings }) => findings),
    notes: readings.flatMap(({ notes }) => notes),
  };
}

/** Fields without those that are undefined or empty. */
export function filled(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Names and titles are the same if their letters and digits are. */
export function letters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replace(/&/g, 'and')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
