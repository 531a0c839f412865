import { McpServer } from '@modelcontextprotocol/server';
import { ownerOf } from '../corpus/kinds.ts';
import type { Service } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { MCP_SERVER, nameInFull } from '../language/en/templates/agents.ts';
import { SERVER } from '../language/en/templates/problems.ts';
import { registerPrompts } from './prompts.ts';
import { registerResources } from './resources.ts';
import { type Explain, registerTools } from './tools.ts';

export interface McpServerOptions {
  /** Receives failures of the service; the caller gets only a sentence. */
  readonly logError?: (error: unknown) => void;
}

/**
 * The service as an MCP server, not yet connected. It has the tools `ask`, `search`, `get_source` and
 * `list_publications`, a resource for each source, and prompts for visitors and students.
 */
export function createMcpServer(
  service: Service,
  // Not to stdout, which may be the transport.
  { logError = console.error }: McpServerOptions = {},
): McpServer {
  const { researcher } = service;
  const owner = ownerOf(service.sources);
  const explain: Explain = (error) => {
    if (error instanceof ServiceError && error.status < 500) return error.message;
    logError(error);
    if (error instanceof ServiceError) return error.message;
    return SERVER.internalForTools;
  };
  const server = new McpServer(
    {
      name: 'ask-the-researcher',
      title: MCP_SERVER.title(researcher),
      version: '1.0.0',
    },
    {
      instructions: MCP_SERVER.instructions(owner ? nameInFull(owner) : null),
    },
  );
  registerTools(server, service, explain);
  registerResources(server, service);
  registerPrompts(server, service);
  return server;
}
