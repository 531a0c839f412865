import type { RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import { ServiceError } from '../../errors.ts';

/** The last handler of a route: tells OPTIONS which methods there are and refuses all others. */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  const allowed = [...methods, 'OPTIONS'].join(', ');
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response.set('Allow', allowed);
    if (request.method === 'OPTIONS') return void response.status(204).end();
    throw new ServiceError(
      'method-not-allowed',
      `${show(request.path)} does not take ${request.method}. Use one of: ${allowed}.`,
    );
  };
}

/** Refuses an address whose percent-encoding stands for no text, before anything decodes it. */
export const refuseMalformedAddress: RequestHandler = (request, _response, next) => {
  try {
    decodeURIComponent(request.originalUrl);
  } catch {
    throw new ServiceError(
      'invalid-request',
      `The address ${show(request.originalUrl)} has percent-encoding that is not UTF-8. Write a plain "%" as "%25".`,
    );
  }
  next();
};
