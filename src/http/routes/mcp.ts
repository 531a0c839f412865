import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import type { Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { mcpOverHttp } from '../../mcp/http.ts';
import { countFurtherCalls } from '../access/limits.ts';
import { readJson } from '../middleware/json-body.ts';
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
  /** Further names of the host, as in "assistant". */
  readonly allowedHosts?: readonly string[] | undefined;
}

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** `POST /mcp`: streamable HTTP, without sessions. */
export function mcp({ service, heartbeatMs, logError }: McpRouteOptions): RequestHandler {
  const serve = mcpOverHttp(service, {
    keepAliveMs: heartbeatMs,
    logError: (error) => logError(error),
  });
  return async (request, response) => {
    await serve(request, response, request.body);
  };
}

/** Clients of the current protocol send no batches; those of older ones a few calls. */
const MAX_BATCH = 10;

/**
 * Reads the call, or the batch of calls, into `request.body`. Each call of a batch counts against the
 * rate limit, as if it had come alone.
 */
export const readCalls: RequestHandler = (request, response, next) => {
  const refuse = (error: unknown) => {
    if (!(error instanceof ServiceError) || error.status === 429) return next(error);
    const code = error.status === 400 ? PARSE_ERROR : SERVER_ERROR;
    response.status(error.status).json(refusal(error.message, code));
  };
  const count = async (error?: unknown) => {
    if (error) return refuse(error);
    const { body } = request;
    const calls = Array.isArray(body) ? body.length : 1;
    if (calls > MAX_BATCH) {
      const detail = `The batch has ${calls.toLocaleString('en')} calls: send at most ${MAX_BATCH}, or each by itself.`;
      return void response.status(400).json(refusal(detail, INVALID_REQUEST));
    }
    try {
      await countFurtherCalls(response, calls - 1);
    } catch (tooMany) {
      return next(tooMany);
    }
    next();
  };
  try {
    readJson(request, response, (error) => void count(error));
  } catch (error) {
    refuse(error);
  }
};

/**
 * Lets through to MCP who names a host that is known here and, if it is a page, comes from such a
 * host or from an allowed origin. A page whose name was rebound to this address (DNS rebinding) looks
 * to the browser like one of ours: only its `Host` betrays it.
 */
export function checkMcpCaller({
  publicUrl,
  allowedOrigins = [],
  allowedHosts = [],
}: McpCallers): RequestHandler {
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
  const known = [...LOCAL, ...own, ...allowedHosts];
  const tellBrowser = cors({ origin: true, methods: ['POST'], exposedHeaders: ['X-Request-Id'] });
  return (request, response, next) => {
    const hosts = [...known, ownAddress(request)];
    const origin = request.get('Origin');
    if (!hosts.includes(hostnameOf(`http://${request.host}`))) {
      const detail = `The Host header ${show(request.host)} is not known here. To the owner of this service: add its name to ALLOWED_HOSTS, or set PUBLIC_URL to the address under which visitors reach the service.`;
      response.status(403).json(refusal(detail));
    } else if (origin && !allowedOrigins.includes(origin) && !hosts.includes(hostnameOf(origin))) {
      const detail = `Pages of ${show(origin)} may not call here. To the owner of this service: add it to ALLOWED_ORIGINS.`;
      response.status(403).json(refusal(detail));
    } else {
      tellBrowser(request, response, next);
    }
  };
}

// As JSON-RPC 2.0 numbers them.
const [SERVER_ERROR, INVALID_REQUEST, PARSE_ERROR] = [-32_000, -32_600, -32_700];

function refusal(message: string, code = SERVER_ERROR) {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
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
