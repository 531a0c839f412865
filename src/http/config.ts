import type { RequestHandler } from 'express';
import type { Service } from '../domain.ts';
import { serverConfigSchema } from './schemas.ts';

/** `GET /api/config`: what a page needs to begin, in one request. */
export function showConfig(service: Service, feedback: boolean): RequestHandler {
  return (_request, response) => {
    response.json(serverConfigSchema.parse({ ...service, feedback }));
  };
}
