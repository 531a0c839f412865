import type { RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import { ServiceError } from '../../errors.ts';
import { HTTP } from '../../language/en/templates/problems.ts';

/** The last handler of a route: answers OPTIONS and refuses methods that the route does not have. */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  const allowed = [...methods, 'OPTIONS'].join(', ');
  return (request, response, next) => {
    if (methods.includes(request.method)) return next();
    response.set('Allow', allowed);
    if (request.method === 'OPTIONS') return void response.status(204).end();
    throw new ServiceError(
      'method-not-allowed',
      HTTP.method(show(request.path), request.method, allowed),
    );
  };
}

/** Refuses an address with invalid percent-encoding before anything decodes it. */
export const refuseMalformedAddress: RequestHandler = (request, _response, next) => {
  try {
    decodeURIComponent(request.originalUrl);
  } catch {
    throw new ServiceError('invalid-request', HTTP.badEncoding(show(request.originalUrl)));
  }
  next();
};
