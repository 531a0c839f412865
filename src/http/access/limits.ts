import { isIP } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';
import {
  ipKeyGenerator,
  type RateLimitInfo,
  type RateLimitRequestHandler,
  rateLimit,
  type Store,
} from 'express-rate-limit';
import { ServiceError } from '../../errors.ts';
import { WARNINGS } from '../../language/en/templates/owner-access.ts';
import { ACCESS, rateInWords } from '../../language/en/templates/problems.ts';
import { callerAddress } from './forwarded.ts';
import { apiKeyOf } from './keys.ts';
import { createMemoryStore } from './memory-limits.ts';
import type { Rate } from './rate.ts';

export interface LimitOptions {
  /** For callers without a key, and for keys without a rate of their own; null for no limit. */
  readonly rate: Rate | null;
  /** Where the requests of one rate are counted; by default in this process. */
  readonly createStore?: (rate: Rate) => Store;
  /** Called once if requests come through a proxy that is not trusted. */
  readonly warn: (sentence: string) => void;
}

/**
 * Counts the requests of each key, or of each client address without a key, and refuses those beyond
 * the rate with `rate-limited`. Sets `RateLimit` and `RateLimit-Policy`
 * (draft-ietf-httpapi-ratelimit-headers-10) and, on a refusal, `Retry-After`.
 */
export function limitRequests(options: LimitOptions): RequestHandler {
  const limiters = new Map<string, RateLimitRequestHandler>();
  const warnOfProxy = once(options.warn);
  return (request, response, next) => {
    if (request.method === 'OPTIONS') return next();
    const key = apiKeyOf(response);
    const rate = key?.rate ?? options.rate;
    if (rate === null) return next();
    if (!key && request.headers['x-forwarded-for'] && request.app.get('trust proxy') === false) {
      warnOfProxy(WARNINGS.proxyNotTrusted);
    }
    const limiter = limiterOf(rate);
    response.locals['countCall'] = () =>
      new Promise<void>((resolve, reject) => {
        const counted = limiter(request, response, (error) => (error ? reject(error) : resolve()));
        Promise.resolve(counted).catch(reject);
      });
    return limiter(request, response, next);
  };

  function limiterOf(rate: Rate): RateLimitRequestHandler {
    const name = `${rate.requests}/${rate.windowMs}`;
    const known = limiters.get(name);
    if (known) return known;
    const created = createLimiter(rate, options.createStore?.(rate) ?? createMemoryStore(rate));
    limiters.set(name, created);
    return created;
  }
}

/**
 * Counts calls beyond the first in one request, as in a batch; the first is the request itself.
 * @throws ServiceError `rate-limited`
 */
export async function countExtraCalls(response: Response, calls: number): Promise<void> {
  const count = response.locals['countCall'] as (() => Promise<void>) | undefined;
  for (let i = 0; i < calls; i++) await count?.();
}

const shared = new WeakMap<object, RequestHandler>();

/** The same, where the apps that are given the same options count together. */
export function sharedLimit(
  options: Omit<LimitOptions, 'warn'>,
  warn: LimitOptions['warn'],
): RequestHandler {
  const known = shared.get(options) ?? limitRequests({ ...options, warn });
  shared.set(options, known);
  return known;
}

function createLimiter(rate: Rate, store: Store): RateLimitRequestHandler {
  return rateLimit({
    limit: rate.requests,
    windowMs: rate.windowMs,
    store,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Its checks at run time are for mistakes in the setup, which our tests cover.
    validate: false,
    keyGenerator: (request, response) => {
      const key = apiKeyOf(response);
      return key ? `key:${key.name}` : `address:${addressOf(request)}`;
    },
    handler: (request, response, next) => {
      const { resetTime } = (request as Request & { rateLimit: RateLimitInfo }).rateLimit;
      const waitMs = Math.max(1, (resetTime?.getTime() ?? Date.now() + rate.windowMs) - Date.now());
      const words = rateInWords(rate.requests, rate.windowMs);
      const sentence = ACCESS.rateLimited(apiKeyOf(response)?.name, words, waitMs);
      next(new ServiceError('rate-limited', sentence));
    },
  });
}

/** For IPv6, the /56 network: a customer can use any address in theirs. */
function addressOf(request: Request): string {
  const address = callerAddress(request);
  return isIP(address) === 0 ? address : ipKeyGenerator(address);
}

function once(warn: (sentence: string) => void): (sentence: string) => void {
  let hasWarned = false;
  return (sentence) => {
    if (hasWarned) return;
    hasWarned = true;
    warn(sentence);
  };
}
