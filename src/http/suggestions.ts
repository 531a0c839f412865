import type { RequestHandler } from 'express';
import type { Service } from '../domain.ts';
import { suggestionsSchema } from './schemas.ts';

/** `GET /api/suggestions` */
export function suggestions(service: Service): RequestHandler {
  return (_request, response) => {
    response.json(suggestionsSchema.parse(service));
  };
}
