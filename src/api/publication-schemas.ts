import { z } from 'zod';
import { isOneOf, KIND_NAMES } from '../corpus/kinds.ts';
import { INVALID } from '../language/en/templates/problems.ts';
import { sourceSchema } from './source-schemas.ts';

/** Kinds that can be publications. */
const KINDS = KIND_NAMES.filter((kind) => isOneOf(kind, 'publication', 'undertaking'));
const MAX_FILTER_LENGTH = 200;
export const FORMATS = ['json', 'bibtex', 'csl', 'ris'] as const;

const filter = z.string().trim().min(1).max(MAX_FILTER_LENGTH).optional();
const format = z
  .enum(FORMATS)
  .optional()
  .describe('Takes precedence over `Accept`. The default is JSON.');

const years = z
  .string()
  .trim()
  .regex(/^(?:\d{4}(?:[-–](?:\d{4})?)?|[-–]\d{4})$/, INVALID.years)
  .refine(
    (value) => !/^\d{4}[-–]\d{4}$/.test(value) || value.slice(0, 4) <= value.slice(-4),
    INVALID.yearsReversed,
  )
  .meta({
    description: 'A year or a range of years, which may be open: 2018, 2015-2018, 2018-, -2018.',
    examples: ['2015-2018'],
  });

export const publicationQuerySchema = z.object({
  year: years.optional(),
  venue: filter.describe('Consecutive words of the venue: TVCG finds IEEE TVCG.'),
  topic: filter.describe('Consecutive words of a topic, or the id of a topic from `/api/topics`.'),
  person: filter.describe('An author: the full name, the name with initials, or the family name.'),
  kind: filter.describe(
    `One of ${KINDS.join(', ')}; or journal, conference, workshop, preprint. A published project is also a paper.`,
  ),
  award: filter.describe('Consecutive words of an award.'),
  role: z
    .enum(['author', 'supervisor'])
    .default('author')
    .describe('Publications of the researcher (`author`), or theses of students (`supervisor`).'),
  format,
});

export const citationQuerySchema = z.object({ format });

/** Parsing the result of `toPublication` removes the fields that are not shown. */
export const publicationSchema = z
  .object({
    id: z.string().describe('The source at `/api/sources/{id}`.'),
    kind: z.string(),
    title: z.string().describe('As printed.'),
    authors: z.array(z.string()).readonly().describe('In order, by full name.'),
    venue: z.string().optional(),
    year: z.int().optional(),
    pages: z.string().optional().describe('First and last page, such as 321-339.'),
    doi: z.string().optional(),
    arxiv: z.string().optional(),
    url: z.string().optional().describe('The best web page about it.'),
    links: sourceSchema.shape.links,
    awards: z.array(z.string()).readonly(),
    topics: z.array(z.string()).readonly(),
  })
  .meta({ id: 'Publication' });

export const publicationListSchema = z
  .object({ publications: z.array(publicationSchema).describe('Newest first.') })
  .meta({ id: 'PublicationList' });

/** CSL-JSON items; the format has more fields than are listed here. */
export const cslSchema = z
  .array(z.looseObject({ id: z.string(), type: z.string(), title: z.string() }))
  .meta({ id: 'CslItems', description: 'CSL-JSON, for citation processors.' });

export const topicListSchema = z
  .object({
    topics: z.array(
      z.object({
        id: z.string().describe('The source at `/api/sources/{id}`.'),
        title: z.string(),
        summary: z.string().describe('One sentence.'),
        works: z
          .array(z.string())
          .readonly()
          .describe('Ids of the publications about it, newest first.'),
        others: z
          .array(z.string())
          .readonly()
          .describe('Ids of other works about it: student theses, software, data, projects.'),
      }),
    ),
  })
  .meta({ id: 'TopicList' });

export const supervisionSchema = z
  .object({
    theses: z
      .array(
        z.object({
          id: z.string().describe('The source at `/api/sources/{id}`.'),
          student: z.string(),
          title: z.string().describe('As printed.'),
          year: z.int().nullable().describe('Null if the profile does not say.'),
          degree: z
            .enum(['PhD', 'MSc', 'Undergraduate'])
            .nullable()
            .describe('Null if the profile does not say.'),
          place: z.string().nullable().describe('Where it was submitted.'),
          url: z.string().nullable(),
        }),
      )
      .describe('Newest first.'),
    position: z
      .object({
        sentence: z.string().describe('Verbatim from the source.'),
        sourceId: z.string(),
        asOf: z.string().nullable().describe('The month or day when this was true.'),
      })
      .nullable()
      .describe('Where the researcher works; null if the profile does not say.'),
  })
  .meta({ id: 'Supervision' });
