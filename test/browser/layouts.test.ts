import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask, INLINE, log, status } from './parts.ts';
import { openSite, type Site, visit } from './site.ts';

let browser: Browser;
let site: Site;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openSite();
});
afterEach(async () => {
  await page.context().close();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const WORKS = 'Which works are there?';

/** The same answer in the widget and on the page without scripts. */
const PLACES: readonly [string, (question: string, locale?: string) => Promise<void>][] = [
  [
    'in the widget',
    async (question, locale = 'en') => {
      page = await visit(browser, site.host({ ...INLINE, lang: locale }));
      await page.getByRole('textbox').fill(question);
      await page.getByRole('textbox').press('Enter');
    },
  ],
  [
    'on the page without scripts',
    async (question, locale = 'en') => {
      const address = `${site.url}/ask?question=${encodeURIComponent(question)}`;
      page = await visit(browser, address, { locale, javaScriptEnabled: false });
    },
  ],
];

describe.each(PLACES)('%s', (_, open) => {
  test('works are cards with people, venue, award and links; markers and sentences stay', async () => {
    await open(WORKS);
    const cards = page.locator('.cards > li');
    await cards.first().waitFor();
    const [first = '', second = ''] = await cards.allInnerTexts();
    expect(first).toMatch(
      /^The Benefit of Hindsight: Tracing Edge-Cases in Distributed Systems 1\n/,
    );
    expect(first).toContain('and 5 more');
    expect(first).toMatch(/NSDI 2023 · pages 321–339\s+Best Paper Award\s+Paper\s+Code on GitLab/);
    // The fields of the card say what the sentence says.
    expect(first).not.toContain('was published');
    expect(second).toContain('Trace sampling keeps some of the traces 2.');
    expect(await cards.locator('strong').allInnerTexts()).toEqual(['Jonathan Mace']);
    const text = await page.locator('.layout').locator('..').innerText();
    expect(text).toMatch(/^The profile has these:/);
    expect(text).toMatch(/And no more\.$/);
    const all = page.getByRole('link', { name: 'Show all 1,234' });
    expect(await all.evaluate((link) => (link as HTMLAnchorElement).href)).toBe(
      `${site.url}/publications?venue=NSDI`,
    );
  });

  test('a comparison is a table that assistive technology reads as one', async () => {
    await open('How do they differ?');
    const table = page.getByRole('table');
    await table.getByRole('columnheader', { name: 'Hindsight' }).waitFor();
    // The head has as many cells as the rows below it.
    const head = table.getByRole('row').first();
    expect(await head.getByRole('cell').or(head.getByRole('columnheader')).count()).toBe(3);
    const row = table.getByRole('row').filter({ hasText: 'In the profile' });
    expect(await row.getByRole('rowheader').innerText()).toBe('In the profile');
    expect(await row.getByRole('cell').allInnerTexts()).toEqual([
      'Hindsight was published (NSDI 2023, pages 321–339) 1.',
      'Trace sampling keeps some of the traces 2.',
    ]);
    const awards = table.getByRole('row').filter({ hasText: 'Awards' });
    expect(await awards.getByRole('cell').allInnerTexts()).toEqual(['Best Paper Award', '–']);
  });

  test('a career is a timeline with its dates in the language of the visitor', async () => {
    await open('Where did he work?', 'de');
    const entries = page.locator('.stages > li');
    await entries.first().waitFor();
    const [first = '', second = ''] = await entries.allInnerTexts();
    expect(first).toMatch(/^seit 2023\n/);
    expect(first).toMatch(/Stand Januar 2026$/);
    expect(second).toMatch(/^2018–September 2022\n/);
    expect(second).toContain('Lund');
  });
});

describe('in the widget', () => {
  test('the list of sources leaves out what cards show, and markers open their quotes', async () => {
    await PLACES[0]?.[1](WORKS);
    await page.locator('.cards').waitFor();
    await status(page, 'Answer ready, 2 sources').waitFor({ state: 'attached' });
    expect(await log(page).getByRole('region', { name: 'Sources' }).count()).toBe(0);
    await page.locator('.cards').getByRole('button', { name: 'Source 1' }).click();
    await page.getByRole('dialog').getByText('Hindsight implements').waitFor();
  });

  test('layouts are there again on the next page', async () => {
    page = await visit(browser, site.host(INLINE));
    await ask(page, WORKS);
    await page.locator('.cards').waitFor();
    await page.reload();
    await page.locator('.cards').waitFor();
  });

  test('where its second file cannot be loaded, an answer is text', async () => {
    page = await visit(browser, 'about:blank');
    await page.route('**/widget-later-*', (route) => route.abort());
    await page.goto(site.host(INLINE));
    await ask(page, WORKS);
    await log(page).getByText('Hindsight was published (NSDI 2023, pages 321–339)').waitFor();
  });
});
