import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { withAnswerCache } from './answer-cache.ts';
import { openWidget } from './build/open-widget.ts';
import { type Config, readConfig } from './config.ts';
import type { Feedback, Service } from './domain.ts';
import { ServiceError } from './errors.ts';
import { type App, createApp } from './http/app.ts';
import { createServer, type RequestListener } from './http/create-server.ts';
import { LOG } from './language/en/templates/owner.ts';
import { JOURNAL } from './language/en/templates/owner-journal.ts';
import { createLiveIndex } from './live-index.ts';
import { openAccessPolicy } from './open-access-policy.ts';
import { openJournal, whyNoJournal } from './open-journal.ts';
import { type Observation, openObservers } from './open-observers.ts';
import { openReopenable } from './open-service.ts';
import { setUpProcess } from './process-setup.ts';
import { closeServer, followAnswers, listenForReload, listenForStop } from './shutdown.ts';
import { settingToBlame } from './startup-error.ts';
import { observedService } from './telemetry/observer.ts';

const PUBLIC_DIR = fileURLToPath(new URL('../public', import.meta.url));
/** How much longer than the model may be silent the last answers are waited for. */
const MARGIN_SECONDS = 5;
/** How long threads may take to finish what they do when all else has ended. */
const THREADS_MS = 5_000;
/** Where a model writes; a quoted answer is made as fast as it is looked up. */
const ANSWERS_CACHED = 500;

async function serve(config: Config, remarks: readonly string[], stop: AbortSignal): Promise<void> {
  const observation = await openObservers(config, process.env);
  const { log } = observation;
  for (const remark of remarks) log.warn(remark);
  const site = await openSite(config, observation, stop);
  stop.throwIfAborted();
  // A request is answered to its end by the app that it reached.
  const server = createServer((...request) => {
    const app: RequestListener = site.current().app;
    app(...request);
  });
  followAnswers(server);
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : config.PORT;
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  log.info(site.summary);
  const url = `http://${host}:${port}`;
  log.info(LOG.address(url));
  if (config.ADMIN_KEY !== undefined && site.journal) {
    log.info(LOG.admin(config.PUBLIC_URL ?? url));
  }

  listenForReload(site.index.tryReload);
  void site.index.watch();
  await aborted(stop);
  site.current().drain();
  await closeServer(server, (config.CHAT_TIMEOUT_SECONDS + MARGIN_SECONDS) * 1000);
  await site.journal?.close();
  await observation.shutdown();
}

/** The app over the index, and another one whenever the index changes. */
async function openSite(
  config: Config,
  { log, observers, metrics }: Observation,
  stop: AbortSignal,
) {
  const warn = (sentence: string) => log.warn(sentence);
  const widget = await openWidget(PUBLIC_DIR, warn);
  const reporter = { log: (line: string) => log.info(line), warn, observers, signal: stop };
  const { service, store, reopen } = await openReopenable(config, reporter);
  const accessPolicy = await openAccessPolicy(config, warn);
  const cached = config.ANSWER_CACHE ?? (config.CHAT_MODEL ? ANSWERS_CACHED : 0);
  const { ADMIN_KEY: key, CORPUS_DIR: corpusDir } = config;
  const journal = await openJournal(config, { log: reporter.log, warn });
  const noJournal = whyNoJournal(config);
  if (noJournal !== null && config.JOURNAL === 'on') warn(noJournal);
  if (key !== undefined && journal === null) warn(JOURNAL.noAdmin);
  const rated = async (feedback: Feedback) => {
    await journal?.rate(feedback);
    for (const observer of observers) observer.rated?.(feedback);
  };
  const isRated = journal !== null || observers.length > 0;
  const appOver = (service: Service): App =>
    createApp({
      ...accessPolicy,
      service: observedService(withAnswerCache(service, cached), observers),
      observers,
      ...(isRated && { feedback: rated }),
      journal: journal ?? undefined,
      metrics,
      logError: (error, id) => log.error(LOG.requestFailed(id), error, { id }),
      publicDir: PUBLIC_DIR,
      ...(widget && { widget }),
      publicUrl: config.PUBLIC_URL,
      admin: key === undefined ? undefined : { key, corpusDir, noJournal, reindex: index.reindex },
    });
  const index = createLiveIndex({
    ...reporter,
    store,
    current: service.status.index,
    reopen,
    swap: (next) => {
      app = appOver(next);
    },
  });
  let app = appOver(service);
  const { sources, embedder, reader, chatModel } = service.status;
  const lists = service.sources.filter(({ kind }) => kind === 'list').length;
  const summary = LOG.ready(sources - lists, lists, embedder, reader, chatModel);
  return { current: () => app, index, journal, summary };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function main(): Promise<void> {
  const stop = listenForStop();
  let config: Config | undefined;
  let remarks: readonly string[] = [];
  try {
    remarks = await setUpProcess();
    config = readConfig(process.env);
    await serve(config, remarks, stop);
  } catch (error) {
    if (!config) for (const remark of remarks) console.error(remark);
    if (!stop.aborted) fail((config && settingToBlame(error, config)) ?? error);
  }
  // A thread that is cut short in native code would abort the process; a busy one keeps it alive.
  setTimeout(() => process.exit(0), THREADS_MS).unref();
}

function fail(error: unknown): never {
  console.error(error instanceof ServiceError ? error.message : error);
  process.exit(1);
}

await main();
