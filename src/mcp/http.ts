import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Service } from '../domain.ts';
import { createMcpServer } from './server.ts';

export interface McpOverHttpOptions {
  readonly keepAliveMs: number;
  readonly logError: (error: unknown) => void;
}

/**
 * Streamable HTTP without sessions: each request gets its own server, for the current revision of the
 * protocol or an earlier one. Expects the parsed body.
 */
export function mcpOverHttp(service: Service, options: McpOverHttpOptions) {
  const { keepAliveMs, logError } = options;
  const handler = createMcpHandler(() => createMcpServer(service, { logError }), {
    keepAliveMs,
  });
  return toNodeHandler(handler, { onerror: logError });
}
