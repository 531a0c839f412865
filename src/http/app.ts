import express from 'express';
import type { Service, ServiceStatus } from '../domain.ts';
import type { Journal } from '../journal/journal.ts';
import { journaled } from '../journal/journaled.ts';
import { LOG } from '../language/en/templates/owner.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Observer } from '../telemetry/observer.ts';
import { type AccessPolicy, applyAccessPolicy } from './access/access-policy.ts';
import { limitKeyTries, requireAdminKey } from './access/admin-key.ts';
import { normalizeForwarded } from './access/forwarded.ts';
import { onlyMethods, refuseMalformedAddress } from './access/guards.ts';
import { webOrigin } from './access/web-origin.ts';
import { type AdminOptions, addAdminNotice, addAdminRoutes } from './admin/routes.ts';
import { dropTrailingSlash, servePublicPath } from './middleware/addresses.ts';
import { compressResponses } from './middleware/compression.ts';
import { readForm } from './middleware/form-body.ts';
import { readJson } from './middleware/json-body.ts';
import { observeRequests } from './middleware/observe.ts';
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
import { embedPage } from './pages/embed-page.ts';
import { embedSetupPage } from './pages/embed-setup-page.ts';
import { answerErrorsWithPage, notFoundPage } from './pages/error-page.ts';
import { feedbackPage } from './pages/feedback-page.ts';
import { homePage } from './pages/home-page.ts';
import { publicationsPage } from './pages/publications-page.ts';
import { sectionPage } from './pages/section-pages.ts';
import { LISTED } from './pages/sections.ts';
import { sourceMarkdown } from './pages/source-markdown.ts';
import { sourcePage, sourcesPage } from './pages/source-page.ts';
import { chat } from './routes/chat.ts';
import { showConfig } from './routes/config.ts';
import { type FeedbackSink, receiveFeedback } from './routes/feedback.ts';
import { healthz, readyz } from './routes/health.ts';
import { llmsFullText, llmsText } from './routes/llms.ts';
import { checkMcpCaller, mcp, readCalls } from './routes/mcp.ts';
import { onlyThisMachine, showMetrics } from './routes/metrics.ts';
import { publicFiles } from './routes/public-files.ts';
import { listPublications, showCitation } from './routes/publications.ts';
import { reindex } from './routes/reindex.ts';
import { search } from './routes/search.ts';
import { robots, sitemap } from './routes/sitemap.ts';
import { listSources, showSource } from './routes/sources.ts';
import { suggestions } from './routes/suggestions.ts';
import { showSupervision } from './routes/supervision.ts';
import { listTopics } from './routes/topics.ts';

export interface AppOptions extends AccessPolicy {
  readonly service: Service;
  /** The folder of the styles and scripts of the pages. */
  readonly publicDir: string;
  /** The scripts of the widget by file name, if `publicDir` has none. */
  readonly widget?: ReadonlyMap<string, Uint8Array>;
  /** Keeps what is asked through every interface, and the feedback. */
  readonly journal?: Journal | undefined;
  /** Where feedback goes; without it `POST /api/feedback` does not exist, and the widget does not ask for any. */
  readonly feedback?: FeedbackSink | undefined;
  /** The address under which visitors reach the service; without it, that of each request. */
  readonly publicUrl?: string | undefined;
  readonly heartbeatMs?: number;
  readonly logError?: LogError;
  /** Who watches requests. */
  readonly observers?: readonly Observer[];
  /** What `/metrics` shows; without it, there is no such route. */
  readonly metrics?: Metrics | undefined;
  /** What the owner may do under `/admin`; its page needs a journal, too. */
  readonly admin?: Admin | undefined;
}

export interface Admin extends AdminOptions {
  /** Indexes the corpus and serves from the new index. */
  reindex(): Promise<ServiceStatus>;
}

