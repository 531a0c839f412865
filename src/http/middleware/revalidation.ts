import type { RequestHandler } from 'express';

/**
 * For replies that change only with the index: browsers keep them and revalidate. Express
 * sets the `ETag` and answers 304.
 */
export const revalidate: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-cache');
  next();
};
