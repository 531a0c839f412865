import type { RequestHandler } from 'express';
import type { Service } from '../../domain.ts';
import { problemOf, sendProblem } from '../middleware/problem.ts';

/** `GET /healthz`: the process lives. */
export const healthz: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' });
};

/** `GET /readyz`: new requests are welcome, until the app drains. */
export function readyz(service: Service, isDraining: () => boolean): RequestHandler {
  return (_request, response) => {
    // Sent, not thrown: draining is planned, each probe would leave a line in the log.
    if (isDraining()) {
      sendProblem(
        response,
        problemOf('shutting-down', 'The server is shutting down. Send the request to another one.'),
      );
    } else {
      response.json(service.status);
    }
  };
}
