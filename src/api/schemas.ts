import { z } from 'zod';
import { layoutSchema } from './layout-schema.ts';
import { asOf, linkSchema } from './source-schemas.ts';

/** Limits for visitors' messages, in UTF-16 code units, as `String.length` counts them. */
export const MAX_QUESTION_LENGTH = 2_000;
/** Of a visitor on an answer. */
export const MAX_COMMENT_LENGTH = 1_000;
export const MAX_MESSAGES = 20;
export const MAX_MESSAGE_LENGTH = 8_000;

// Lone surrogates have no UTF-8 form and NUL ends a C string; neither must reach native code.
const text = z
  .string()
  .overwrite((value) => value.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', '\uFFFD'));
const question = text
  .trim()
  .min(1)
  .max(MAX_QUESTION_LENGTH)
  .meta({
    description: 'A question in your own words; surrounding white space is ignored.',
    examples: ['What should I read first?'],
  });

/** A message of a conversation. */
export const messageSchema = z.object({
  role: z.enum(['user', 'assistant']),
  content: text.max(MAX_MESSAGE_LENGTH),
});

export const chatRequestSchema = z
  .object({
    question,
    history: z
      .array(messageSchema)
      .max(MAX_MESSAGES)
      .default([])
      .describe('Earlier messages, oldest first. The server does not store conversations.'),
  })
  .meta({ id: 'ChatRequest' });

export const searchRequestSchema = z.object({
  q: question,
  limit: z.coerce.number().int().min(1).max(50).default(10).describe('The maximum number of hits.'),
});

export const askQuerySchema = z.object({ question });

/** The fields of a form on the page without scripts. */
export const askFormSchema = z
  .object({
    question,
    history: z
      .string()
      .default('')
      .describe(
        'The conversation so far, as JSON, in the form of `history` in `ChatRequest`. The forms on the page have it.',
      ),
  })
  .meta({ id: 'AskForm' });

export const feedbackSchema = z
  .object({
    answerId: text.min(1).max(100).describe('The `id` of the answer.'),
    question,
    rating: z.enum(['up', 'down']),
    reasons: z
      .array(z.enum(['incorrect', 'incomplete', 'off-topic', 'unclear']))
      .max(4)
      .default([])
      .describe('What is wrong with the answer; for `down` only.'),
    comment: text
      .trim()
      .max(MAX_COMMENT_LENGTH)
      .optional()
      .describe('What is wrong, in the words of the visitor; for `down` only.'),
  })
  .meta({ id: 'Feedback' });

/** The fields of the form that rates an answer on the page without scripts. */
export const feedbackFormSchema = feedbackSchema
  .extend({ history: askFormSchema.shape.history })
  .meta({ id: 'FeedbackForm' });

export const citationSchema = z
  .object({
    index: z
      .int()
      .min(1)
      .describe(
        'The number in the markers of the text, from 1. Numbers that the text itself has in brackets are skipped.',
      ),
    sourceId: z.string().describe('The source at `/api/sources/{id}`.'),
    passageId: z.string(),
    title: z.string(),
    heading: z.string().describe('The section of the source; may be empty.'),
    quote: z
      .string()
      .describe(
        'Verbatim text from the profile that supports the statement; not a quote from the work it describes.',
      ),
    start: z.int().min(0).describe('Where the quote starts in the `body` of the source.'),
    end: z.int().min(0).describe('Where the quote ends. Both offsets are in UTF-16 code units.'),
    url: z.string().nullable().describe('The best web page to open, or null if none is known.'),
    links: z.array(linkSchema).readonly(),
    asOf: asOf.optional(),
  })
  .meta({ id: 'Citation', description: 'The verbatim quote that supports a statement.' });

export const answerSchema = z
  .object({
    id: z.string(),
    status: z.enum(['answered', 'not_covered']),
    reason: z
      .enum(['not_in_corpus', 'out_of_scope', 'ambiguous'])
      .exactOptional()
      .describe(
        'Why it is not covered: the sources do not say, it is about something else, or it could be about several things; then the answer asks which, and `followUps` has the question about each. For `not_covered` only.',
      ),
    mode: z
      .enum(['extractive', 'llm'])
      .describe(
        '`extractive`: quoted from the sources. `llm`: written by a model and checked against them.',
      ),
    check: z
      .enum(['model', 'quotes'])
      .exactOptional()
      .describe(
        'How the sentences of an `llm` answer were checked. `model`: a model read each with its quotes alone. `quotes`: the quotes were found in the sources, and have every name, number and address of the sentence.',
      ),
    promptVersion: z
      .int()
      .exactOptional()
      .describe('Which wording of the prompts an `llm` answer was written with.'),
    fallback: z
      .enum([
        'timeout',
        'unreachable',
        'rate_limited',
        'key_refused',
        'request_refused',
        'provider_failed',
        'stream_broken',
        'length',
        'content_filter',
        'refusal',
        'empty',
        'unchecked',
        'budget',
        'circuit_open',
        'unsupported',
      ])
      .exactOptional()
      .describe(
        'Why a model that was asked did not write the answer (`mode` is `extractive`) or not all of it (`llm`). `length`: it ran out of tokens. `content_filter`: the filter of its provider stopped it. `refusal`: it refused. `empty`: it wrote nothing. `unchecked`: the check gave no verdict. `budget`: the budget of the day is used up (`extractive`), or so nearly that a smaller model wrote (`llm`). `circuit_open`: it failed so often that it is not asked for a while. `unsupported`: no quote supports what it wrote. The others are failures of its provider.',
      ),
    question: z
      .string()
      .describe('The question as understood, without references to earlier messages.'),
    answer: z
      .string()
      .describe(
        'Markdown. A number in brackets is a marker of the citation with that index; if there is no such citation, it is plain text.',
      ),
    citations: z.array(citationSchema).readonly(),
    layouts: z
      .array(layoutSchema)
      .readonly()
      .exactOptional()
      .describe(
        'Parts of the answer that can be shown as cards, a table or a timeline, in the order of the text, which says the same. Absent where text is all there is.',
      ),
    followUps: z.array(z.string()).readonly().describe('Suggested questions to ask next.'),
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
    description: 'Milliseconds per stage; stages that did not run are omitted.',
  });

/** The data of the `end` event of a stream. */
export const timedAnswerSchema = answerSchema
  .extend({ timings: timingsSchema.exactOptional() })
  .meta({
    id: 'TimedAnswer',
    description: 'The whole answer, and how long it took.',
  });

const hitSchema = z
  .object({
    sourceId: z.string().describe('The source at `/api/sources/{id}`.'),
    passageId: z.string(),
    title: z.string(),
    heading: z.string(),
    text: z.string(),
    url: z.string().nullable(),
    score: z.number().describe('Higher is better; comparable only within one reply.'),
    why: z
      .object({
        keywordRank: z.int().optional().describe('Rank by keywords, from 1.'),
        vectorRank: z.int().optional().describe('Rank by meaning, from 1.'),
        cosine: z
          .number()
          .optional()
          .describe('Cosine similarity of question and passage, −1 to 1.'),
        named: z.boolean().describe('Whether the question mentions the source by name.'),
      })
      .describe('Why it was found.'),
  })
  .meta({ id: 'Hit' });

export const searchReplySchema = z
  .object({ query: z.string(), hits: z.array(hitSchema).describe('Best first.') })
  .meta({ id: 'SearchReply' });

export const serverConfigSchema = z
  .object({
    researcher: z.string().nullable().describe('Who the corpus is about, or null.'),
    suggestions: z.array(z.string()).readonly().describe('Suggested questions.'),
    feedback: z.boolean().describe('Whether `POST /api/feedback` exists.'),
  })
  .meta({ id: 'ServerConfig' });
export const suggestionsSchema = z
  .object({ suggestions: z.array(z.string()).readonly() })
  .meta({ id: 'Suggestions' });
