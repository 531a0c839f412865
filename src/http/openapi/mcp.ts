import { z } from 'zod';
import { answer } from './examples.ts';
import { problemSchema } from './problems.ts';
import type { ReplyDescription, RouteDescription } from './route.ts';

const idSchema = z.union([z.string(), z.int()]);

const requestSchema = z
  .looseObject({
    jsonrpc: z.literal('2.0'),
    id: idSchema.optional().describe('Without it nothing is replied.'),
    method: z.string(),
    params: z.looseObject({}).optional(),
  })
  .meta({ id: 'McpRequest', description: 'A message of JSON-RPC 2.0; MCP tells its methods.' });

const errorSchema = z.looseObject({ code: z.int(), message: z.string() });

const replySchema = z
  .object({
    jsonrpc: z.literal('2.0'),
    id: idSchema.nullable(),
    result: z.looseObject({}).optional(),
    error: errorSchema.optional(),
  })
  .meta({ id: 'McpReply', description: 'One of `result` and `error`.' });

const eventSchema = z
  .object({ event: z.literal('message'), data: replySchema })
  .meta({ id: 'McpEvent' });

const call = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'ask', arguments: { question: answer.question } },
};
const reply = {
  jsonrpc: '2.0',
  id: 1,
  result: { content: [{ type: 'text', text: answer.answer }] },
};

/** The door for agents. */
export const mcpRoutes: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/mcp',
    id: 'callMcp',
    tag: 'Answers',
    summary: 'Speak to the MCP server',
    description:
      'The Model Context Protocol over streamable HTTP, without sessions: tools to ask and to search, the sources as resources. `Accept` must allow both `application/json` and `text/event-stream`.',
    body: { schema: requestSchema, examples: { ask: call } },
    replies: {
      200: {
        description: 'The reply, as the one event of a stream.',
        headers: ['X-Accel-Buffering'],
        content: {
          'text/event-stream': {
            schema: eventSchema,
            examples: { message: { event: 'message', data: reply } },
          },
        },
      },
      202: { description: 'A notification was taken.' },
      400: refused('This is no message of JSON-RPC, or the address does not fit.', -32_600),
      403: refused('The host or the origin is not known here.', -32_000),
      406: refused('`Accept` does not allow both types.', -32_000),
      413: refused('The body is too large.', -32_000),
      415: refused('The body is not JSON.', -32_000),
    },
  },
];

function refused(description: string, code: number): ReplyDescription {
  const error = { code, message: 'Bad Request: the request body is not a valid message' };
  return {
    description,
    headers: ['ETag'],
    content: {
      'application/json': {
        schema: replySchema,
        examples: { error: { jsonrpc: '2.0', id: null, error } },
      },
      'application/problem+json': { schema: problemSchema, examples: {} },
    },
  };
}
