import type { RequestHandler } from 'express';
import type { ServiceStatus } from '../../domain.ts';

/** `POST /admin/reindex`: answers when the new index is in use, or with why it is not. */
export function reindex(run: () => Promise<ServiceStatus>): RequestHandler {
  return async (_request, response) => {
    response.set('Cache-Control', 'no-store').json(await run());
  };
}
