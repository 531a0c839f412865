import { isIP } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';
import {
  ipKeyGenerator,
  MemoryStore,
  type RateLimitInfo,
  type RateLimitRequestHandler,
  rateLimit,
  type Store,
} from 'express-rate-limit';
import { ServiceError } from '../../errors.ts';
import { callerAddress } from './forwarded.ts';
import { apiKeyOf } from './keys.ts';
import { type Rate, showRate, showSpan } from './rate.ts';

export interface LimitOptions {
  /** For callers without a key, and for keys without a rate of their own; null for no limit. */
  readonly rate: Rate | null;
  /** Where the requests of one rate are counted; by default in this process. */
  readonly createStore?: (rate: Rate) => Store;
  /** Told once of a proxy that nobody said to trust. */
  readonly warn: (sentence: string) => void;
}

/**
 * Counts the requests of each key, or of each client address where there is none, and refuses those
 * beyond the rate with `rate-limited`. Tells `RateLimit` and `RateLimit-Policy`
 * (draft-ietf-httpapi-ratelimit-headers-10) and, in a refusal, `Retry-After`.
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
      warnOfProxy(
        'A request came through a proxy (X-Forwarded-For), but TRUST_PROXY is not set: all who come through it share one limit. Set TRUST_PROXY=1 if exactly one proxy stands before the service.',
      );
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
    const created = createLimiter(rate, options.createStore?.(rate) ?? new MemoryStore());
    limiters.set(name, created);
    return created;
  }
}

/**
 * Counts further calls that came in one request, as in a batch, where the request itself is counted.
 * @throws ServiceError `rate-limited` when they are too many
 */
export async function countFurtherCalls(response: Response, calls: number): Promise<void> {
  const count = response.locals['countCall'] as (() => Promise<void>) | undefined;
  for (let i = 0; i < calls; i++) await count?.();
}

function createLimiter(rate: Rate, store: Store): RateLimitRequestHandler {
  return rateLimit({
    limit: rate.requests,
    windowMs: rate.windowMs,
    store,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Its checks are for the mistakes of those who set it up; ours are tested.
    validate: false,
    keyGenerator: (request, response) => {
      const key = apiKeyOf(response);
      return key ? `key:${key.name}` : `address:${addressOf(request)}`;
    },
    handler: (request, response, next) => {
      const { resetTime } = (request as Request & { rateLimit: RateLimitInfo }).rateLimit;
      const waitMs = Math.max(1, (resetTime?.getTime() ?? Date.now() + rate.windowMs) - Date.now());
      const who = apiKeyOf(response)?.name;
      next(
        new ServiceError(
          'rate-limited',
          `${who ? `The key ${who}` : 'Your address'} may send ${showRate(rate)}. Wait ${showSpan(waitMs)}, then send it again.`,
        ),
      );
    },
  });
}

/** Of IPv6 the network of a customer (/56): addresses in it are free to whoever has one. */
function addressOf(request: Request): string {
  const address = callerAddress(request);
  return isIP(address) === 0 ? address : ipKeyGenerator(address);
}

function once(tell: (sentence: string) => void): (sentence: string) => void {
  let isTold = false;
  return (sentence) => {
    if (isTold) return;
    isTold = true;
    tell(sentence);
  };
}
