import type { Express } from 'express';
import { allowOrigins } from './cors.ts';
import type { ApiKeys } from './key-file.ts';
import { identifyCallers } from './keys.ts';
import { type LimitOptions, sharedLimit } from './limits.ts';

/** Who may use the service, from where, and how often. */
export interface AccessPolicy {
  /** The proxies that are trusted to report the client's address, in the form that Express takes; by default none. */
  readonly trustProxy?: number | string | undefined;
  /** Origins whose pages may call the API, besides our own. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Host names under which MCP is called, besides those of `publicUrl` and of this machine. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Without keys, every caller is anonymous and `Authorization` is ignored. */
  readonly keys?: ApiKeys | undefined;
  /** Whether the content of the corpus requires a key. */
  readonly requireKey?: boolean | undefined;
  /** How often a caller may ask; by default without limit. */
  readonly limit?: Omit<LimitOptions, 'warn'> | undefined;
  /** Called, once each, with settings that the owner may want to change. */
  readonly warn?: (sentence: string) => void;
}

/**
 * Guards the routes that show the corpus: if the owner requires a key, every route added to the app
 * after this call needs one, and those added before stay open.
 */
export function applyAccessPolicy(
  app: Express,
  { allowedOrigins = [], keys, requireKey, limit, warn = console.warn }: AccessPolicy,
  publicUrl: string | undefined,
): void {
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).origin];
  // CORS first, so that a page can read why it was refused.
  const fromAllowed = allowOrigins([...allowedOrigins, ...own], warn);
  app.use(['/api', '/v1'], fromAllowed);
  // A form on another site must not put words into a conversation here.
  app.use(['/ask', '/feedback'], (request, response, next) =>
    request.method === 'POST' ? fromAllowed(request, response, next) : next(),
  );
  if (keys) app.use(identifyCallers(keys, requireKey ?? false));
  if (limit) {
    const limited = sharedLimit(limit, warn);
    app.use(['/api/search', '/v1', '/mcp', '/ask', '/feedback'], limited);
    app.post(['/api/chat', '/api/feedback'], limited);
  }
}
