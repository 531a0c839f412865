import type { RequestHandler } from 'express';

/**
 * For what changes only when the service starts anew: browsers keep the reply and ask whether it is
 * still good. Express makes the `ETag` and answers 304.
 */
export const revalidate: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-cache');
  next();
};
