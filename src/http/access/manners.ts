import type { Express } from 'express';
import { compressReplies } from '../middleware/compression.ts';
import { allowOrigins } from './cors.ts';
import { refuseMalformedAddress } from './guards.ts';
import type { ApiKeys } from './key-file.ts';
import { knowCallers } from './keys.ts';
import { type LimitOptions, limitRequests } from './limits.ts';

export interface Manners {
  /** The proxies whose word on the client's address counts, as Express takes them; by default none. */
  readonly trustProxy?: number | string | undefined;
  /** Origins whose pages may ask; those of our own may anyway. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Without them no caller is known, and `Authorization` is passed over. */
  readonly keys?: ApiKeys | undefined;
  /** Whether the API is for those with a key only. */
  readonly requireKey?: boolean | undefined;
  /** How often a caller may ask; without it as often as it likes. */
  readonly limit?: Omit<LimitOptions, 'warn'> | undefined;
  /** Told, once each, what the owner may want to set. */
  readonly warn?: (sentence: string) => void;
}

/** What comes before the routes: compression; who may ask, and how often. */
export function mindManners(
  app: Express,
  { trustProxy, allowedOrigins = [], keys, requireKey, limit, warn = console.warn }: Manners,
  publicUrl: string | undefined,
): void {
  app.set('trust proxy', trustProxy ?? false);
  app.use(compressReplies, refuseMalformedAddress);
  const own = publicUrl === undefined ? [] : [new URL(publicUrl).origin];
  // In this order a page may read why it was refused.
  app.use(['/api', '/v1'], allowOrigins([...allowedOrigins, ...own], warn));
  if (keys) app.use(['/api', '/v1', '/mcp'], knowCallers(keys, requireKey ?? false));
  if (limit) {
    const limited = limitRequests({ ...limit, warn });
    app.use(['/api/search', '/v1', '/mcp', '/ask'], limited);
    app.post('/api/chat', limited);
  }
}
