import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openWidget } from './build/open-widget.ts';
import { type Config, readConfig } from './config.ts';
import { ServiceError } from './errors.ts';
import { createApp } from './http/app.ts';
import { createServer } from './http/create-server.ts';
import { LOG } from './language/en/templates/owner.ts';
import { JOURNAL } from './language/en/templates/owner-journal.ts';
import { openAccessPolicy } from './open-access-policy.ts';
import { openJournal } from './open-journal.ts';
import { openService } from './open-service.ts';
import { setUpProcess } from './process-setup.ts';
import { closeServer, countAnswers, listenForStop } from './shutdown.ts';
import { settingToBlame } from './startup-error.ts';

const PUBLIC_DIR = fileURLToPath(new URL('../public', import.meta.url));
/** How much longer than the model may be silent the last answers are waited for. */
const MARGIN_SECONDS = 5;

async function serve(config: Config, stop: AbortSignal): Promise<void> {
  const widget = await openWidget(PUBLIC_DIR, console.warn);
  const service = await openService(config, {
    log: console.log,
    warn: console.warn,
    signal: stop,
  });
  const accessPolicy = await openAccessPolicy(config, console.warn);
  const journal = await openJournal(config, console);
  if (config.ADMIN_KEY && journal === null) console.warn(JOURNAL.noAdmin);
  const { app, drain } = createApp({
    ...accessPolicy,
    service,
    publicDir: PUBLIC_DIR,
    ...(widget && { widget }),
    journal: journal ?? undefined,
    admin: config.ADMIN_KEY ? { key: config.ADMIN_KEY, corpusDir: config.CORPUS_DIR } : undefined,
    publicUrl: config.PUBLIC_URL,
  });
  stop.throwIfAborted();
  const server = createServer(app);
  countAnswers(server);
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : config.PORT;
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  const { sources, embedder, reader, chatModel } = service.status;
  const lists = service.sources.filter(({ kind }) => kind === 'list').length;
  console.log(LOG.ready(sources - lists, lists, embedder, reader, chatModel));
  console.log(LOG.address(`http://${host}:${port}`));

  await aborted(stop);
  drain();
  await closeServer(server, (config.CHAT_TIMEOUT_SECONDS + MARGIN_SECONDS) * 1000);
  await journal?.close();
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
  try {
    await setUpProcess();
    config = readConfig(process.env);
    await serve(config, stop);
  } catch (error) {
    if (!stop.aborted) fail((config && settingToBlame(error, config)) ?? error);
  }
  process.exit(0);
}

function fail(error: unknown): never {
  console.error(error instanceof ServiceError ? error.message : error);
  process.exit(1);
}

await main();
