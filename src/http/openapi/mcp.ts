import { z } from 'zod';
import { answer } from './examples.ts';
import { problemSchema } from './problems.ts';
import type { ReplyDescription, RouteDescription } from './route.ts';

const idSchema = z.union([z.string(), z.int()]);

const requestSchema = z
  .looseObject({
    jsonrpc: z.literal('2.0'),
    id: idSchema.optional().describe('Without an id there is no reply.'),
    method: z.string(),
    params: z.looseObject({}).optional(),
  })
  .meta({ id: 'McpRequest', description: 'A JSON-RPC 2.0 message; its methods are those of MCP.' });

const errorSchema = z.looseObject({ code: z.int(), message: z.string() });

const replySchema = z
  .object({
    jsonrpc: z.literal('2.0'),
    id: idSchema.nullable(),
    result: z.looseObject({}).optional(),
    error: errorSchema.optional(),
  })
  .meta({ id: 'McpReply', description: 'Either `result` or `error`.' });

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

/** The MCP server, for agents. */
export const mcpRoutes: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/mcp',
    id: 'callMcp',
    tag: 'Answers',
    summary: 'Call the MCP server',
    description:
      'The Model Context Protocol over streamable HTTP, without sessions. It offers tools to ask and to search, and the sources as resources. `Accept` must allow both `application/json` and `text/event-stream`.',
    body: { schema: requestSchema, examples: { ask: call } },
    replies: {
      200: {
        description: 'The reply, as the only event of a stream.',
        headers: ['X-Accel-Buffering'],
        content: {
          'text/event-stream': {
            schema: eventSchema,
            examples: { message: { event: 'message', data: reply } },
          },
        },
      },
      202: { description: 'The notification was accepted.' },
      400: refused('The body is not a JSON-RPC message, or the address is malformed.', -32_600),
      403: refused('The host or the origin is not allowed.', -32_000),
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
