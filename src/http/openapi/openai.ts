import { z } from 'zod';
import {
  chatCompletionChunkSchema,
  chatCompletionRequestSchema,
  chatCompletionSchema,
  MODEL_ID,
  modelListSchema,
  modelSchema,
  openAiErrorSchema,
} from '../openai/schemas.ts';
import { answer, citation } from './examples.ts';
import { jsonReply, type RouteDescription } from './route.ts';

const messages = [{ role: 'user', content: answer.question }];
const created = 1_767_225_600;
const text = `${answer.answer}\n\n[1] [${citation.title}](${citation.url})`;
const annotations = [
  {
    type: 'url_citation',
    url_citation: {
      url: citation.url,
      title: citation.title,
      start_index: answer.answer.indexOf('['),
      end_index: answer.answer.length,
    },
  },
];
const head = { id: 'chatcmpl-7f0c2e54', created, model: MODEL_ID };
const completion = {
  ...head,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: text, refusal: null, annotations },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 6, completion_tokens: 8, total_tokens: 14 },
  answer,
};
const chunk = (delta: object, finish_reason: 'stop' | null = null) => ({
  ...head,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
});
const model = { id: MODEL_ID, object: 'model', created, owned_by: MODEL_ID };

const chunkEventSchema = z
  .object({
    data: z.union([
      chatCompletionChunkSchema,
      openAiErrorSchema.describe('The answer failed after its first chunk, and the stream ends.'),
      z.literal('[DONE]').describe('The stream ends.'),
    ]),
  })
  .meta({ id: 'ChunkEvent', description: 'An unnamed event, as OpenAI sends them.' });

/** The routes for OpenAI clients. */
export const openAiRoutes: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/v1/chat/completions',
    id: 'createChatCompletion',
    tag: 'Answers',
    summary: 'Ask a question in OpenAI’s format',
    description:
      'The same answer as `/api/chat`, with the citations as annotations and as a list at the end of the text. The last user message is the question. System messages and parameters that are not listed here are accepted and ignored.',
    body: {
      schema: chatCompletionRequestSchema,
      examples: {
        question: { model: MODEL_ID, messages },
        stream: { model: MODEL_ID, messages, stream: true },
      },
    },
    replies: {
      200: {
        description: 'The answer.',
        headers: ['ETag', 'Server-Timing', 'X-Accel-Buffering'],
        content: {
          'application/json': { schema: chatCompletionSchema, examples: { completion } },
          'text/event-stream': {
            schema: chunkEventSchema,
            examples: {
              first: { data: chunk({ role: 'assistant', content: '' }) },
              text: { data: chunk({ content: text }) },
              last: { data: { ...chunk({ annotations }, 'stop'), answer } },
              done: { data: '[DONE]' },
            },
          },
        },
      },
    },
    problems: [413, 415, 502, 503],
  },
  {
    method: 'get',
    path: '/v1/models',
    id: 'listModels',
    tag: 'Answers',
    summary: 'List the models',
    description: 'There is only one, and chat completions accept any name for it.',
    replies: jsonReply('The models.', modelListSchema, { object: 'list', data: [model] }),
  },
  {
    method: 'get',
    path: '/v1/models/:id',
    id: 'getModel',
    tag: 'Answers',
    summary: 'Get a model',
    description: 'For clients that check whether it exists.',
    params: z.object({
      id: z.string().meta({ description: 'Its name.', examples: [MODEL_ID] }),
    }),
    replies: jsonReply('The model.', modelSchema, model),
    problems: [404],
  },
];
