import { z } from 'zod';
import { askFormSchema, askQuerySchema } from '../../api/schemas.ts';
import { FORM_TYPE } from '../middleware/form-body.ts';
import { chatRequest, status } from './examples.ts';
import { jsonReply, pageReply, type RouteDescription } from './route.ts';

export const statusSchema = z
  .object({
    index: z.string().describe('Names the content of the index that answers.'),
    sources: z.int(),
    passages: z.int(),
    embedder: z.string().nullable().describe('Null if search is by keywords only.'),
    reader: z.string().nullable().describe('Null if answers are chosen without a reader.'),
    chatModel: z
      .string()
      .nullable()
      .describe('Null if answers are quoted instead of written by a model.'),
  })
  .meta({ id: 'Status' });

const openApiSchema = z.looseObject({ openapi: z.string() });

/** What both ways to ask on a page reply. */
const askReplies: RouteDescription['replies'] = {
  200: pageReply('The answer.'),
  400: pageReply('The question is invalid; the page says why.'),
  429: {
    ...pageReply('Too many requests; the page says when to try again.'),
    headers: ['ETag', 'Retry-After'],
  },
  500: pageReply('Something went wrong on the server.'),
  502: pageReply('The chat model failed.'),
  503: pageReply('The service is not available right now.'),
};

/** Health checks, and pages for people. */
export const siteRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/healthz',
    id: 'getHealth',
    tag: 'Operation',
    summary: 'Check that the process is alive',
    description: 'For a supervisor that restarts the process.',
    replies: jsonReply('It is alive.', z.object({ status: z.literal('ok') }), { status: 'ok' }),
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'getReadiness',
    tag: 'Operation',
    summary: 'Check that the service is ready',
    description: 'For a load balancer. Answers 503 while the server shuts down.',
    replies: jsonReply('It is ready.', statusSchema, status),
    problems: [503],
  },
  {
    method: 'get',
    path: '/metrics',
    id: 'getMetrics',
    tag: 'Operation',
    summary: 'Read the figures of the process',
    description:
      'Requests, answers, models and the process itself, in the text format of Prometheus. Without `ADMIN_KEY`, for callers on the same machine alone.',
    replies: {
      200: {
        description: 'The figures.',
        headers: ['ETag'],
        content: {
          'text/plain': {
            schema: z.string(),
            examples: { figures: 'ask_answers_total{mode="extractive",status="answered"} 12' },
          },
        },
      },
    },
  },
  {
    method: 'post',
    path: '/admin/reindex',
    id: 'reindex',
    tag: 'Operation',
    summary: 'Index the profile anew',
    description:
      'Answers when the new index is in use. If there is none, or it is refused, the reply says why, and the previous one goes on answering.',
    replies: jsonReply('The new index is in use.', statusSchema, status),
    problems: [503],
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    tag: 'Operation',
    summary: 'Get this description',
    description: 'OpenAPI 3.1 for the routes of this server.',
    replies: jsonReply('The document.', openApiSchema, { openapi: '3.1.0' }),
  },
  {
    method: 'get',
    path: '/',
    id: 'showHome',
    tag: 'Pages',
    summary: 'See the demo page',
    description: 'The widget on a page, with example questions. The widget itself is `/widget.js`.',
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/index.html',
    id: 'showHomeByName',
    tag: 'Pages',
    summary: 'See the demo page, by its file name',
    description: 'The same page as `/`.',
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/ask',
    id: 'askOnPage',
    tag: 'Pages',
    summary: 'Ask on a page without scripts',
    description:
      'The answer as a page, which begins a conversation. Errors are shown on the page, with the same status as in the API.',
    query: askQuerySchema,
    replies: askReplies,
  },
  {
    method: 'post',
    path: '/ask',
    id: 'continueOnPage',
    tag: 'Pages',
    summary: 'Ask more on a page without scripts',
    description:
      'The same with the conversation so far, as the forms on the page send it. Forms on other sites are refused unless their origin is allowed.',
    body: {
      schema: askFormSchema,
      examples: {
        question: { question: chatRequest.question, history: JSON.stringify(chatRequest.history) },
      },
    },
    bodyType: FORM_TYPE,
    replies: askReplies,
    problems: [403, 413, 415],
  },
  {
    method: 'get',
    path: '/docs',
    id: 'showDocs',
    tag: 'Pages',
    summary: 'Read this description',
    description: 'Every route with examples, generated from `/openapi.json`.',
    replies: { 200: pageReply('The page.') },
  },
];
