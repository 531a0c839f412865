import type { Express } from 'express';
import { allowOrigins } from './cors.ts';
import type { ApiKeys } from './key-file.ts';
import { knowCallers } from './keys.ts';
import { type LimitOptions, limitRequests } from './limits.ts';

/** Who may ask, from where, and how often. */
export interface AccessPolicy {
  /** The proxies whose word on the client's address counts, as Express takes them; by default none. */
  readonly trustProxy?: number | string | undefined;
  /** Origins whose pages may ask; those of our own may anyway. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Further host names by which MCP is called, besides those of `publicUrl` and of this machine. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Without them no caller is known, and `Authorization` is passed over. */
  readonly keys?: ApiKeys | undefined;
  /** Whether what the corpus says is for those with a key only. */
  readonly requireKey?: boolean | undefined;
  /** How often a caller may ask; without it as often as it likes. */
  readonly limit?: Omit<LimitOptions, 'warn'> | undefined;
  /** Told, once each, what the owner may want to set. */
  readonly warn?: (sentence: string) => void;
}

/**
 * Stands before the routes of everything that the corpus says: all that is added to the app after it
 * needs a key where the owner requires one, and what was added before stays open.
 */
export function applyAccessPolicy(
  app: Express,
  { allowedOrigins = [], keys, requireKey, limit, warn = console.warn }: AccessPolicy,
  publicUrl: string | undefined,
): void {
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).origin];
  // In this order a page may read why it was refused.
  app.use(['/api', '/v1'], allowOrigins([...allowedOrigins, ...own], warn));
  if (keys) app.use(knowCallers(keys, requireKey ?? false));
  if (limit) {
    const limited = limitRequests({ ...limit, warn });
    app.use(['/api/search', '/v1', '/mcp', '/ask'], limited);
    app.post('/api/chat', limited);
  }
}
