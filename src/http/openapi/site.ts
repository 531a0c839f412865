import { z } from 'zod';
import { askQuerySchema } from '../../api/schemas.ts';
import { status } from './examples.ts';
import { jsonReply, pageReply, type RouteDescription } from './route.ts';

const statusSchema = z
  .object({
    sources: z.int(),
    passages: z.int(),
    embedder: z.string().nullable().describe('Null: the search is by keywords alone.'),
    reader: z.string().nullable().describe('Null: answers are chosen without a reader.'),
    chatModel: z.string().nullable().describe('Null: answers are quoted, not written.'),
  })
  .meta({ id: 'Status' });

const openApiSchema = z.looseObject({ openapi: z.string() });

/** How the service runs, and pages for people. */
export const siteRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/healthz',
    id: 'getHealth',
    tag: 'Operation',
    summary: 'Ask whether the process lives',
    description: 'For a supervisor that restarts it.',
    replies: jsonReply('It lives.', z.object({ status: z.literal('ok') }), { status: 'ok' }),
  },
  {
    method: 'get',
    path: '/readyz',
    id: 'getReadiness',
    tag: 'Operation',
    summary: 'Ask whether requests are welcome',
    description: 'For a load balancer. While the server shuts down it answers 503.',
    replies: jsonReply('They are, and this is what answers.', statusSchema, status),
    problems: [503],
  },
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    tag: 'Operation',
    summary: 'Get this description',
    description: 'OpenAPI 3.1, of the routes that this server has.',
    replies: jsonReply('The document.', openApiSchema, { openapi: '3.1.0' }),
  },
  {
    method: 'get',
    path: '/',
    id: 'showHome',
    tag: 'Pages',
    summary: 'See the demonstration',
    description: 'The widget on a page, with examples. `/widget.js` is the widget itself.',
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/index.html',
    id: 'showHomeByName',
    tag: 'Pages',
    summary: 'See the demonstration, by its file name',
    description: 'The same page as `/`.',
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/ask',
    id: 'askOnPage',
    tag: 'Pages',
    summary: 'Ask on a page without scripts',
    description: 'The answer as a page. What fails is told there too, with the status of the API.',
    query: askQuerySchema,
    replies: {
      200: pageReply('The answer.'),
      400: pageReply('The question does not fit; the page says why.'),
      500: pageReply('Something failed on the server.'),
      502: pageReply('A model behind the service failed.'),
      503: pageReply('The service cannot answer now.'),
    },
  },
  {
    method: 'get',
    path: '/docs',
    id: 'showDocs',
    tag: 'Pages',
    summary: 'Read this description',
    description: 'Every route with examples, made from `/openapi.json`.',
    replies: { 200: pageReply('The page.') },
  },
];
