import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { ServiceError } from '../../errors.ts';
import { ACCESS } from '../../language/en/templates/problems.ts';
import { bearerOf } from './bearer.ts';
import { limitRequests } from './limits.ts';

/** Tries of the key, from one address. */
const TRIES = { requests: 30, windowMs: 60_000 };

/** Admits the owner, who sends the key as `Authorization: Bearer <key>`. */
export function requireAdminKey(key: string): RequestHandler {
  return (request, response, next) => {
    if (isSameSecret(bearerOf(request) ?? '', key)) return next();
    throw keyRefused(response, ACCESS.adminKey);
  };
}

/** The error for a request without the admin key; it tells programs how to send it. */
export function keyRefused(response: Response, sentence: string): ServiceError {
  response.set('WWW-Authenticate', 'Bearer realm="Ask the Researcher, admin"');
  return new ServiceError('unauthorized', sentence);
}

/** Makes whoever guesses the key slow, on all routes that are given this handler together. */
export function limitKeyTries(warn: (sentence: string) => void): RequestHandler {
  return limitRequests({ rate: TRIES, warn });
}

/** Of hashes, so that the time it takes tells nothing of a secret, not even its length. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
