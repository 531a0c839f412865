import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';
import { ACCESS } from '../../language/en/templates/problems.ts';

/** Admits the owner, who sends the key as `Authorization: Bearer <key>`. */
export function requireAdminKey(key: string): RequestHandler {
  return (request, response, next) => {
    const [, sent = ''] = /^Bearer +(\S+) *$/i.exec(request.get('Authorization') ?? '') ?? [];
    if (isSameSecret(sent, key)) return next();
    response.set('WWW-Authenticate', 'Bearer realm="Admin"');
    throw new ServiceError('unauthorized', ACCESS.adminKey);
  };
}

/** Of hashes, so that the time it takes tells nothing of a secret, not even its length. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
