import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildWidget } from '../../src/build/widget.ts';
import type { Feedback } from '../../src/domain.ts';
import { type AppOptions, createApp } from '../../src/http/app.ts';
import { createServer } from '../../src/http/create-server.ts';
import { type ScriptedService, scriptedService } from './scripted-service.ts';

const PUBLIC = fileURLToPath(new URL('../../public', import.meta.url));
export const OUTPUT = fileURLToPath(new URL('../output', import.meta.url));

export interface HostPage {
  readonly body: string;
  readonly head?: string;
  readonly policy?: string;
  readonly lang?: string;
  readonly dir?: string;
  /** Instead of the element that loads the script. */
  readonly script?: string;
}

export interface Site {
  readonly url: string;
  /** The same pages under another origin, which the service allows. */
  readonly allowedUrl: string;
  /** And under one that it does not. */
  readonly strangeUrl: string;
  readonly service: ScriptedService;
  /** The feedback that visitors sent. */
  readonly feedback: Feedback[];
  /** Serves a page that embeds the widget and returns its address. */
  host(page: HostPage): string;
  close(): Promise<void>;
}

/** The real app with a freshly built widget and a scripted service, and pages that embed the widget. */
export async function openSite(
  options: { feedback?: boolean; app?: Partial<AppOptions> } = {},
): Promise<Site> {
  const publicDir = await mkdtemp(path.join(os.tmpdir(), 'public-'));
  await cp(PUBLIC, publicDir, { recursive: true });
  await buildWidget(publicDir);
  const service = scriptedService();
  const feedback: Feedback[] = [];
  const pages: HostPage[] = [];

  const site = express();
  const server = createServer(site);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const allowedUrl = `http://localhost:${port}`;
  site.get('/host/:number', (request, response) => {
    const page = pages[Number(request.params.number)];
    if (page?.policy !== undefined) response.set('Content-Security-Policy', page.policy);
    response.type('html').send(page === undefined ? '' : document(page));
  });
  // The other origins have pages only; the service is elsewhere.
  site.use((request, response, next) =>
    request.hostname === '127.0.0.1' ? next() : void response.status(404).end(),
  );
  site.use(
    createApp({
      service,
      publicDir,
      allowedOrigins: [allowedUrl],
      warn: () => {},
      ...(options.feedback === false ? {} : { feedback: (entry) => void feedback.push(entry) }),
      ...options.app,
    }).app,
  );
  return {
    url,
    allowedUrl,
    strangeUrl: `http://elsewhere.localhost:${port}`,
    service,
    feedback,
    host: (page) => `${url}/host/${pages.push(page) - 1}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(publicDir, { recursive: true });
    },
  };
}

/** A new visitor on a page of the site. An uncaught error on the page fails the test. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(address);
  return page;
}

function document({
  body,
  head = '',
  lang = 'en',
  dir = 'ltr',
  script = '<script src="/widget.js" defer></script>',
}: HostPage): string {
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>A homepage</title>${head}
    ${script}</head><body>${body}</body></html>`;
}
