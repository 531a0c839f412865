import type { RequestHandler } from 'express';
import type { z } from 'zod';
import { show } from '../../api/parse.ts';
import { ServiceError } from '../../errors.ts';
import { MODEL_ID, type modelListSchema, type modelSchema } from './schemas.ts';

// A date that stays: this model is what the corpus tells, and has no day of birth.
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
    throw new ServiceError(
      'not-found',
      `There is no model ${show(id)}. The only one is "${MODEL_ID}"; chat completions take any name.`,
    );
  }
  response.json(model);
};
