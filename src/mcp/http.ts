import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Service } from '../domain.ts';
import { createMcpServer } from './server.ts';

export interface McpOverHttpOptions {
  /** The largest body in bytes. */
  readonly maxBodyBytes: number;
  readonly keepAliveMs: number;
  readonly logError: (error: unknown) => void;
}

/**
 * Streamable HTTP without sessions: each request is served by a server of its own, of the current
 * revision of the protocol or of those before it.
 */
export function mcpOverHttp(service: Service, options: McpOverHttpOptions) {
  const { maxBodyBytes: maxRequestBodySize, keepAliveMs, logError } = options;
  const handler = createMcpHandler(() => createMcpServer(service, { logError }), {
    keepAliveMs,
    maxRequestBodySize,
  });
  return toNodeHandler(handler, { maxRequestBodySize, onerror: logError });
}
