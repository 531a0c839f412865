import { z } from 'zod';

/** Bounds of what a reader may send. Characters are UTF-16 code units, as `String.length` counts them. */
export const MAX_QUESTION_LENGTH = 2_000;
export const MAX_MESSAGES = 20;
export const MAX_MESSAGE_LENGTH = 8_000;

// Half a surrogate pair has no UTF-8 and NUL ends a C string: neither goes on to native code.
const text = z
  .string()
  .overwrite((value) => value.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', '\uFFFD'));
const question = text.trim().min(1).max(MAX_QUESTION_LENGTH);

export const chatRequestSchema = z.object({
  question,
  history: z
    .array(z.object({ role: z.enum(['user', 'assistant']), content: text.max(MAX_MESSAGE_LENGTH) }))
    .max(MAX_MESSAGES)
    .default([]),
});

export const searchRequestSchema = z.object({
  q: question,
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

export const askQuerySchema = z.object({ question });

export const feedbackSchema = z.object({
  answerId: text.min(1).max(100),
  question,
  rating: z.enum(['up', 'down']),
  reasons: z
    .array(z.enum(['incorrect', 'incomplete', 'off-topic', 'unclear']))
    .max(4)
    .default([]),
});

const linkSchema = z.object({ label: z.string(), url: z.string() });

export const citationSchema = z.object({
  index: z.int().min(1),
  sourceId: z.string(),
  passageId: z.string(),
  title: z.string(),
  heading: z.string(),
  quote: z.string(),
  start: z.int().min(0),
  end: z.int().min(0),
  url: z.string().nullable(),
  links: z.array(linkSchema).readonly(),
});

export const answerSchema = z.object({
  id: z.string(),
  status: z.enum(['answered', 'not_covered']),
  mode: z.enum(['extractive', 'llm']),
  question: z.string(),
  answer: z.string(),
  citations: z.array(citationSchema).readonly(),
  followUps: z.array(z.string()).readonly(),
});

export const searchReplySchema = z.object({
  query: z.string(),
  hits: z.array(
    z.object({
      sourceId: z.string(),
      passageId: z.string(),
      title: z.string(),
      heading: z.string(),
      text: z.string(),
      url: z.string().nullable(),
      score: z.number(),
      why: z.object({
        keywordRank: z.int().optional(),
        vectorRank: z.int().optional(),
        cosine: z.number().optional(),
        named: z.boolean(),
      }),
    }),
  ),
});

/** A source in the list. Parsing a `Source` with it leaves out what the list does not show. */
export const sourceSummarySchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  summary: z.string().optional(),
  url: z.string().optional(),
  people: z.array(z.string()).readonly(),
  venue: z.string().optional(),
  year: z.int().optional(),
  awards: z.array(z.string()).readonly(),
  topics: z.array(z.string()).readonly(),
  asOf: z.string().optional(),
});

/** A whole source, but for `asks`: these are for the index and never shown. */
export const sourceSchema = sourceSummarySchema.extend({
  fullTitle: z.string().optional(),
  aliases: z.array(z.string()).readonly(),
  links: z.array(linkSchema).readonly(),
  doi: z.string().optional(),
  arxiv: z.string().optional(),
  pages: z.string().optional(),
  related: z.array(z.string()).readonly(),
  body: z.string(),
});

export const sourceListSchema = z.object({ sources: z.array(sourceSummarySchema) });
export const serverConfigSchema = z.object({
  researcher: z.string().nullable(),
  suggestions: z.array(z.string()).readonly(),
  feedback: z.boolean(),
});
export const suggestionsSchema = z.object({ suggestions: z.array(z.string()).readonly() });
