import type { RequestHandler } from 'express';
import type { z } from 'zod';
import { show } from '../../api/parse.ts';
import { ServiceError } from '../../errors.ts';
import { NOT_FOUND } from '../../language/en/templates/problems.ts';
import { MODEL_ID, type modelListSchema, type modelSchema } from './schemas.ts';

// A fixed date: clients expect one, and the corpus has none.
const CREATED = Date.UTC(2025, 0, 1) / 1000;

const model: z.infer<typeof modelSchema> = {
  id: MODEL_ID,
  object: 'model',
  created: CREATED,
  owned_by: MODEL_ID,
};

/** `GET /v1/models` */
export const listModels: RequestHandler = (_request, response) => {
  response.json({ object: 'list', data: [model] } satisfies z.infer<typeof modelListSchema>);
};

/** `GET /v1/models/:id` */
export const showModel: RequestHandler<{ id: string }> = (request, response) => {
  const { id } = request.params;
  if (id !== MODEL_ID) {
    throw new ServiceError('not-found', NOT_FOUND.model(show(id), MODEL_ID));
  }
  response.json(model);
};
