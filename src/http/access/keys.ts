import type { RequestHandler, Response } from 'express';
import { ServiceError } from '../../errors.ts';
import type { ApiKey, ApiKeys } from './key-file.ts';

const REALM = 'Bearer realm="Ask the Researcher"';
const BEARER = /^Bearer +(\S+) *$/i;

/**
 * Knows callers by `Authorization: Bearer <key>`, as clients of OpenAI send it. A wrong key is refused
 * even where none is needed: its owner would wonder at the limit of strangers.
 */
export function knowCallers(keys: ApiKeys, isRequired: boolean): RequestHandler {
  return (request, response, next) => {
    // A preflight carries no key.
    if (request.method === 'OPTIONS') return next();
    const [, text] = BEARER.exec(request.get('Authorization') ?? '') ?? [];
    const key = text === undefined ? null : keys.find(text);
    response.locals['apiKey'] = key;
    if (key || (text === undefined && !isRequired)) return next();
    const isWrong = text !== undefined;
    response.set('WWW-Authenticate', isWrong ? `${REALM}, error="invalid_token"` : REALM);
    throw new ServiceError(
      'unauthorized',
      isWrong
        ? 'This key is not known, or was revoked. Ask the owner of this service for a new one.'
        : 'A key is needed. Send it as "Authorization: Bearer <key>"; the owner of this service gives keys out.',
    );
  };
}

/** The key of the caller who is being answered, if it sent one. */
export function apiKeyOf(response: Response): ApiKey | null {
  return (response.locals['apiKey'] as ApiKey | null | undefined) ?? null;
}
