import distance from 'damerau-levenshtein';
import { z } from 'zod';
import type { SourceKind } from '../domain.ts';
import { type Detail, FILE_KINDS, fieldsOf, KIND_NAMES, kindCalled, RENAMED } from './kinds.ts';

const text = z
  .string()
  .overwrite((value) => value.replace(/\s+/g, ' ').trim())
  .min(1, 'must not be empty');
/** YAML takes 12, 2024 and 1.2 for numbers. */
const label = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), text);
const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });
const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);
const date = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z
    .string()
    .regex(
      /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
      'must be a year, month or day, as in 2024, 2024-05 or 2024-05-17',
    ),
);

/** The fields that every kind may have. */
const common = {
  id: z
    .string()
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'must be lower-case words joined by hyphens, as in two-words',
    ),
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
  year: z.int().min(1900, 'must be 1900 or later').max(2200, 'must be 2200 or before').optional(),
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/, 'must be a DOI, as in 10.1000/182')
    .optional(),
  arxiv: z
    .string()
    .regex(/^\d{4}\.\d{4,5}$/, 'must be an arXiv number, as in 2202.05769')
    .optional(),
  pages: z
    .string()
    .regex(/^\d+-\d+$/, 'must be first and last page, as in 321-339')
    .optional(),
  awards: list(text),
  topics: list(text),
  related: list(text),
  asks: list(text),
  asOf: z
    .string()
    .regex(/^\d{4}(-\d{2}){0,2}$/, 'must be a date, as in 2026-01 or 2026-01-31')
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
} satisfies Record<Detail, z.ZodType>;

const DETAILS = Object.keys(details) as Detail[];

/**
 * The front matter of a corpus file. Unknown fields are refused, so that a misspelled one is
 * noticed, and so are those that its kind has no use for. Fields are described where the words
 * live: `Source` in `domain.ts`.
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
      refuse('end', `is before start, ${start}; exchange the two`);
    }
    if (year !== undefined && date !== undefined && !date.startsWith(String(year))) {
      refuse('year', `is not the year of date, ${date}; leave out one of the two`);
    }
  })
  .transform((record) => {
    if (record.year !== undefined || record.date === undefined) return record;
    return { ...record, year: Number(record.date.slice(0, 4)) };
  });

export type CorpusRecord = z.infer<typeof recordSchema>;

function notOfKind(field: Detail, kind: SourceKind): string {
  const others = KIND_NAMES.filter((other) => fieldsOf(other).includes(field));
  const own = fieldsOf(kind);
  const has = own.length === 0 ? '' : `; besides the common fields a ${kind} has ${own.join(', ')}`;
  return `is a field of ${others.join(', ')}, not of a ${kind}${has}`;
}

/** What is told of a file that has front matter from before; null if there is nothing to tell. */
export function outdated(value: unknown): string | null {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (!isRenamed(kind)) return null;
  const [now, ...others] = RENAMED[kind] ?? [];
  const choice = others.length === 0 ? `${now}` : `${[now, ...others].join(' or ')}`;
  return `"${kind}" is now called ${choice}; it is read as ${now}. Write the new name.`;
}

function isRenamed(value: unknown): value is string {
  return typeof value === 'string' && Object.hasOwn(RENAMED, value);
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text; put quotes around a number or a date',
  array: 'a list, as in [one, two]',
  int: 'a whole number',
  number: 'a number',
  object: 'fields with values, as in title: A title',
};

const FIELDS = [...Object.keys(common), ...DETAILS];

/** The fields that a file of a kind may have; all fields, for what is no kind. */
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

/** Words further apart than this share of their length are no misspellings of each other. */
const MAX_DISTANCE = 0.4;

function nearest(word: string, among: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = among
    .map((name) => ({ name, steps: distance(lower, name.toLowerCase()).relative }))
    .sort((a, b) => a.steps - b.steps);
  return ranked[0] && ranked[0].steps <= MAX_DISTANCE ? ranked[0].name : undefined;
}

/**
 * Says in the owner's words what zod says in the programmer's.
 * @param field the name of the field that the issue is about
 */
export function remedyOf(issue: z.core.$ZodIssue, value: unknown, field: string): string {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    const meant = ALSO_CALLED[field.toLowerCase()] ?? nearest(field, FIELDS);
    const guess = meant === undefined ? '' : `; did you mean ${meant}?`;
    return `is not a field${guess || `; the fields are ${FIELDS.join(', ')}`}`;
  }
  if (issue.code === 'unrecognized_keys') return 'is not a field here; a link has label and url';
  if (value === undefined) return 'is missing; add it';
  if (issue.code === 'invalid_type') {
    return `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value') {
    const called = field === 'kind' && typeof value === 'string' ? kindCalled(value) : undefined;
    const meant = called ?? nearest(String(value), issue.values.map(String));
    const guess = meant === undefined ? '' : `did you mean ${meant}? It `;
    return `${guess}must be one of ${issue.values.join(', ')}`;
  }
  return issue.message;
}
