import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWidget } from '../../src/build/widget.ts';
import { createApp } from '../../src/http/app.ts';
import { createServer } from '../../src/http/create-server.ts';
import { launchBrowser } from '../support/browser.ts';
import { profileSources } from '../support/profile.ts';
import { OUTPUT, visit } from './site.ts';

let browser: Browser;
let server: Server;
let publicDir: string;
let url: string;

beforeAll(async () => {
  publicDir = await mkdtemp(path.join(os.tmpdir(), 'public-'));
  await cp(fileURLToPath(new URL('../../public', import.meta.url)), publicDir, { recursive: true });
  await buildWidget(publicDir);
  const service = await profileSources();
  server = createServer(createApp({ service, publicDir }).app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await rm(publicDir, { recursive: true });
});

const ADDRESSES = [
  ...['/', '/publications', '/publications?venue=RIVCON', '/topics', '/people', '/supervision'],
  ...['/sources', '/sources/eddyline#p-3', '/sources/ylva-sandqvist', '/ask?question=Why'],
  ...['/embed', '/embed/setup?position=inline&accent=%23ffcc00&site=x.example', '/nowhere'],
];
const NARROW = { width: 320, height: 640 };
const MODES: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['light, 320 px', { colorScheme: 'light', viewport: NARROW }],
  ['dark, 320 px', { colorScheme: 'dark', viewport: NARROW, locale: 'de' }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 900 } }],
  ['forced colors', { forcedColors: 'active', viewport: { width: 1280, height: 900 } }],
  // What is left of 1280 × 900 pixels.
  ['200 % zoom', { deviceScaleFactor: 2, viewport: { width: 640, height: 450 } }],
];

describe.each(MODES)('in %s', (mode, options) => {
  test('the pages have no axe violations, and nothing is cut off', async () => {
    for (const address of ADDRESSES) {
      const page = await visit(browser, `${url}${address}`, { ...options, bypassCSP: true });
      for (const summary of await page.locator('summary').all()) {
        if ((await summary.locator('..').getAttribute('open')) === null) await summary.click();
      }
      expect(await violations(page), address).toEqual([]);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      expect(sideways, address).toBe(false);
      const name = `${address}-${mode}`.replace(/\W+/g, '-').slice(1);
      await page.screenshot({ path: `${OUTPUT}/${name}.png`, fullPage: true });
      await page.context().close();
    }
  }, 120_000);
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe('the publications', () => {
  test.each([true, false])('are selected by chart and form (scripts: %s)', async (scripts) => {
    const page = await visit(browser, `${url}/publications`, { javaScriptEnabled: scripts });
    await page.getByRole('link', { name: /^2023: \d+ publications?$/ }).click();
    expect(page.url()).toBe(`${url}/publications?year=2023`);
    await page.getByRole('combobox', { name: 'Venue' }).selectOption('RIVCON');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(page.url()).toBe(`${url}/publications?year=2023&venue=RIVCON`);
    await page.getByRole('link', { name: 'Remove the filter “Year: 2023”' }).click();
    expect(page.url()).toBe(`${url}/publications?venue=RIVCON`);
    await page.getByRole('link', { name: /Memory of Eddyline/ }).click();
    await page.getByRole('heading', { name: /Memory of Eddyline/ }).waitFor();
    await page.getByRole('link', { name: 'Tomas Weil' }).click();
    await page.getByText(/^\d+ of \d+ publications$/).waitFor();
    await page.context().close();
  });
});

describe('the search of the home page', () => {
  test('finds works as one types, by keyboard', async () => {
    const page = await visit(browser, url, { bypassCSP: true });
    const field = page.getByRole('combobox', { name: 'Find a work or a question' });
    await field.fill('eddy');
    await page.getByRole('option', { name: /^Eddyline/ }).waitFor();
    await expect.poll(() => page.getByRole('status').allTextContents()).toContain('2 found');
    await field.press('ArrowDown');
    const active = await field.getAttribute('aria-activedescendant');
    await expect.poll(() => page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
    expect(await violations(page)).toEqual([]);
    await field.press('Enter');
    await page.waitForURL('**/sources/*');
    await page.context().close();
  });

  test('finds nothing and asks', async () => {
    const page = await visit(browser, url);
    const field = page.getByRole('combobox');
    await field.fill('Why do kites fly?');
    await page.getByText('Nothing found. Press Enter to ask.').waitFor({ state: 'attached' });
    await field.press('Enter');
    await page.getByRole('log').getByText('the wind pushes them up').first().waitFor();
    await page.context().close();
  });

  test('ends with Escape, and finds names whatever their accents', async () => {
    const page = await visit(browser, url);
    const field = page.getByRole('combobox');
    await field.fill('SANDQVÍST');
    await page.getByRole('listbox').waitFor();
    await field.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'hidden' });
    await page.context().close();
  });
});

describe('/?question=', () => {
  test.each([true, false])('opens with the answer (scripts: %s)', async (scripts) => {
    const address = `${url}/?question=${encodeURIComponent('Why do kites fly?')}`;
    const page = await visit(browser, address, { javaScriptEnabled: scripts });
    await page.getByText('the wind pushes them up').first().waitFor();
    await page.context().close();
  });
});

test('/?question= is asked once, whatever is reloaded', async () => {
  const page = await visit(browser, `${url}/?question=${encodeURIComponent('Why do kites fly?')}`);
  const answers = page.getByRole('log').locator('.answer');
  await answers.first().waitFor();
  await page.reload();
  await answers.first().waitFor();
  expect(await answers.count()).toBe(1);
  await page.context().close();
});

test('printed, the publications have no forms and no drawing', async () => {
  const page = await visit(browser, `${url}/publications`);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Show' }).isVisible()).toBe(false);
  expect(await page.locator('.graph').isVisible()).toBe(false);
  expect(await page.getByRole('link', { name: /Memory of Eddyline/ }).isVisible()).toBe(true);
  await page.context().close();
});
