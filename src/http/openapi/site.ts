import { z } from 'zod';
import { askFormSchema, askQuerySchema, feedbackFormSchema } from '../../api/schemas.ts';
import { FORM_TYPE } from '../middleware/form-body.ts';
import { embedSchema } from '../pages/embed-options.ts';
import { filtersSchema } from '../pages/publication-filters.ts';
import { LISTED } from '../pages/sections.ts';
import { chatRequest, feedback, status } from './examples.ts';
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

/** Pages that list what is of some kinds. */
const sections = LISTED.map(
  (section): RouteDescription => ({
    method: 'get',
    path: `/${section}`,
    id: `show${section.charAt(0).toUpperCase()}${section.slice(1)}`,
    tag: 'Pages',
    summary: `Browse the ${section}`,
    description: 'There is no such page where the profile has none of them.',
    replies: { 200: pageReply('The page.') },
    problems: [404],
  }),
);

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
    summary: 'See the home page',
    description:
      'The person, the widget, example questions and the latest publications; with `question`, also the answer. The widget itself is `/widget.js`.',
    query: askQuerySchema.partial(),
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/index.html',
    id: 'showHomeByName',
    tag: 'Pages',
    summary: 'See the home page, by its file name',
    description: 'The same page as `/`.',
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/publications',
    id: 'showPublications',
    tag: 'Pages',
    summary: 'Browse the publications',
    description:
      'The publications as a page: per year, with filters as in `/api/publications`, and who has published together. An address with empty filters redirects to the one without them.',
    query: filtersSchema,
    replies: {
      200: pageReply('The page.'),
      303: { description: 'To the address without empty filters.', headers: ['Location'] },
    },
    problems: [404],
  },
  ...sections,
  {
    method: 'get',
    path: '/embed',
    id: 'showEmbed',
    tag: 'Pages',
    summary: 'See the conversation alone',
    description:
      'For frames on allowed sites. With a `height`, it tells the page around it how high it is: `/frame.js` there adapts the frame.',
    query: embedSchema.omit({ position: true }),
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/embed/setup',
    id: 'showEmbedSetup',
    tag: 'Pages',
    summary: 'Put the widget on a page',
    description: 'For the owner: what to paste into a page, live, and whether a site is allowed.',
    query: embedSchema.extend({
      site: z.string().optional().describe('The address of a site that may be allowed.'),
    }),
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
    method: 'post',
    path: '/feedback',
    id: 'giveFeedbackOnPage',
    tag: 'Pages',
    summary: 'Rate an answer on a page without scripts',
    description:
      'As `/api/feedback`, sent by the form below an answer; `reasons` may be there several times. The page goes on with the conversation.',
    body: { schema: feedbackFormSchema, examples: { feedback: { ...feedback, history: '' } } },
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
