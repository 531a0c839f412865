import type { RequestHandler } from 'express';
import { serverConfigSchema } from '../../api/schemas.ts';
import type { Service } from '../../domain.ts';

/** `GET /api/config`: everything a page needs to start, in one request. */
export function showConfig(service: Service, feedback: boolean): RequestHandler {
  return (_request, response) => {
    response.json(serverConfigSchema.parse({ ...service, feedback }));
  };
}
