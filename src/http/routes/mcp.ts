import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import type { Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { ACCESS } from '../../language/en/templates/problems.ts';
import { mcpOverHttp } from '../../mcp/http.ts';
import { countExtraCalls } from '../access/limits.ts';
import { sendFirstByte } from '../middleware/event-stream.ts';
import { readJson } from '../middleware/json-body.ts';
import type { LogError } from '../middleware/problem.ts';

export interface McpRouteOptions {
  readonly service: Service;
  readonly heartbeatMs: number;
  readonly logError: LogError;
}

export interface McpCallers {
  /** The address that visitors use. */
  readonly publicUrl: string | undefined;
  /** Origins whose pages may call, such as "https://example.org". */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** More names of the host, such as "assistant". */
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
    sendFirstByte(response);
    await serve(request, response, request.body);
  };
}

/** Clients of the current protocol send no batches; those of older revisions send a few calls. */
const MAX_BATCH = 10;

/**
 * Reads the call, or the batch of calls, into `request.body`. Each call in a batch counts against the
 * rate limit.
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
      const detail = ACCESS.batch(calls, MAX_BATCH);
      return void response.status(400).json(refusal(detail, INVALID_REQUEST));
    }
    try {
      await countExtraCalls(response, calls - 1);
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
 * Admits calls to MCP whose `Host` is known and whose `Origin`, if any, is a known host or an allowed
 * origin. To a browser, a page whose name was rebound to this address (DNS rebinding) looks like one
 * of ours; only its `Host` gives it away.
 */
export function checkMcpCaller({
  publicUrl,
  allowedOrigins = [],
  allowedHosts = [],
}: McpCallers): RequestHandler {
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).hostname];
  const known = [...LOCAL, ...own, ...allowedHosts];
  const allowPage = cors({ origin: true, methods: ['POST'], exposedHeaders: ['X-Request-Id'] });
  return (request, response, next) => {
    const hosts = [...known, ownAddress(request)];
    const origin = request.get('Origin');
    if (!hosts.includes(hostnameOf(`http://${request.host}`))) {
      response.status(403).json(refusal(ACCESS.mcpHost(show(request.host))));
    } else if (origin && !allowedOrigins.includes(origin) && !hosts.includes(hostnameOf(origin))) {
      response.status(403).json(refusal(ACCESS.mcpOrigin(show(origin))));
    } else {
      allowPage(request, response, next);
    }
  };
}

// Error codes of JSON-RPC 2.0.
const [SERVER_ERROR, INVALID_REQUEST, PARSE_ERROR] = [-32_000, -32_600, -32_700];

function refusal(message: string, code = SERVER_ERROR) {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
}

/** In lower case, IPv6 in brackets; empty if the address is not valid. */
function hostnameOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}

/** A name can be rebound, but not the address of the connection. */
function ownAddress({ socket: { localAddress } }: Request): string {
  const address = (localAddress ?? '').replace(/^::ffff:/, '');
  return address.includes(':') ? `[${address}]` : address;
}
