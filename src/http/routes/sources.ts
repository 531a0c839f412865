import type { RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import { shownSource } from '../../api/shown-source.ts';
import { sourceListSchema, sourceSchema } from '../../api/source-schemas.ts';
import type { Service, Source } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { NOT_FOUND } from '../../language/en/templates/problems.ts';

/** `GET /api/sources` */
export function listSources(service: Service): RequestHandler {
  return (_request, response) => {
    response.json(sourceListSchema.parse({ sources: service.sources.map(shownSource) }));
  };
}

/** `GET /api/sources/:id` */
export function showSource(service: Service): RequestHandler<{ id: string }> {
  return (request, response) => {
    response.json(sourceSchema.parse(shownSource(findSource(service, request.params.id))));
  };
}

/** @throws ServiceError `not-found` */
export function findSource({ sources }: Service, id: string): Source {
  const source = sources.find((candidate) => candidate.id === id);
  if (source !== undefined) return source;
  throw new ServiceError('not-found', NOT_FOUND.source(show(id)));
}
