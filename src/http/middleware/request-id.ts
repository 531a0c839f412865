import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';

/** Ids that a caller may choose: nothing that could break a log line or a header. */
const SAFE = /^[\w.:+/=@-]{1,128}$/;

/** Sets `X-Request-Id` on the reply: the id that the request came with, or a new one. */
export const assignRequestId: RequestHandler = (request, response, next) => {
  const given = request.get('X-Request-Id');
  response.setHeader(
    'X-Request-Id',
    given !== undefined && SAFE.test(given) ? given : randomUUID(),
  );
  next();
};

/** The id of the request that is being answered; undefined before `assignRequestId` has run. */
export function requestIdOf(response: ServerResponse): string | undefined {
  const id = response.getHeader('X-Request-Id');
  return typeof id === 'string' ? id : undefined;
}
