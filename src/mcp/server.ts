import { McpServer } from '@modelcontextprotocol/server';
import type { Service } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { registerPrompts } from './prompts.ts';
import { registerResources } from './resources.ts';
import { type Explain, registerTools } from './tools.ts';

export interface McpServerOptions {
  /** Told of failures of the service; the caller reads no more than a sentence. */
  readonly logError?: (error: unknown) => void;
}

/**
 * The service as an MCP server, not yet connected: the tools `ask`, `search`, `get_source` and
 * `list_publications`, a resource for each source, and prompts for visitors and students.
 */
export function createMcpServer(
  service: Service,
  // stdout may be the wire.
  { logError = console.error }: McpServerOptions = {},
): McpServer {
  const { researcher } = service;
  const explain: Explain = (error) => {
    if (error instanceof ServiceError && error.status < 500) return error.message;
    logError(error);
    if (error instanceof ServiceError) return error.message;
    return 'Something failed on the server, not in your request. Try again in a moment.';
  };
  const server = new McpServer(
    {
      name: 'ask-the-researcher',
      title: `Ask ${researcher ?? 'the Researcher'}`,
      version: '1.0.0',
    },
    {
      instructions: `Answers questions about the research of ${researcher ?? 'one person'} from a fixed set of sources, with verbatim quotes. Call ask first; its answers need no rewording, and what it does not cover the sources do not tell.`,
    },
  );
  registerTools(server, service, explain);
  registerResources(server, service);
  registerPrompts(server, service);
  return server;
}
