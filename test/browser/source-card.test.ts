import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask, INLINE, log, MARKER } from './parts.ts';
import { answerTo, HINDSIGHT } from './scripted-service.ts';
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
    for (let tab = 0; tab < 7; tab += 1) await page.keyboard.press('Tab');
    expect(await card.count()).toBe(0);
    const next = log(page).getByRole('button', {
      name: 'Source 2: Trace sampling, Head and tail sampling',
    });
    expect(await next.evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test.each([
    ['a click', (marker: Locator) => marker.click()],
    ['a tap', (marker: Locator) => marker.tap()],
    ['the keyboard', (marker: Locator) => marker.press('Enter')],
  ])('opened by %s, stays open until the reader closes it', async (_name, open) => {
    page = await visit(browser, site.host(INLINE), { hasTouch: true });
    await ask(page);
    const marker = log(page).getByRole('button', { name: MARKER });
    const card = page.getByRole('dialog', { name: MARKER });
    for (const close of [
      () => card.getByRole('button', { name: 'Close' }).click(),
      () => page.keyboard.press('Escape'),
      () => open(marker),
      () => page.getByRole('heading', { name: 'Me' }).click(),
    ]) {
      await open(marker);
      await page.mouse.move(5, 300);
      await page.evaluate(() => window.dispatchEvent(new Event('blur')));
      await log(page).getByRole('button', { name: 'Source 2' }).hover();
      await page.waitForTimeout(500);
      expect(await card.isVisible()).toBe(true);
      await close();
      await expect.poll(() => card.count()).toBe(0);
    }
  });

  test('shows the sentence in its paragraph, with venue, year and links, and whose words they are', async () => {
    page = await visit(browser, site.host(INLINE), {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const before = 'Tracing **every** request is costly. ';
    const body = `# Hindsight\n\n${before}${HINDSIGHT.quote} It is fast.\n\nAnother paragraph.`;
    const start = body.indexOf(HINDSIGHT.quote);
    const citation = { ...HINDSIGHT, start, end: start + HINDSIGHT.quote.length };
    await page.route('**/api/sources/hindsight', (route) =>
      route.fulfill({
        json: { body, venue: 'NSDI', year: 2023, asOf: '2026-01', people: ['Lei Zhang'] },
      }),
    );
    await page.route('**/api/chat', (route) =>
      route.fulfill({ json: { ...answerTo('x'), citations: [citation] } }),
    );
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).click();
    const card = page.getByRole('dialog', { name: MARKER });
    await card.getByText('NSDI 2023 · as of January 2026').waitFor();
    expect(await card.locator('mark').textContent()).toBe(HINDSIGHT.quote);
    expect(await card.locator('blockquote').textContent()).toBe(
      `Tracing every request is costly. ${HINDSIGHT.quote} It is fast.`,
    );
    await card.getByText('In the profile’s words, not those of the publication.').waitFor();
    expect(await card.getByRole('link', { name: 'Paper' }).getAttribute('href')).toBe(
      'https://example.org/hindsight.pdf',
    );
    await card.getByRole('button', { name: 'Copy quote' }).click();
    await card.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`“${HINDSIGHT.quote}”`);
    expect(await card.getByRole('link', { name: 'Show in source' }).getAttribute('href')).toBe(
      `${site.url}/sources/hindsight#p-1:~:text=Hindsight%20implements%20retroactive%20sampling%3A%20trace,are%20the%20traces%20concerned%20collected.`,
    );
  });

  test('marks the one sentence of a longer quote that the answer repeats', async () => {
    page = await visit(browser, site.host(INLINE));
    const quote = 'It is small. It keeps “all” of a trace, e.g. for a day. It is fast.';
    const answer = 'It is small [1]. It keeps “all” of a trace, e.g. for a day [1]. It flies [1].';
    await page.route('**/api/chat', (route) =>
      route.fulfill({
        json: { ...answerTo('x'), answer, citations: [{ ...HINDSIGHT, quote }] },
      }),
    );
    await ask(page);
    const marked: (string | null)[] = [];
    const markers = log(page).getByRole('button', { name: MARKER });
    await markers.nth(2).waitFor();
    for (const marker of await markers.all()) {
      await marker.click();
      const card = page.getByRole('dialog', { name: MARKER });
      marked.push(await card.locator('mark').textContent());
      expect(await card.locator('blockquote').textContent()).toBe(quote);
      await page.keyboard.press('Escape');
    }
    expect(marked).toEqual(['It is small.', 'It keeps “all” of a trace, e.g. for a day.', quote]);
  });

  test('points to the list of sources where its file cannot be loaded', async () => {
    page = await visit(browser, 'about:blank');
    await page.route('**/widget-later-*', (route) => route.abort());
    await page.goto(site.host(INLINE));
    await ask(page);
    await log(page).getByRole('button', { name: MARKER }).click();
    await expect
      .poll(() => log(page).getByRole('region', { name: 'Sources' }).isVisible())
      .toBe(true);
    expect(await page.getByRole('dialog').count()).toBe(0);
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
    await card.getByRole('button', { name: 'Copy BibTeX' }).click();
    await card.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(entry);
    await page.keyboard.press('Escape');
    const unknown = page.waitForResponse(/\/api\/sources\/sampling\/citation/);
    await log(page).getByRole('button', { name: 'Source 2' }).click();
    expect((await unknown).status()).toBe(404);
    await card.getByText('Head-based sampling decides').waitFor();
    expect(await card.getByRole('button', { name: 'Copy BibTeX' }).count()).toBe(0);
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
