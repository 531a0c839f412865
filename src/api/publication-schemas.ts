import { z } from 'zod';
import { isOneOf, KIND_NAMES } from '../corpus/kinds.ts';
import { sourceSchema } from './schemas.ts';

/** What a publication may be. */
const KINDS = KIND_NAMES.filter((kind) => isOneOf(kind, 'publication', 'undertaking'));
const MAX_FILTER_LENGTH = 200;
export const FORMATS = ['json', 'bibtex', 'csl', 'ris'] as const;

const filter = z.string().trim().min(1).max(MAX_FILTER_LENGTH).optional();
const format = z
  .enum(FORMATS)
  .optional()
  .describe('Wins over `Accept`, which can ask for the same; without both it is JSON.');

const years = z
  .string()
  .trim()
  .regex(/^(?:\d{4}(?:[-–](?:\d{4})?)?|[-–]\d{4})$/, 'send a year or two, as in 2018 or 2015-2018')
  .refine(
    (value) => !/^\d{4}[-–]\d{4}$/.test(value) || value.slice(0, 4) <= value.slice(-4),
    'the later year comes second',
  )
  .meta({
    description:
      'A year, the first and the last one, or one of the two: 2018, 2015-2018, 2018-, -2018.',
    examples: ['2015-2018'],
  });

export const publicationQuerySchema = z.object({
  year: years.optional(),
  venue: filter.describe('Words of the venue in a row: TVCG finds IEEE TVCG.'),
  topic: filter.describe('Words of a topic in a row, or the id of one in `/api/topics`.'),
  person: filter.describe('An author: the full name, one with initials, or the family name.'),
  kind: filter.describe(`One of ${KINDS.join(', ')}; or journal, conference, workshop, preprint.`),
  award: filter.describe('Words of an award in a row.'),
  role: z
    .enum(['author', 'supervisor'])
    .default('author')
    .describe('What the researcher wrote, or the theses that others wrote as students.'),
  format,
});

export const citationQuerySchema = z.object({ format });

/** Parsing a `Source` with it, its printed title put in, leaves out what is not shown. */
export const publicationSchema = z
  .object({
    id: z.string().describe('The source at `/api/sources/{id}`.'),
    kind: z.string(),
    title: z.string().describe('As printed.'),
    authors: z.array(z.string()).readonly().describe('In order, by full name.'),
    venue: z.string().optional(),
    year: z.int().optional(),
    pages: z.string().optional().describe('First and last page, as in 321-339.'),
    doi: z.string().optional(),
    arxiv: z.string().optional(),
    url: z.string().optional().describe('The best page about it.'),
    links: sourceSchema.shape.links,
    awards: z.array(z.string()).readonly(),
    topics: z.array(z.string()).readonly(),
  })
  .meta({ id: 'Publication' });

export const publicationListSchema = z
  .object({ publications: z.array(publicationSchema).describe('Newest first.') })
  .meta({ id: 'PublicationList' });

/** Items of CSL-JSON, of which citation styles define more fields than are used here. */
export const cslSchema = z
  .array(z.looseObject({ id: z.string(), type: z.string(), title: z.string() }))
  .meta({ id: 'CslItems', description: 'CSL-JSON, as citation processors read it.' });

export const topicListSchema = z
  .object({
    topics: z.array(
      z.object({
        id: z.string().describe('The source at `/api/sources/{id}`.'),
        title: z.string(),
        summary: z.string().describe('A sentence.'),
        works: z
          .array(z.string())
          .readonly()
          .describe('Ids of the publications about it, newest first.'),
        others: z
          .array(z.string())
          .readonly()
          .describe('Ids of what else is about it: theses of students, software, data, projects.'),
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
          year: z.int().nullable().describe('Null where the profile does not tell.'),
          degree: z
            .enum(['PhD', 'MSc', 'Undergraduate'])
            .nullable()
            .describe('Null where the profile does not tell.'),
          place: z.string().nullable().describe('Where it was handed in.'),
          url: z.string().nullable(),
        }),
      )
      .describe('Newest first.'),
    position: z
      .object({
        sentence: z.string().describe('Verbatim from the source.'),
        sourceId: z.string(),
        asOf: z.string().nullable().describe('When it was true: a month or a day.'),
      })
      .nullable()
      .describe('Where the researcher works; null where the profile does not tell.'),
  })
  .meta({ id: 'Supervision' });
