import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJournal, type Journal } from '../../src/journal/journal.ts';
import { openSqlite } from '../../src/journal/sqlite.ts';
import { recordInvented } from '../journal/invented.ts';
import { launchBrowser } from '../support/browser.ts';
import { OUTPUT, openSite, type Site, visit } from './site.ts';

const KEY = 'correct-horse-battery-staple';

let browser: Browser;
let site: Site;
let journal: Journal;
let folder: string;
beforeAll(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(path.join(tmpdir(), 'admin-'));
  journal = createJournal({
    database: openSqlite(path.join(folder, 'journal.sqlite')),
    keepDays: 90,
    onFailure: (error) => {
      throw error;
    },
    onRecovery: () => {},
  });
  await recordInvented(journal);
  const corpusDir = path.join(folder, 'corpus');
  await mkdir(corpusDir);
  await writeFile(path.join(corpusDir, 'notes.md'), 'Hindsight traces edge cases.');
  const reindex = () => Promise.reject(new Error('Nobody indexes here.'));
  site = await openSite({ app: { journal, admin: { key: KEY, corpusDir, reindex } } });
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await journal.close();
  await rm(folder, { recursive: true });
});

async function logIn(options: Parameters<typeof visit>[2] = {}): Promise<Page> {
  const page = await visit(browser, `${site.url}/admin`, options);
  await page.getByLabel('Admin key').fill(KEY);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Unanswered questions' }).waitFor();
  return page;
}

async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  );
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
}

test('the owner logs in, finds the unanswered questions of yesterday, and writes a draft', async () => {
  const complaints: string[] = [];
  const page = await visit(browser, 'about:blank', { javaScriptEnabled: false });
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(`${site.url}/admin/`);
  expect(page.url()).toBe(`${site.url}/admin`);
  await page.getByLabel('Admin key').fill('not the key');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('This is not the admin key').waitFor();
  await page.getByLabel('Admin key').fill(KEY);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('link', { name: 'Since yesterday' }).click();
  const first = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') })
    .first();
  await first.getByRole('heading', { name: 'Does Hindsight run on Windows?' }).waitFor();
  await first.getByText('declined 4 times').waitFor();
  await first.getByRole('button', { name: /^Write a draft about: Does Hindsight/ }).click();
  await page.getByRole('status').getByText('as a draft: write what answers').waitFor();
  const file = path.join(folder, 'corpus/does-hindsight-run-on-windows.md');
  expect(await readFile(file, 'utf8')).toContain('draft: true');
  await first.getByText('Noted in questions.yaml').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('Does Hindsight run on');
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Admin key').waitFor();
  await page.goto(`${site.url}/admin`);
  await page.getByLabel('Admin key').waitFor();
  // That the status is 401 is no fault of the page.
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
  await page.context().close();
});

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 360],
  ['dark', 360],
] as const)(
  'the page has no axe violations and is not cut off: %s, %d px',
  async (colorScheme, width) => {
    const options = { colorScheme, viewport: { width, height: 900 } };
    const door = await visit(browser, `${site.url}/admin`, options);
    await expectAccessible(door);
    await door.context().close();
    const page = await logIn(options);
    await page.getByText('All figures as a table').click();
    await expectAccessible(page);
    await page.getByText('All figures as a table').click();
    await page.screenshot({ path: `${OUTPUT}/admin-${colorScheme}-${width}.png`, fullPage: true });
    await page.context().close();
  },
);
