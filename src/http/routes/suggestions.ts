import type { RequestHandler } from 'express';
import { suggestionsSchema } from '../../api/schemas.ts';
import type { Service } from '../../domain.ts';

/** `GET /api/suggestions` */
export function suggestions(service: Service): RequestHandler {
  return (_request, response) => {
    response.json(suggestionsSchema.parse(service));
  };
}
