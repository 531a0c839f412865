import type { RequestHandler } from 'express';
import type { Observer } from '../../telemetry/observer.ts';
import { requestIdOf } from './request-id.ts';

/** Shows the observers each request from its beginning to its end. */
export function observeRequests(observers: readonly Observer[]): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.once('close', () => {
      const { method, route } = request;
      const ended = {
        ...{ start, end: performance.now(), method },
        // Express keeps the path as it was written: one, or a list.
        route: route === undefined ? null : String([route.path].flat()[0]),
        status: response.statusCode,
        id: requestIdOf(response),
        isAborted: !response.writableFinished,
      };
      for (const observer of observers) observer.requestEnded?.(request, ended);
    });
    observers.reduceRight<() => void>(
      (proceed, observer) => () =>
        observer.requestBegan ? observer.requestBegan(request, proceed) : proceed(),
      next,
    )();
  };
}
