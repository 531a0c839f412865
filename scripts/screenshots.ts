import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openWidget } from '../src/build/open-widget.ts';
import { readConfig } from '../src/config.ts';
import type { Service } from '../src/domain.ts';
import { type AppOptions, createApp } from '../src/http/app.ts';
import { createServer } from '../src/http/create-server.ts';
import { createJournal } from '../src/journal/journal.ts';
import { openSqlite } from '../src/journal/sqlite.ts';
import { openService } from '../src/open-service.ts';
import { recordInvented } from '../test/journal/invented.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run screenshots -- [--only NAME] [--to FOLDER]

Takes pictures of the pages in a real browser, with the profile and the settings of this folder; those of
the owner's page show invented questions.

  --only NAME   only pictures whose file name contains this
  --to FOLDER   where they go, docs/screenshots by default
  --help        this text`;

const PUBLIC_DIR = fileURLToPath(new URL('../public', import.meta.url));
/** In the snippets on the pictures. */
const HOST = 'https://ask.example.org';
/** Of the owner in the pictures. */
const KEY = 'correct-horse-battery-staple';
const FOLDER = fileURLToPath(new URL('../docs/screenshots', import.meta.url));

const DEVICES = {
  phone: { width: 390, height: 844 },
  tablet: { width: 768, height: 1000 },
  desktop: { width: 1120, height: 800 },
} as const;

interface Scene {
  readonly address: string;
  /** What a visitor does before the picture. */
  readonly act?: (page: Page) => Promise<void>;
  /** A page for the owner, which is in English. */
  readonly isForOwner?: boolean;
}

type Variant = readonly [
  device: keyof typeof DEVICES,
  scheme: 'light' | 'dark',
  locale: 'en' | 'de',
];

const VARIANTS: readonly Variant[] = [
  ['desktop', 'light', 'en'],
  ['tablet', 'light', 'de'],
  ['phone', 'dark', 'en'],
];

/** The pages to show; what they are about comes from the profile. */
function scenesOf({ suggestions, sources }: Service): Readonly<Record<string, Scene>> {
  const [question = ''] = suggestions;
  const about = sources.find(({ title }) => question.includes(title));
  const asked = (text: string) => `/?question=${encodeURIComponent(text)}`;
  return {
    home: { address: '/', act: (page) => page.locator('ask-the-researcher .composer').waitFor() },
    answer: { address: asked(question), act: showEvidence },
    list: { address: asked('What are the latest publications?'), act: showAnswer },
    publications: { address: '/publications' },
    coauthors: {
      address: '/publications',
      act: (page) => page.locator('.coauthors').evaluate((part) => part.scrollIntoView()),
    },
    work: { address: `/sources/${about?.id ?? ''}` },
    embed: {
      address: '/embed/setup?position=inline&accent=%23b00020',
      act: async (page) => {
        await page.locator('ask-the-researcher .composer').waitFor();
        await page.locator('#result').evaluate((part) => part.scrollIntoView());
      },
    },
    admin: {
      address: '/admin?days=1',
      isForOwner: true,
      act: async (page) => {
        await page.locator('.gaps summary').first().click();
      },
    },
    'admin-figures': {
      address: '/admin?days=30',
      isForOwner: true,
      act: (page) => page.locator('#figures').evaluate((part) => part.scrollIntoView()),
    },
  };
}

async function showAnswer(page: Page): Promise<void> {
  await page.locator('ask-the-researcher .marker').first().waitFor({ timeout: 60_000 });
  // What is said of it arrives with a script of its own.
  await page.waitForLoadState('networkidle');
}

async function showEvidence(page: Page): Promise<void> {
  await showAnswer(page);
  await page.locator('ask-the-researcher .marker').first().click();
  await page.waitForLoadState('networkidle');
}

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, { only: { type: 'string' }, to: { type: 'string' } });
  const { only = '', to: folder = FOLDER } = values;
  await mkdir(folder, { recursive: true });
  const widget = await openWidget(PUBLIC_DIR, console.warn);
  const { log, warn } = console;
  const config = readConfig(process.env);
  const service = await openService(config, { log, warn, signal });
  const site = { service, publicDir: PUBLIC_DIR, ...(widget && { widget }) };
  const visited = await serve({ ...site, publicUrl: HOST });
  const journal = await openInvented();
  const reindex = async () => service.status;
  const admin = { key: KEY, corpusDir: config.CORPUS_DIR, reindex };
  const owned = await serve({ ...site, journal: journal.journal, admin });
  const browser = await launchBrowser();
  try {
    for (const [name, scene] of Object.entries(scenesOf(service))) {
      for (const variant of VARIANTS) {
        const file = `${[name, ...variant].join('-')}.png`;
        if (!file.includes(only) || (scene.isForOwner && variant[2] !== 'en')) continue;
        signal.throwIfAborted();
        const { url } = scene.isForOwner ? owned : visited;
        await takePicture(browser, url, scene, variant, `${folder}/${file}`);
        log(file);
      }
    }
  } finally {
    await browser.close();
    visited.close();
    owned.close();
    await journal.remove();
  }
});

async function serve(options: AppOptions) {
  const server = createServer(createApp(options).app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A journal in which visitors have asked for a month. */
async function openInvented() {
  const folder = await mkdtemp(path.join(tmpdir(), 'journal-'));
  const journal = createJournal({
    database: openSqlite(path.join(folder, 'journal.sqlite')),
    keepDays: 90,
    onFailure: (error) => console.warn(error),
    onRecovery: () => {},
  });
  await recordInvented(journal);
  const remove = async () => {
    await journal.close();
    await rm(folder, { recursive: true });
  };
  return { journal, remove };
}

async function logIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.getByLabel('Admin key').fill(KEY);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Unanswered questions' }).waitFor();
}

async function takePicture(
  browser: Browser,
  url: string,
  { address, act, isForOwner }: Scene,
  [device, colorScheme, locale]: Variant,
  file: string,
): Promise<void> {
  const viewport = DEVICES[device];
  const context = await browser.newContext({
    viewport,
    colorScheme,
    locale,
    reducedMotion: 'reduce',
    hasTouch: device !== 'desktop',
  });
  const page = await context.newPage();
  if (isForOwner) await logIn(page, url);
  await page.goto(`${url}${address}`);
  await act?.(page);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await context.close();
}
