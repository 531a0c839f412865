import { z } from 'zod';
import { type Detail, KIND_NAMES } from '../corpus/kinds.ts';

/** Bounds of what a reader may send. Characters are UTF-16 code units, as `String.length` counts them. */
export const MAX_QUESTION_LENGTH = 2_000;
export const MAX_MESSAGES = 20;
export const MAX_MESSAGE_LENGTH = 8_000;

// Half a surrogate pair has no UTF-8 and NUL ends a C string: neither goes on to native code.
const text = z
  .string()
  .overwrite((value) => value.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', '\uFFFD'));
const question = text
  .trim()
  .min(1)
  .max(MAX_QUESTION_LENGTH)
  .meta({
    description: 'A question in any words; space around it does not count.',
    examples: ['What should a student read first?'],
  });

export const chatRequestSchema = z
  .object({
    question,
    history: z
      .array(
        z.object({ role: z.enum(['user', 'assistant']), content: text.max(MAX_MESSAGE_LENGTH) }),
      )
      .max(MAX_MESSAGES)
      .default([])
      .describe('What was said before, oldest first. The server keeps no conversation.'),
  })
  .meta({ id: 'ChatRequest' });

export const searchRequestSchema = z.object({
  q: question,
  limit: z.coerce.number().int().min(1).max(50).default(10).describe('The most hits to give.'),
});

export const askQuerySchema = z.object({ question });

export const feedbackSchema = z
  .object({
    answerId: text.min(1).max(100).describe('The `id` of the answer.'),
    question,
    rating: z.enum(['up', 'down']),
    reasons: z
      .array(z.enum(['incorrect', 'incomplete', 'off-topic', 'unclear']))
      .max(4)
      .default([])
      .describe('What is wrong with the answer, for `down`.'),
  })
  .meta({ id: 'Feedback' });

const linkSchema = z
  .object({
    label: z.string().describe('Begins with the role of the page: Paper, PDF, Code, Slides, …'),
    url: z.string(),
  })
  .meta({ id: 'Link' });

export const citationSchema = z
  .object({
    index: z
      .int()
      .min(1)
      .describe(
        'The number in the markers of the text, from 1. A number that the text has in brackets of its own is passed over.',
      ),
    sourceId: z.string().describe('The source at `/api/sources/{id}`.'),
    passageId: z.string(),
    title: z.string(),
    heading: z.string().describe('Where in the source; may be empty.'),
    quote: z
      .string()
      .describe(
        'Verbatim text of the profile that carries the statement; not a quote of the work it is about.',
      ),
    start: z.int().min(0).describe('Where the quote begins in the `body` of the source.'),
    end: z.int().min(0).describe('Where it ends. Both count UTF-16 code units.'),
    url: z.string().nullable().describe('The best page to open, or null if none is known.'),
    links: z.array(linkSchema).readonly(),
  })
  .meta({ id: 'Citation', description: 'What carries a statement: a verbatim quote.' });

export const answerSchema = z
  .object({
    id: z.string(),
    status: z.enum(['answered', 'not_covered']),
    reason: z
      .enum(['not_in_corpus', 'out_of_scope'])
      .exactOptional()
      .describe('Why it is not covered: untold, or about something else. For `not_covered` only.'),
    mode: z
      .enum(['extractive', 'llm'])
      .describe('Quoted from the sources, or written by a model and checked against them.'),
    question: z.string().describe('The question as understood: it stands alone.'),
    answer: z
      .string()
      .describe(
        'Markdown. A marker, a number in brackets, names the citation of that index; where there is none, it is text of the source.',
      ),
    citations: z.array(citationSchema).readonly(),
    followUps: z.array(z.string()).readonly().describe('Questions to ask next.'),
  })
  .meta({ id: 'Answer' });

const milliseconds = z.number().min(0).exactOptional();
const timingsSchema = z
  .object({
    resolve: milliseconds,
    embed: milliseconds,
    keyword: milliseconds,
    vector: milliseconds,
    fuse: milliseconds,
    answer: milliseconds,
    check: milliseconds,
  })
  .meta({
    id: 'Timings',
    description: 'Milliseconds by stage; one that did not apply is left out.',
  });

/** What the `end` event of a stream carries. */
export const timedAnswerSchema = answerSchema
  .extend({ timings: timingsSchema.exactOptional() })
  .meta({
    id: 'TimedAnswer',
    description: 'The answer as a whole, and how long it took.',
  });

const hitSchema = z
  .object({
    sourceId: z.string().describe('The source at `/api/sources/{id}`.'),
    passageId: z.string(),
    title: z.string(),
    heading: z.string(),
    text: z.string(),
    url: z.string().nullable(),
    score: z.number().describe('Comparable within one reply only; higher is better.'),
    why: z
      .object({
        keywordRank: z.int().optional().describe('Its rank by keywords, from 1.'),
        vectorRank: z.int().optional().describe('Its rank by meaning, from 1.'),
        cosine: z.number().optional().describe('Of question and passage, −1 to 1.'),
        named: z.boolean().describe('Whether the question names its source.'),
      })
      .describe('Why it was found.'),
  })
  .meta({ id: 'Hit' });

export const searchReplySchema = z
  .object({ query: z.string(), hits: z.array(hitSchema).describe('Best first.') })
  .meta({ id: 'SearchReply' });

/** A source in the list. Parsing a `Source` with it leaves out what the list does not show. */
export const sourceSummarySchema = z
  .object({
    id: z.string(),
    kind: z.string().describe(`${KIND_NAMES.join(', ')}.`),
    title: z.string().describe('The short name by which people ask for it.'),
    summary: z.string().optional(),
    url: z.string().optional().describe('The best page about it.'),
    people: z.array(z.string()).readonly().describe('Authors in order, by full name.'),
    venue: z.string().optional(),
    year: z.int().optional(),
    awards: z.array(z.string()).readonly(),
    topics: z.array(z.string()).readonly(),
    asOf: z.string().optional().describe('When facts that age were true: a month or a day.'),
  })
  .meta({ id: 'SourceSummary' });

const detail = z.string().optional();
const namesDetail = z.array(z.string()).readonly().optional();
/** What only some kinds have. */
const detailSchemas = {
  subtype: z.enum(['journal', 'conference', 'workshop', 'preprint']).optional(),
  date: detail.describe('A year, a month or a day, as in 2024, 2024-05, 2024-05-17.'),
  start: detail,
  end: detail.describe('A date, or present.'),
  place: detail,
  organization: detail,
  role: detail,
  degree: detail,
  advisors: namesDetail,
  editors: namesDetail,
  funder: detail,
  amount: detail,
  number: detail.describe('Of a patent, report, standard, grant or course.'),
  status: detail,
  term: detail,
  event: detail,
  publisher: detail,
  volume: detail,
  issue: detail,
  isbn: detail,
  reviewed: detail.describe('What a review is about.'),
  version: detail,
  license: detail,
} satisfies Record<Detail, z.ZodType>;

/** A whole source, but for `asks`: these are for the index and never shown. */
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
    body: z.string().describe('Markdown. The offsets of citations count in it.'),
  })
  .meta({ id: 'Source' });

export const sourceListSchema = z
  .object({ sources: z.array(sourceSummarySchema) })
  .meta({ id: 'SourceList' });
export const serverConfigSchema = z
  .object({
    researcher: z.string().nullable().describe('Whom the corpus is about, or null.'),
    suggestions: z.array(z.string()).readonly().describe('Questions to begin with.'),
    feedback: z.boolean().describe('Whether `POST /api/feedback` is there.'),
  })
  .meta({ id: 'ServerConfig' });
export const suggestionsSchema = z
  .object({ suggestions: z.array(z.string()).readonly() })
  .meta({ id: 'Suggestions' });