/** These change only with the index, and so with the app. */
const FIXED = [
  '/api/sources',
  '/api/publications',
  '/api/topics',
  '/api/supervision',
  '/api/suggestions',
  '/api/config',
  '/sources',
  '/publications',
  ...LISTED.map((section) => `/${section}`),
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

/**
 * Every route of the service over HTTP. Serve it with `createServer`. An app is made for one index:
 * for another one, make another app, and let this one finish what it has begun.
 */
export function createApp({
  service: unrecorded,
  publicDir,
  widget,
  journal,
  feedback = journal && ((given) => journal.rate(given)),
  publicUrl,
  heartbeatMs = 15_000,
  logError = logToConsole,
  observers = [],
  metrics,
  admin,
  ...accessPolicy
}: AppOptions): App {
  const service = journal ? journaled(unrecorded, journal) : unrecorded;
  let draining = false;
  const describeProblem = createDescribeProblem(logError);
  const originOf = webOrigin(publicUrl);
  const photos = service.sources.flatMap(({ photo }) => photo ?? []);
  const onlyGet = onlyMethods('GET', 'HEAD');

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', accessPolicy.trustProxy ?? false);
  const { allowedOrigins = [] } = accessPolicy;
  app.use(
    assignRequestId,
    ...(observers.length > 0 ? [observeRequests(observers)] : []),
    securityHeaders({ photos, framers: allowedOrigins }),
    servePublicPath(publicUrl),
  );
  // Probes are frequent, so they skip the middleware below.
  app.route('/healthz').get(healthz).all(onlyGet);
  app
    .route('/readyz')
    .get(readyz(service, () => draining))
    .all(onlyGet);

  const { warn = console.warn } = accessPolicy;
  const limited = limitKeyTries(warn);
  if (admin) {
    app.use(['/admin', '/metrics'], (request, response, next) =>
      request.get('Authorization') === undefined ? next() : limited(request, response, next),
    );
  }
  if (metrics) {
    const guard = admin ? requireAdminKey(admin.key) : onlyThisMachine;
    app.route('/metrics').get(guard, showMetrics(metrics)).all(onlyGet);
  }

  app.use(compressResponses, refuseMalformedAddress, normalizeForwarded, dropTrailingSlash);
  app.use(FIXED, revalidate);

  // Open to everyone: of the corpus, these show only the researcher's name.
  app.route('/openapi.json').get(openApi(service)).all(onlyGet);
  app.route('/docs').get(docsPage(service)).all(onlyGet);
  app
    .route(['/', '/index.html'])
    .get(homePage({ service, originOf, publicUrl, isOpen: !accessPolicy.requireKey }))
    .all(onlyGet);
  app.route('/embed').get(embedPage(service)).all(onlyGet);
  app.route('/embed/setup').get(embedSetupPage({ service, originOf, allowedOrigins })).all(onlyGet);
  app.route('/robots.txt').get(robots(originOf)).all(onlyGet);
  app.use(publicFiles(publicDir, widget));

  // What the owner may do has a key of its own.
  if (admin && journal) {
    addAdminRoutes(app, { ...admin, service, journal, publicUrl, limited, warn });
  } else if (admin) {
    addAdminNotice(app, { ...admin, service });
  }
  if (admin) {
    app
      .route('/admin/reindex')
      .all(requireAdminKey(admin.key))
      .post(reindex(admin.reindex))
      .all(onlyMethods('POST'));
  }

  // The routes below need a key if the owner requires one.
  applyAccessPolicy(app, accessPolicy, publicUrl);

  app
    .route('/api/chat')
    .post(readJson, chat({ service, heartbeatMs, describeProblem }))
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
    app
      .route('/feedback')
      .post(readForm, feedbackPage(service, feedback, describeProblem))
      .all(onlyMethods('POST'));
  }
  app
    .route('/v1/chat/completions')
    .post(readJson, openAiChat({ service, unrecorded, heartbeatMs, describeProblem, originOf }))
    .all(onlyMethods('POST'));
  app.route('/v1/models').get(listModels).all(onlyGet);
  app.route('/v1/models/:id').get(showModel).all(onlyGet);
  app
    .route('/mcp')
    .all(checkMcpCaller({ publicUrl, ...accessPolicy }))
    .post(readCalls, mcp({ service, heartbeatMs, logError }))
    .all(onlyMethods('POST'));

  app
    .route('/ask')
    .get(askPage(service, describeProblem, feedback !== undefined))
    .post(readForm, askPage(service, describeProblem, feedback !== undefined))
    .all(onlyMethods('GET', 'HEAD', 'POST'));
  app.route('/publications').get(publicationsPage(service, originOf)).all(onlyGet);
  for (const section of LISTED) {
    app
      .route(`/${section}`)
      .get(sectionPage(section, service, originOf))
      .all(onlyGet);
  }
  app.route('/sources').get(sourcesPage(service, originOf)).all(onlyGet);
  app.route('/sources/:id.md').get(sourceMarkdown(service, originOf)).all(onlyGet);
  app.route('/sources/:id').get(sourcePage(service, originOf)).all(onlyGet);
  app.route('/llms.txt').get(llmsText(service, originOf)).all(onlyGet);
  app.route('/llms-full.txt').get(llmsFullText(service, originOf)).all(onlyGet);
  app.route('/sitemap.xml').get(sitemap(service, originOf)).all(onlyGet);

  app.use(notFoundPage(service));
  app.use(['/ask', '/feedback'], askPageLimit(service));
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
  console.error(LOG.requestFailed(id), error);
};
