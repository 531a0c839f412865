import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import type { Service } from '../../domain.ts';
import { mcpOverHttp } from '../../mcp/http.ts';
import { MAX_BODY_BYTES } from '../middleware/json-body.ts';
import type { LogError } from '../middleware/problem.ts';

export interface McpRouteOptions {
  readonly service: Service;
  readonly heartbeatMs: number;
  readonly logError: LogError;
}

export interface McpCallers {
  /** The address under which visitors reach the service. */
  readonly publicUrl: string | undefined;
  /** Pages that may call, as in "https://example.org". */
  readonly allowedOrigins?: readonly string[] | undefined;
}

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** `POST /mcp`: streamable HTTP, without sessions. */
export function mcp({ service, heartbeatMs, logError }: McpRouteOptions): RequestHandler {
  const serve = mcpOverHttp(service, {
    maxBodyBytes: MAX_BODY_BYTES,
    keepAliveMs: heartbeatMs,
    logError: (error) => logError(error),
  });
  return async (request, response) => {
    await serve(request, response);
  };
}

/**
 * Lets through to MCP who names a host that is known here and, if it is a page, comes from such a
 * host or from an allowed origin. A page whose name was rebound to this address (DNS rebinding) looks
 * to the browser like one of ours: only its `Host` betrays it.
 */
export function checkMcpCaller({ publicUrl, allowedOrigins = [] }: McpCallers): RequestHandler {
  const known = publicUrl === undefined ? LOCAL : [...LOCAL, new URL(publicUrl).hostname];
  const tellBrowser = cors({ origin: true, methods: ['POST'], exposedHeaders: ['X-Request-Id'] });
  return (request, response, next) => {
    const hosts = [...known, ownAddress(request)];
    const origin = request.get('Origin');
    if (!hosts.includes(hostnameOf(`http://${request.host}`))) {
      const detail = `The Host header ${show(request.host)} is not known here. To the owner of this service: set PUBLIC_URL to the address under which it is reached.`;
      response.status(403).json(refusal(detail));
    } else if (origin && !allowedOrigins.includes(origin) && !hosts.includes(hostnameOf(origin))) {
      const detail = `Pages of ${show(origin)} may not call here. To the owner of this service: add it to ALLOWED_ORIGINS.`;
      response.status(403).json(refusal(detail));
    } else {
      tellBrowser(request, response, next);
    }
  };
}

function refusal(message: string) {
  return { jsonrpc: '2.0', error: { code: -32_000, message }, id: null };
}

/** As addresses write hosts: lower case, IPv6 in brackets; empty where there is none. */
function hostnameOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}

/** A name can be rebound; the address that was connected to cannot. */
function ownAddress({ socket: { localAddress } }: Request): string {
  const address = (localAddress ?? '').replace(/^::ffff:/, '');
  return address.includes(':') ? `[${address}]` : address;
}
