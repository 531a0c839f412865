import { z } from 'zod';
import type { SourceKind } from '../domain.ts';
import { FIELD } from '../language/en/templates/owner-corpus.ts';
import { nearest } from '../text/nearest.ts';
import { type Detail, FILE_KINDS, fieldsOf, KIND_NAMES, kindCalled, RENAMED } from './kinds.ts';

const text = z
  .string()
  .overwrite((value) => value.replace(/\s+/g, ' ').trim())
  .min(1, FIELD.empty);
/** YAML reads 12, 2024 and 1.2 as numbers. */
const label = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), text);
const webAddress = z.url({ protocol: /^https?$/, error: FIELD.webAddress });
const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);
const date = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, FIELD.date),
);

/** The fields that every kind may have. */
const common = {
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, FIELD.id),
  kind: z.preprocess(
    (value) => (isRenamed(value) ? RENAMED[value]?.[0] : value),
    z.enum(FILE_KINDS),
  ),
  title: text,
  fullTitle: text.optional(),
  aliases: list(text),
  summary: text.optional(),
  url: webAddress.optional(),
  links: list(z.strictObject({ label: text, url: webAddress })),
  people: list(text),
  venue: text.optional(),
  year: z.int().min(1900, FIELD.yearTooEarly).max(2200, FIELD.yearTooLate).optional(),
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/, FIELD.doi)
    .optional(),
  arxiv: z
    .string()
    .regex(/^\d{4}\.\d{4,5}$/, FIELD.arxiv)
    .optional(),
  pages: z
    .string()
    .regex(/^\d+-\d+$/, FIELD.pages)
    .optional(),
  awards: list(text),
  topics: list(text),
  related: list(text),
  asks: list(text),
  asOf: z
    .string()
    .regex(/^\d{4}(-\d{2}){0,2}$/, FIELD.asOf)
    .optional(),
};

/** The fields that some kinds have; `kinds.ts` says which. */
const details = {
  subtype: z.enum(['journal', 'conference', 'workshop', 'preprint']).optional(),
  date: date.optional(),
  start: date.optional(),
  end: z.union([z.literal('present'), date]).optional(),
  place: text.optional(),
  organization: text.optional(),
  role: text.optional(),
  degree: text.optional(),
  advisors: z.array(text).optional(),
  editors: z.array(text).optional(),
  funder: text.optional(),
  amount: label.optional(),
  number: label.optional(),
  status: text.optional(),
  term: label.optional(),
  event: text.optional(),
  publisher: text.optional(),
  volume: label.optional(),
  issue: label.optional(),
  isbn: label.optional(),
  reviewed: text.optional(),
  version: label.optional(),
  license: text.optional(),
  owner: z.boolean().optional(),
  pronouns: text.optional(),
  photo: webAddress.optional(),
} satisfies Record<Detail, z.ZodType>;

const DETAILS = Object.keys(details) as Detail[];

/**
 * The front matter of a corpus file. Unknown fields are refused, so that a misspelled one is
 * noticed, and so are fields that its kind does not have. `Source` in `domain.ts` describes them.
 */
export const recordSchema = z
  .strictObject({ ...common, ...details })
  .superRefine((record, context) => {
    const refuse = (field: Detail | 'year', message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    const { kind, start, end, date, year } = record;
    for (const field of DETAILS) {
      if (record[field] === undefined || fieldsOf(kind).includes(field)) continue;
      refuse(field, notOfKind(field, kind));
    }
    if (
      start !== undefined &&
      end !== undefined &&
      end !== 'present' &&
      end < start.slice(0, end.length)
    ) {
      refuse('end', FIELD.endBeforeStart(start));
    }
    if (year !== undefined && date !== undefined && !date.startsWith(String(year))) {
      refuse('year', FIELD.otherYear(date));
    }
  })
  .transform((record) => {
    if (record.year !== undefined || record.date === undefined) return record;
    return { ...record, year: Number(record.date.slice(0, 4)) };
  });

export type CorpusRecord = z.infer<typeof recordSchema>;

function notOfKind(field: Detail, kind: SourceKind): string {
  const others = KIND_NAMES.filter((other) => fieldsOf(other).includes(field));
  return FIELD.ofOtherKind(kind, others, fieldsOf(kind));
}

/** A warning for front matter in an old form; null if it is current. */
export function outdated(value: unknown): string | null {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (!isRenamed(kind)) return null;
  return FIELD.renamedKind(kind, RENAMED[kind] ?? []);
}

function isRenamed(value: unknown): value is string {
  return typeof value === 'string' && Object.hasOwn(RENAMED, value);
}

const FIELDS = [...Object.keys(common), ...DETAILS];

/** The fields that a file of a kind may have; all fields for an unknown kind. */
export function fieldNames(kind: unknown): readonly string[] {
  const known = FILE_KINDS.find((name) => name === kind);
  return known === undefined ? FIELDS : [...Object.keys(common), ...fieldsOf(known)];
}

/** What other programs call a field. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  ...{ author: 'people', authors: 'people', inventors: 'people', speakers: 'people' },
  ...{ name: 'title', subtitle: 'fullTitle', description: 'summary', abstract: 'summary' },
  ...{ tags: 'topics', keywords: 'topics', categories: 'topics', journal: 'venue' },
  ...{ booktitle: 'venue', conference: 'venue', link: 'links', type: 'kind' },
  ...{ institution: 'organization', university: 'organization', school: 'organization' },
  ...{ employer: 'organization', company: 'organization', affiliation: 'organization' },
  ...{ city: 'place', location: 'place', address: 'place', country: 'place' },
  ...{ position: 'role', job: 'role', from: 'start', to: 'end', until: 'end' },
  ...{ advisor: 'advisors', supervisor: 'advisors', supervisors: 'advisors', editor: 'editors' },
  ...{ sponsor: 'funder', agency: 'funder', budget: 'amount', semester: 'term' },
  ...{ page: 'pages', updated: 'asOf', homepage: 'url', website: 'url' },
};

/** Words further apart than this share of their length are not misspellings of each other. */
const MAX_DISTANCE = 0.4;

/**
 * Translates an issue of zod into what the owner has to change.
 * @param field the name of the field that the issue is about
 */
export function remedyOf(issue: z.core.$ZodIssue, value: unknown, field: string): string {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return FIELD.unknown(
      ALSO_CALLED[field.toLowerCase()] ?? nearest(field, FIELDS, MAX_DISTANCE),
      FIELDS,
    );
  }
  if (issue.code === 'unrecognized_keys') return FIELD.unknownInLink;
  if (value === undefined) return FIELD.missing;
  if (issue.code === 'invalid_type') return FIELD.ofType(issue.expected);
  if (issue.code === 'invalid_value') {
    const called = field === 'kind' && typeof value === 'string' ? kindCalled(value) : undefined;
    const values = issue.values.map(String);
    return FIELD.oneOf(values, called ?? nearest(String(value), values, MAX_DISTANCE));
  }
  return issue.message;
}
