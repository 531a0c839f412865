import type { RequestHandler } from 'express';
import type { Service } from '../../domain.ts';
import { SERVER } from '../../language/en/templates/problems.ts';
import { problemOf, sendProblem } from '../middleware/problem.ts';

/** `GET /healthz`: the process is alive. */
export const healthz: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' });
};

/** `GET /readyz`: ready for requests, until the app drains. */
export function readyz(service: Service, isDraining: () => boolean): RequestHandler {
  return (_request, response) => {
    // Sent instead of thrown, so that probes during a planned shutdown are not logged as errors.
    if (isDraining()) {
      sendProblem(response, problemOf('shutting-down', SERVER.shuttingDown));
    } else {
      response.json(service.status);
    }
  };
}
