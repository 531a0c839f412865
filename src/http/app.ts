import express from 'express';
import type { Service } from '../domain.ts';
import type { Journal } from '../journal/journal.ts';
import { journaled } from '../journal/journaled.ts';
import { type AccessPolicy, applyAccessPolicy } from './access/access-policy.ts';
import { normalizeForwarded } from './access/forwarded.ts';
import { onlyMethods, refuseMalformedAddress } from './access/guards.ts';
import { webOrigin } from './access/web-origin.ts';
import { type AdminOptions, addAdminRoutes } from './admin/routes.ts';
import { dropTrailingSlash, servePublicPath } from './middleware/addresses.ts';
import { compressResponses } from './middleware/compression.ts';
import { readForm } from './middleware/form-body.ts';
import { readJson } from './middleware/json-body.ts';
import { answerErrors, createDescribeProblem, type LogError } from './middleware/problem.ts';
import { assignRequestId } from './middleware/request-id.ts';
import { revalidate } from './middleware/revalidation.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { openAiChat } from './openai/chat.ts';
import { answerOpenAiErrors } from './openai/errors.ts';
import { listModels, showModel } from './openai/models.ts';
import { openApi } from './openapi/serve.ts';
import { askPage, askPageLimit } from './pages/ask-page.ts';
import { docsPage } from './pages/docs-page.ts';
import { answerErrorsWithPage, notFoundPage } from './pages/error-page.ts';
import { homePage } from './pages/home-page.ts';
import { sourceMarkdown } from './pages/source-markdown.ts';
import { sourcePage, sourcesPage } from './pages/source-page.ts';
import { chat } from './routes/chat.ts';
import { showConfig } from './routes/config.ts';
import { type FeedbackSink, receiveFeedback } from './routes/feedback.ts';
import { healthz, readyz } from './routes/health.ts';
import { llmsFullText, llmsText } from './routes/llms.ts';
import { checkMcpCaller, mcp, readCalls } from './routes/mcp.ts';
import { publicFiles } from './routes/public-files.ts';
import { listPublications, showCitation } from './routes/publications.ts';
import { search } from './routes/search.ts';
import { robots, sitemap } from './routes/sitemap.ts';
import { listSources, showSource } from './routes/sources.ts';
import { suggestions } from './routes/suggestions.ts';
import { showSupervision } from './routes/supervision.ts';
import { listTopics } from './routes/topics.ts';

export interface AppOptions extends AccessPolicy {
  readonly service: Service;
  /** The folder of the demo page. */
  readonly publicDir: string;
  /** The scripts of the widget by file name, if `publicDir` has none. */
  readonly widget?: ReadonlyMap<string, Uint8Array>;
  /** Keeps what is asked through every interface, and the feedback. */
  readonly journal?: Journal | undefined;
  /** Without it, or without a journal, there is no `/admin`. */
  readonly admin?: AdminOptions | undefined;
  /** Where feedback goes; without it `POST /api/feedback` does not exist, and the widget does not ask for any. */
  readonly feedback?: FeedbackSink | undefined;
  /** The address under which visitors reach the service; without it, that of each request. */
  readonly publicUrl?: string | undefined;
  readonly heartbeatMs?: number;
  readonly logError?: LogError;
}

/** These change only when the service restarts. */
const FIXED_UNTIL_RESTART = [
  '/api/sources',
  '/api/publications',
  '/api/topics',
  '/api/supervision',
  '/api/suggestions',
  '/api/config',
  '/sources',
  '/llms.txt',
  '/llms-full.txt',
  '/sitemap.xml',
  '/robots.txt',
];

export interface App {
  readonly app: express.Express;
  /** From now on `/readyz` answers 503; requests are still answered. */
  drain(): void;
}

