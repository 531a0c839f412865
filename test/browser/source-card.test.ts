import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask, INLINE, log, MARKER } from './parts.ts';
import { openSite, type Site, visit } from './site.ts';

let browser: Browser;
let site: Site;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openSite();
});
afterEach(async () => {
  site.service.held = false;
  site.service.asked.length = 0;
  await page.context().close();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('the source card', () => {
  test('opens by keyboard, can be tabbed through, and returns the focus', async () => {
    page = await visit(browser, site.host(INLINE));
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).waitFor();
    await log(page).focus();
    await page.keyboard.press('Tab');
    const card = page.getByRole('dialog', { name: MARKER });
    await card.getByText('Hindsight implements retroactive sampling').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(
      await card
        .getByRole('link', { name: 'Hindsight' })
        .evaluate((link) => link.matches(':focus')),
    ).toBe(true);
    await page.keyboard.press('Escape');
    expect(await card.count()).toBe(0);
    expect(
      await log(page)
        .getByRole('button', { name: MARKER })
        .evaluate((button) => button.matches(':focus')),
    ).toBe(true);
    await page.keyboard.press('Enter');
    for (let tab = 0; tab < 4; tab += 1) await page.keyboard.press('Tab');
    expect(await card.count()).toBe(0);
    const next = log(page).getByRole('button', {
      name: 'Source 2: Trace sampling, Head and tail sampling',
    });
    expect(await next.evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('stays open while the focus is in it', async () => {
    page = await visit(browser, site.host(INLINE));
    await page.clock.install();
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).focus();
    await page.keyboard.press('Enter');
    await page.clock.runFor(1_000);
    expect(await page.getByRole('dialog', { name: MARKER }).isVisible()).toBe(true);
  });

  test('copies the BibTeX entry, and offers that only for sources that have one', async () => {
    page = await visit(browser, site.host(INLINE), {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const entry = '@inproceedings{zhang2023benefit,\n}\n';
    await page.route('**/api/sources/hindsight/citation?format=bibtex', (route) =>
      route.fulfill({ contentType: 'application/x-bibtex', body: entry }),
    );
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).click();
    const card = page.getByRole('dialog');
    await card.getByRole('button', { name: 'Cite this (BibTeX)' }).click();
    await card.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(entry);
    await page.keyboard.press('Escape');
    const unknown = page.waitForResponse(/\/api\/sources\/sampling\/citation/);
    await log(page).getByRole('button', { name: 'Source 2' }).click();
    expect((await unknown).status()).toBe(404);
    await card.getByText('Head-based sampling decides').waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
  });

  test('opens on hover, can be hovered itself, and closes when the mouse leaves', async () => {
    page = await visit(browser, site.host(INLINE));
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).hover();
    const card = page.getByRole('dialog', { name: MARKER });
    await card.getByRole('link', { name: 'Paper' }).hover();
    await page.waitForTimeout(400);
    expect(await card.isVisible()).toBe(true);
    await page.mouse.move(5, 5);
    await card.waitFor({ state: 'detached' });
  });

  test('closes on Escape while hovered; the panel stays open', async () => {
    page = await visit(browser, site.host({ body: '<main><h1>Me</h1></main>' }));
    await page.getByRole('button', { name: 'Ask a question' }).click();
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).hover();
    const card = page.getByRole('dialog', { name: MARKER });
    await card.waitFor();
    await page.keyboard.press('Escape');
    expect(await card.count()).toBe(0);
    expect(await log(page).isVisible()).toBe(true);
  });

  test('opens on a tap and stays within the screen', async () => {
    page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }), {
      viewport: { width: 360, height: 640 },
      hasTouch: true,
    });
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).tap();
    const box = await page.getByRole('dialog', { name: MARKER }).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360);
  });
});
