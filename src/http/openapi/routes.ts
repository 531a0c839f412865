import { z } from 'zod';
import {
  answerSchema,
  chatRequestSchema,
  citationSchema,
  feedbackSchema,
  searchReplySchema,
  searchRequestSchema,
  serverConfigSchema,
  suggestionsSchema,
  timedAnswerSchema,
} from '../../api/schemas.ts';
import { sourceListSchema, sourceSchema } from '../../api/source-schemas.ts';
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
      .meta({ id: 'CitationEvent', description: 'A citation, before the text that refers to it.' }),
    z
      .object({ event: z.literal('text-delta'), data: z.object({ text: z.string() }) })
      .meta({ id: 'TextDeltaEvent', description: 'The next part of the text.' }),
    z
      .object({ event: z.literal('end'), data: timedAnswerSchema })
      .meta({ id: 'EndEvent', description: 'The whole answer, and the end of the stream.' }),
    z.object({ event: z.literal('error'), data: problemSchema }).meta({
      id: 'ErrorEvent',
      description: 'The answer failed after its first event, and the stream ends.',
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
      'Returns the answer as JSON, or streams it if `Accept` prefers `text/event-stream`. A question that the sources do not cover is not an error: the `status` of the answer is `not_covered`. A failure before the first event has an error status; a later one is an `error` event. Comments, which are lines that begin with a colon, keep the stream open.',
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
    description: 'The passages that an answer would be based on, and why.',
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
    description: 'All sources, without their text.',
    replies: jsonReply('The sources.', sourceListSchema, { sources: [sourceSummary] }),
  },
  {
    method: 'get',
    path: '/api/sources/:id',
    id: 'getSource',
    tag: 'Sources',
    summary: 'Get a source',
    description: 'A whole source with its text, which the offsets of citations refer to.',
    params: z.object({ id: sourceId }),
    replies: jsonReply('The source.', sourceSchema, source),
    problems: [404],
  },
  {
    method: 'get',
    path: '/api/suggestions',
    id: 'listSuggestions',
    tag: 'Site',
    summary: 'Get suggested questions',
    description: 'Three questions that the sources answer.',
    replies: jsonReply('The questions.', suggestionsSchema, { suggestions }),
  },
  {
    method: 'get',
    path: '/api/config',
    id: 'getConfig',
    tag: 'Site',
    summary: 'Get the settings for a page',
    description:
      'The name of the researcher, suggested questions, and whether feedback is accepted.',
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
    replies: { 204: { description: 'Saved.' } },
    problems: [413, 415, 503],
  },
];

/**
 * Every route that the app can have; a test fails if one is missing. New headers and groups go to
 * `common.ts`, new error statuses to `problems.ts`, and each operation needs a request in
 * `test/http/openapi/cases.ts`.
 */
export const routes: readonly RouteDescription[] = [
  ...core,
  ...publicationRoutes,
  ...openAiRoutes,
  ...mcpRoutes,
  ...siteRoutes,
];
