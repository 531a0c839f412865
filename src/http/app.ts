import express from 'express';
import type { Service } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { askPage } from './ask-page.ts';
import { chat } from './chat.ts';
import { showConfig } from './config.ts';
import { type FeedbackSink, takeFeedback } from './feedback.ts';
import { onlyMethods, refuseMalformedAddress } from './guards.ts';
import { healthz, readyz } from './health.ts';
import { homePage } from './home-page.ts';
import { readJson } from './json-body.ts';
import { show } from './parse.ts';
import { answerErrors, createDescribeProblem, type LogError } from './problem.ts';
import { publicFiles } from './public-files.ts';
import { search } from './search.ts';
import { listSources, showSource } from './sources.ts';
import { suggestions } from './suggestions.ts';

export interface AppOptions {
  readonly service: Service;
  /** The folder of the demo page. */
  readonly publicDir: string;
  /** Where feedback goes; without it there is no `POST /api/feedback`, and the widget asks for none. */
  readonly feedback?: FeedbackSink;
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
  feedback,
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
  app
    .route('/api/config')
    .get(showConfig(service, feedback !== undefined))
    .all(onlyGet);
  if (feedback !== undefined) {
    app.route('/api/feedback').post(readJson, takeFeedback(feedback)).all(onlyMethods('POST'));
  }
  app.route('/healthz').get(healthz).all(onlyGet);
  app
    .route('/readyz')
    .get(readyz(service, () => draining))
    .all(onlyGet);

  app.route('/ask').get(askPage(service, describeProblem)).all(onlyGet);
  app.route(['/', '/index.html']).get(homePage(publicDir, service)).all(onlyGet);
  app.use(publicFiles(publicDir));

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
