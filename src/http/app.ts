import express from 'express';
import type { Service } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { chat } from './chat.ts';
import { onlyMethods, refuseMalformedAddress } from './guards.ts';
import { healthz, readyz } from './health.ts';
import { readJson } from './json-body.ts';
import { show } from './parse.ts';
import { answerErrors, createDescribeProblem, type LogError } from './problem.ts';
import { search } from './search.ts';
import { listSources, showSource } from './sources.ts';
import { suggestions } from './suggestions.ts';

export interface AppOptions {
  readonly service: Service;
  /** The folder of the demo page. */
  readonly publicDir: string;
  readonly heartbeatMs?: number;
  readonly logError?: LogError;
}

export interface App {
  readonly app: express.Express;
  /** From now on `/readyz` sends new readers elsewhere; requests are still answered. */
  drain(): void;
}

/** Every route of the service over HTTP. Serve it with `createServer`. */
export function createApp({
  service,
  publicDir,
  heartbeatMs = 15_000,
  logError = logToConsole,
}: AppOptions): App {
  let draining = false;
  const describeProblem = createDescribeProblem(logError);
  const onlyGet = onlyMethods('GET', 'HEAD');

  const app = express();
  app.disable('x-powered-by');
  app.use(refuseMalformedAddress);

  app
    .route('/api/chat')
    .post(readJson, chat({ service, heartbeatMs, describeProblem }))
    .all(onlyMethods('POST'));
  app.route('/api/search').get(search(service)).all(onlyGet);
  app.route('/api/sources').get(listSources(service)).all(onlyGet);
  app.route('/api/sources/:id').get(showSource(service)).all(onlyGet);
  app.route('/api/suggestions').get(suggestions(service)).all(onlyGet);
  app.route('/healthz').get(healthz).all(onlyGet);
  app
    .route('/readyz')
    .get(readyz(service, () => draining))
    .all(onlyGet);

  // Without redirects (HTML) and ranges (416) it gives the file or nothing.
  app.use(express.static(publicDir, { redirect: false, acceptRanges: false }));
  app.route('/').all(onlyGet);

  app.use((request) => {
    throw new ServiceError(
      'not-found',
      `There is nothing at ${show(request.path)}. Questions go to POST /api/chat; the page is at /.`,
    );
  });
  app.use(answerErrors(describeProblem));

  return {
    app,
    drain: () => {
      draining = true;
    },
  };
}

const logToConsole: LogError = (error, id) => {
  console.error(id === undefined ? 'A request failed:' : `A request failed, id ${id}:`, error);
};
