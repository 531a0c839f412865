import { z } from 'zod';
import { type Detail, KIND_NAMES } from '../corpus/kinds.ts';

export const asOf = z
  .string()
  .describe('The month or day when the time-dependent facts were true.');

export const linkSchema = z
  .object({
    label: z.string().describe('Starts with the type of the page: Paper, PDF, Code, Slides, …'),
    url: z.string(),
  })
  .meta({ id: 'Link' });

/** A source in the list. Parsing a `Source` removes the fields that the list does not show. */
export const sourceSummarySchema = z
  .object({
    id: z.string(),
    kind: z.string().describe(`${KIND_NAMES.join(', ')}.`),
    title: z.string().describe('The short name that people use.'),
    summary: z.string().optional(),
    url: z.string().optional().describe('The best web page about it.'),
    people: z.array(z.string()).readonly().describe('Authors in order, by full name.'),
    venue: z.string().optional(),
    year: z.int().optional(),
    awards: z.array(z.string()).readonly(),
    topics: z.array(z.string()).readonly(),
    asOf: asOf.optional(),
  })
  .meta({ id: 'SourceSummary' });

const detail = z.string().optional();
const namesDetail = z.array(z.string()).readonly().optional();
/** Fields that only some kinds have. */
const detailSchemas = {
  subtype: z.enum(['journal', 'conference', 'workshop', 'preprint']).optional(),
  date: detail.describe('A year, month or day, such as 2024, 2024-05 or 2024-05-17.'),
  start: detail,
  end: detail.describe('A date, or `present`.'),
  place: detail,
  organization: detail,
  role: detail,
  degree: detail,
  advisors: namesDetail,
  editors: namesDetail,
  funder: detail,
  amount: detail,
  number: detail.describe('The number of a patent, report, standard, grant or course.'),
  status: detail,
  term: detail,
  event: detail,
  publisher: detail,
  volume: detail,
  issue: detail,
  isbn: detail,
  reviewed: detail.describe('The work that a review is about.'),
  version: detail,
  license: detail,
  owner: z.boolean().optional().describe('Whether the corpus is about this person.'),
  pronouns: detail,
  photo: detail.describe('The address of a picture.'),
} satisfies Record<Detail, z.ZodType>;

/** A whole source except `asks`, which are only for the index. */
export const sourceSchema = sourceSummarySchema
  .extend({
    fullTitle: z.string().optional().describe('The title as printed.'),
    aliases: z.array(z.string()).readonly(),
    links: z.array(linkSchema).readonly(),
    doi: z.string().optional(),
    arxiv: z.string().optional(),
    pages: z.string().optional(),
    ...detailSchemas,
    related: z.array(z.string()).readonly().describe('Ids of other sources.'),
    body: z.string().describe('Markdown. The offsets of citations refer to it.'),
  })
  .meta({ id: 'Source' });

export const sourceListSchema = z
  .object({ sources: z.array(sourceSummarySchema) })
  .meta({ id: 'SourceList' });
