import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';

/** What a caller may call its request: nothing that could break a log or a header. */
const SAFE = /^[\w.:+/=@-]{1,128}$/;

/** Gives each request the id that it came with in `X-Request-Id`, or a new one, and tells it in the reply. */
export const giveRequestId: RequestHandler = (request, response, next) => {
  const given = request.get('X-Request-Id');
  response.setHeader(
    'X-Request-Id',
    given !== undefined && SAFE.test(given) ? given : randomUUID(),
  );
  next();
};

/** The id of the request that is being answered; undefined before it was given one. */
export function requestIdOf(response: ServerResponse): string | undefined {
  const id = response.getHeader('X-Request-Id');
  return typeof id === 'string' ? id : undefined;
}
