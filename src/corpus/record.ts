import { z } from 'zod';

const text = z
  .string()
  .overwrite((value) => value.replace(/\s+/g, ' ').trim())
  .min(1, 'must not be empty');
const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });
const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);

const KINDS = [
  'person',
  'career',
  'project',
  'paper',
  'book',
  'standard',
  'thesis',
  'dataset',
  'repository',
  'award',
  'theme',
  'supervision',
  'page',
] as const;

/**
 * The front matter of a corpus file. Unknown fields are refused, so that a misspelt one is noticed.
 * Fields are described where the words live: `Source` in `domain.ts`.
 */
export const recordSchema = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'must be lower-case words joined by hyphens, as in two-words',
    ),
  kind: z.enum(KINDS),
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
});

export type CorpusRecord = z.infer<typeof recordSchema>;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text; put quotes around a number or a date',
  array: 'a list, as in [one, two]',
  int: 'a whole number',
  number: 'a number',
  object: 'fields with values, as in title: A title',
};

/** Says in the owner's words what zod says in the programmer's. */
export function remedyOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return `is not a field; the fields are ${Object.keys(recordSchema.shape).join(', ')}`;
  }
  if (issue.code === 'unrecognized_keys') return 'is not a field here; a link has label and url';
  if (value === undefined) return 'is missing; add it';
  if (issue.code === 'invalid_type') {
    return `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
}
