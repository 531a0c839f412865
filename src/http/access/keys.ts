import type { RequestHandler, Response } from 'express';
import { ServiceError } from '../../errors.ts';
import { ACCESS } from '../../language/en/templates/problems.ts';
import { bearerOf } from './bearer.ts';
import type { ApiKey, ApiKeys } from './key-file.ts';

const REALM = 'Bearer realm="Ask the Researcher"';

/**
 * Identifies callers by `Authorization: Bearer <key>`, as OpenAI clients send it. A wrong key is
 * refused even where none is required: its holder would otherwise get the limit of anonymous callers
 * without knowing why.
 */
export function identifyCallers(keys: ApiKeys, isRequired: boolean): RequestHandler {
  return (request, response, next) => {
    // A preflight carries no key.
    if (request.method === 'OPTIONS') return next();
    const text = bearerOf(request);
    const key = text === undefined ? null : keys.find(text);
    response.locals['apiKey'] = key;
    if (key || (text === undefined && !isRequired)) return next();
    const isWrong = text !== undefined;
    response.set('WWW-Authenticate', isWrong ? `${REALM}, error="invalid_token"` : REALM);
    throw new ServiceError('unauthorized', isWrong ? ACCESS.keyUnknown : ACCESS.keyRequired);
  };
}

/** The key that the caller sent, if any. */
export function apiKeyOf(response: Response): ApiKey | null {
  return (response.locals['apiKey'] as ApiKey | null | undefined) ?? null;
}
