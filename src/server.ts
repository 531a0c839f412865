import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { config as loadEnvironment } from 'dotenv';
import { readConfig } from './config.ts';
import { ServiceError } from './errors.ts';
import { createApp } from './http/app.ts';
import { createServer } from './http/create-server.ts';
import { openAccessPolicy } from './open-access-policy.ts';
import { openService } from './open-service.ts';

const PUBLIC_DIR = fileURLToPath(new URL('../public', import.meta.url));
/** Requests that are being answered at the end get this long. */
const DRAIN_MS = 10_000;

async function main(): Promise<void> {
  loadEnvironment({ quiet: true });
  const config = readConfig(process.env);
  if (!existsSync(`${PUBLIC_DIR}/widget.js`)) await buildMissingWidget();
  const service = await openService(config, { log: console.log, warn: console.warn });
  const accessPolicy = await openAccessPolicy(config, console.warn);
  const { app, drain } = createApp({
    ...accessPolicy,
    service,
    publicDir: PUBLIC_DIR,
    publicUrl: config.PUBLIC_URL,
  });
  const server = createServer(app);
  server.on('error', fail);
  server.listen(config.PORT, config.HOST, () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : config.PORT;
    const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
    const { sources, embedder, chatModel } = service.status;
    console.log(
      `${sources} sources, search by ${embedder ? `${embedder} and keyword` : 'keyword alone'}, answers ${chatModel ? `written by ${chatModel}` : 'quoted'}.`,
    );
    console.log(`Ask at http://${host}:${port}`);
  });

  const stop = () => {
    drain();
    server.close(() => process.exit(0));
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** The widget is built, not committed; its builder is loaded only then. */
async function buildMissingWidget(): Promise<void> {
  const { buildWidget } = await import('./build/widget.ts');
  await buildWidget(PUBLIC_DIR);
}

function fail(error: unknown): never {
  const isExpected = error instanceof ServiceError;
  const code = (error as NodeJS.ErrnoException).code;
  if (isExpected) console.error(error.message);
  else if (code === 'EADDRINUSE') {
    console.error('The port is taken. Stop what listens there or set another PORT.');
  } else console.error(error);
  process.exit(1);
}

await main().catch(fail);