/** Every route of the service over HTTP. Serve it with `createServer`. */
export function createApp({
  service,
  publicDir,
  widget,
  journal,
  feedback = journal && ((given) => journal.rate(given)),
  admin,
  publicUrl,
  heartbeatMs = 15_000,
  logError = logToConsole,
  ...accessPolicy
}: AppOptions): App {
  let draining = false;
  const describeProblem = createDescribeProblem(logError);
  const originOf = webOrigin(publicUrl);
  const photos = service.sources.flatMap(({ photo }) => photo ?? []);
  const onlyGet = onlyMethods('GET', 'HEAD');
  const asked = journal ? journaled(service, journal) : service;

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', accessPolicy.trustProxy ?? false);
  const { allowedOrigins = [] } = accessPolicy;
  app.use(
    assignRequestId,
    securityHeaders({ photos, framers: allowedOrigins }),
    servePublicPath(publicUrl),
  );
  // Probes are frequent, so they skip the middleware below.
  app.route('/healthz').get(healthz).all(onlyGet);
  app
    .route('/readyz')
    .get(readyz(service, () => draining))
    .all(onlyGet);

  app.use(compressResponses, refuseMalformedAddress, normalizeForwarded, dropTrailingSlash);
  app.use(FIXED_UNTIL_RESTART, revalidate);

  // Open to everyone: of the corpus, these show only the researcher's name.
  app.route('/openapi.json').get(openApi(service)).all(onlyGet);
  app.route('/docs').get(docsPage(service)).all(onlyGet);
  app
    .route(['/', '/index.html'])
    .get(homePage(publicDir, service, publicUrl, journal?.keepDays))
    .all(onlyGet);
  app.route('/robots.txt').get(robots(originOf)).all(onlyGet);
  app.use(publicFiles(publicDir, widget));

  // Has a key of its own.
  if (admin && journal) {
    const { warn = console.warn } = accessPolicy;
    addAdminRoutes(app, { ...admin, service, journal, publicUrl, warn });
  }

  // The routes below need a key if the owner requires one.
  applyAccessPolicy(app, accessPolicy, publicUrl);

  app
    .route('/api/chat')
    .post(readJson, chat({ service: asked, heartbeatMs, describeProblem }))
    .all(onlyMethods('POST'));
  app.route('/api/search').get(search(service)).all(onlyGet);
  app.route('/api/sources').get(listSources(service)).all(onlyGet);
  app.route('/api/sources/:id').get(showSource(service)).all(onlyGet);
  app.route('/api/sources/:id/citation').get(showCitation(service, originOf)).all(onlyGet);
  app.route('/api/publications').get(listPublications(service, originOf)).all(onlyGet);
  app.route('/api/topics').get(listTopics(service)).all(onlyGet);
  app.route('/api/supervision').get(showSupervision(service)).all(onlyGet);
  app.route('/api/suggestions').get(suggestions(service)).all(onlyGet);
  app
    .route('/api/config')
    .get(showConfig(service, feedback !== undefined))
    .all(onlyGet);
  if (feedback !== undefined) {
    app.route('/api/feedback').post(readJson, receiveFeedback(feedback)).all(onlyMethods('POST'));
  }
  app
    .route('/v1/chat/completions')
    .post(
      readJson,
      openAiChat({ service: asked, unrecorded: service, heartbeatMs, describeProblem, originOf }),
    )
    .all(onlyMethods('POST'));
  app.route('/v1/models').get(listModels).all(onlyGet);
  app.route('/v1/models/:id').get(showModel).all(onlyGet);
  app
    .route('/mcp')
    .all(checkMcpCaller({ publicUrl, ...accessPolicy }))
    .post(readCalls, mcp({ service: asked, heartbeatMs, logError }))
    .all(onlyMethods('POST'));

  app
    .route('/ask')
    .get(askPage(asked, describeProblem))
    .post(readForm, askPage(asked, describeProblem))
    .all(onlyMethods('GET', 'HEAD', 'POST'));
  app.route('/sources').get(sourcesPage(service, originOf)).all(onlyGet);
  app.route('/sources/:id.md').get(sourceMarkdown(service, originOf)).all(onlyGet);
  app.route('/sources/:id').get(sourcePage(service, originOf)).all(onlyGet);
  app.route('/llms.txt').get(llmsText(service, originOf)).all(onlyGet);
  app.route('/llms-full.txt').get(llmsFullText(service, originOf)).all(onlyGet);
  app.route('/sitemap.xml').get(sitemap(service, originOf)).all(onlyGet);

  app.use(notFoundPage(service));
  app.use('/ask', askPageLimit(service));
  app.use('/v1', answerOpenAiErrors(describeProblem));
  app.use(answerErrorsWithPage(service, describeProblem));
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
