import { z } from 'zod';
import {
  answerSchema,
  chatRequestSchema,
  citationSchema,
  feedbackSchema,
  searchReplySchema,
  searchRequestSchema,
  serverConfigSchema,
  sourceListSchema,
  sourceSchema,
  suggestionsSchema,
  timedAnswerSchema,
} from '../../api/schemas.ts';
import {
  answer,
  chatRequest,
  citation,
  feedback,
  searchReply,
  source,
  sourceSummary,
  suggestions,
} from './examples.ts';
import { mcpRoutes } from './mcp.ts';
import { openAiRoutes } from './openai.ts';
import { problemSchema } from './problems.ts';
import { publicationRoutes } from './publications.ts';
import { jsonReply, type RouteDescription } from './route.ts';
import { siteRoutes } from './site.ts';

const chatEventSchema = z
  .discriminatedUnion('event', [
    z
      .object({ event: z.literal('citation'), data: citationSchema })
      .meta({ id: 'CitationEvent', description: 'A source, before the text that names it.' }),
    z
      .object({ event: z.literal('text-delta'), data: z.object({ text: z.string() }) })
      .meta({ id: 'TextDeltaEvent', description: 'The next piece of the answer.' }),
    z
      .object({ event: z.literal('end'), data: timedAnswerSchema })
      .meta({ id: 'EndEvent', description: 'The whole answer; the stream is over.' }),
    z.object({ event: z.literal('error'), data: problemSchema }).meta({
      id: 'ErrorEvent',
      description: 'The answer failed after its first event; the stream is over.',
    }),
  ])
  .meta({ id: 'ChatEvent' });

const chatEvents = {
  citation: { event: 'citation', data: citation },
  'text-delta': { event: 'text-delta', data: { text: answer.answer } },
  end: { event: 'end', data: answer },
};

const sourceId = z.string().meta({ description: 'The id of the source.', examples: ['kites'] });

const core: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/api/chat',
    id: 'chat',
    tag: 'Answers',
    summary: 'Ask a question',
    description:
      'Gives the answer as JSON or, where `Accept` prefers `text/event-stream`, as it is written. A question that the sources do not cover is no error: its `status` is `not_covered`. A failure before the first event has its own status; a later one comes as an `error` event. Comments, lines that begin with a colon, keep the stream open.',
    body: { schema: chatRequestSchema, examples: { question: chatRequest } },
    replies: {
      200: {
        description: 'The answer.',
        headers: ['ETag', 'Server-Timing', 'X-Accel-Buffering'],
        content: {
          'application/json': { schema: answerSchema, examples: { answer } },
          'text/event-stream': { schema: chatEventSchema, examples: chatEvents },
        },
      },
    },
    problems: [413, 415, 502, 503],
  },
  {
    method: 'get',
    path: '/api/search',
    id: 'search',
    tag: 'Sources',
    summary: 'Search the passages',
    description: 'The passages that an answer would draw on, and why.',
    query: searchRequestSchema,
    replies: jsonReply('The hits.', searchReplySchema, searchReply, ['ETag', 'Server-Timing']),
    problems: [503],
  },
  {
    method: 'get',
    path: '/api/sources',
    id: 'listSources',
    tag: 'Sources',
    summary: 'List the sources',
    description: 'All that the assistant knows of, without the prose.',
    replies: jsonReply('The sources.', sourceListSchema, { sources: [sourceSummary] }),
  },
  {
    method: 'get',
    path: '/api/sources/:id',
    id: 'getSource',
    tag: 'Sources',
    summary: 'Get a source',
    description: 'A whole source with its text, in which the offsets of citations count.',
    params: z.object({ id: sourceId }),
    replies: jsonReply('The source.', sourceSchema, source),
    problems: [404],
  },
  {
    method: 'get',
    path: '/api/suggestions',
    id: 'listSuggestions',
    tag: 'Site',
    summary: 'Get questions to begin with',
    description: 'Three questions that the corpus can answer.',
    replies: jsonReply('The questions.', suggestionsSchema, { suggestions }),
  },
  {
    method: 'get',
    path: '/api/config',
    id: 'getConfig',
    tag: 'Site',
    summary: 'Get what a page needs to begin',
    description: 'The name of the researcher, questions to begin with, and what the server takes.',
    replies: jsonReply('The settings.', serverConfigSchema, {
      researcher: 'Ada Example',
      suggestions,
      feedback: true,
    }),
  },
  {
    method: 'post',
    path: '/api/feedback',
    id: 'giveFeedback',
    tag: 'Answers',
    summary: 'Rate an answer',
    description: 'A later rating of the same answer replaces the earlier one.',
    body: { schema: feedbackSchema, examples: { feedback } },
    replies: { 204: { description: 'Taken.' } },
    problems: [413, 415],
  },
];

/**
 * Every route that the app can have; a test fails when one is missing. A file with routes of its own
 * has a `RouteDescription[]` and is added here by one line: `...publicationRoutes,`. A header or a
 * group that is new goes to `openapi-common.ts`, a status to `openapi-problems.ts`; each operation
 * needs a request in `test/http/openapi/cases.ts`.
 */
export const routes: readonly RouteDescription[] = [
  ...core,
  ...publicationRoutes,
  ...openAiRoutes,
  ...mcpRoutes,
  ...siteRoutes,
];
