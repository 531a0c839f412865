import type { RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';
import { ACCESS } from '../../language/en/templates/problems.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

/** `GET /metrics`, for Prometheus. */
export function showMetrics(metrics: Metrics): RequestHandler {
  return async (_request, response) => {
    response.set('Content-Type', metrics.contentType).set('Cache-Control', 'no-store');
    response.send(await metrics.text());
  };
}

/** What proxies add: a request that has one comes from elsewhere, whoever opened the connection. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Admits programs on this machine. */
export const onlyThisMachine: RequestHandler = ({ socket, headers }, _response, next) => {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const isLocal = address === '::1' || address.startsWith('127.');
  if (isLocal && !FORWARDED.some((name) => name in headers)) return next();
  throw new ServiceError('unauthorized', ACCESS.metrics);
};
