import { z } from 'zod';
import { answerSchema } from '../../api/schemas.ts';
import { INVALID } from '../../language/en/templates/problems.ts';

/** The only model. Requests may name any, since many clients insist on a name of their own. */
export const MODEL_ID = 'ask-the-researcher';

const textPartSchema = z.object({ type: z.literal('text'), text: z.string() });
const MAX_PARTS = 100;
/** Clients send the whole conversation; only its end is read. */
const MAX_MESSAGES_SENT = 2_000;
const contentSchema = z.union([z.string(), z.array(textPartSchema).max(MAX_PARTS)], {
  error: INVALID.content,
});

/** Messages that other software sends to a model: accepted and ignored. */
const unreadMessage = <const Role extends string>(role: Role) =>
  z.object({ role: z.literal(role), content: z.unknown() });

export const openAiMessageSchema = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('user'), content: contentSchema }),
    // An assistant message that only calls a tool has no content.
    z.object({ role: z.literal('assistant'), content: contentSchema.nullish() }),
    unreadMessage('system'),
    unreadMessage('developer'),
    unreadMessage('tool'),
    unreadMessage('function'),
  ],
  {
    error: INVALID.message,
  },
);

/**
 * `POST /v1/chat/completions`. Parameters that do not affect the answer (`temperature`, …) are
 * validated as OpenAI does; unsupported values of those that would (`n`, `response_format`) are
 * refused; all other parameters are ignored.
 */
export const chatCompletionRequestSchema = z
  .object({
    model: z.string().default(MODEL_ID),
    messages: z.array(openAiMessageSchema).min(1).max(MAX_MESSAGES_SENT),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
    n: z.literal(1).nullish(),
    response_format: z.object({ type: z.literal('text') }).nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().min(0).max(1).nullish(),
    max_tokens: z.int().min(1).nullish(),
    max_completion_tokens: z.int().min(1).nullish(),
  })
  .refine(({ stream, stream_options }) => stream === true || stream_options == null, {
    path: ['stream_options'],
    error: INVALID.streamOptions,
  });

/** One for each marker `[n]` in the text; the range, in UTF-16 code units, is the marker's. */
export const annotationSchema = z.object({
  type: z.literal('url_citation'),
  url_citation: z.object({
    url: z.string(),
    title: z.string(),
    start_index: z.int().min(0),
    end_index: z.int().min(0),
  }),
});

/**
 * Counts words, not tokens, since answers may come without a model: those of the question and the
 * history that were used, and those of the text with its references.
 */
export const usageSchema = z.object({
  prompt_tokens: z.int().min(0),
  completion_tokens: z.int().min(0),
  total_tokens: z.int().min(0),
});

export const chatCompletionSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string(),
        refusal: z.null(),
        annotations: z.array(annotationSchema),
      }),
      logprobs: z.null(),
      finish_reason: z.literal('stop'),
    }),
  ),
  usage: usageSchema,
  /** An addition to OpenAI's schema: the answer as `/api/chat` gives it, with status, quotes and follow-ups. */
  answer: answerSchema,
});

export const chatCompletionChunkSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion.chunk'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      delta: z.object({
        role: z.literal('assistant').exactOptional(),
        content: z.string().exactOptional(),
        annotations: z.array(annotationSchema).exactOptional(),
      }),
      logprobs: z.null(),
      finish_reason: z.literal('stop').nullable(),
    }),
  ),
  /** With `include_usage` only: null until the last chunk, which has no choices. */
  usage: usageSchema.nullable().exactOptional(),
  /** An addition to OpenAI's schema, on the chunk with the finish reason. */
  answer: answerSchema.exactOptional(),
});

export const modelSchema = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
});

export const modelListSchema = z.object({
  object: z.literal('list'),
  data: z.array(modelSchema),
});

export const openAiErrorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    /** The wrong parameter, such as `messages[0].content`. */
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});
