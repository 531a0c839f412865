import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { OUTPUT, openSite, type Site, visit } from './site.ts';

let browser: Browser;
let site: Site;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openSite();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

describe('the demo page', () => {
  test('answers its example questions in place, under its content security policy', async () => {
    const page = await visit(browser, 'about:blank');
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(site.url);
    await page.getByRole('heading', { name: 'Jonathan Mace', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Who is Jonathan Mace?' }).click();
    await page.getByRole('log').getByText('Quoted from the profile').waitFor();
    expect(page.url()).toBe(`${site.url}/`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('copies the line that embeds the widget from this host', async () => {
    const page = await visit(browser, `${site.url}/embed/setup`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Copy' }).first().click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const line = await page.evaluate(() => navigator.clipboard.readText());
    expect(line).toBe(`<script src="${site.url}/widget.js" defer></script>`);
    await page.context().close();
  });

  test('works without JavaScript', async () => {
    const page = await visit(browser, site.url, { javaScriptEnabled: false });
    await page.getByLabel('Your question').fill('What is Hindsight?');
    await page.getByLabel('Your question').press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What is Hindsight?' }).waitFor();
    await page.getByText('Hindsight implements retroactive sampling').waitFor();
    await page.getByRole('link', { name: 'Source 1' }).click();
    expect(page.url()).toMatch(/#source-1$/);
    await page.getByRole('button', { name: 'Who wrote Hindsight?' }).click();
    await page.getByLabel('Ask another question').fill('Did it win an award?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('heading', { name: 'Did it win an award?' }).waitFor();
    await page.goBack();
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Who is Jonathan Mace?' }).click();
    await page.getByRole('heading', { name: 'Who is Jonathan Mace?' }).waitFor();
    await page.context().close();
  });
});

describe('screenshots for review, in test/output', () => {
  test.each([360, 768, 1440])('the pages at %d px, light and dark', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await visit(browser, site.url, {
        colorScheme,
        viewport: { width, height: 900 },
      });
      const shoot = (name: string) =>
        page.screenshot({ path: `${OUTPUT}/${name}-${colorScheme}-${width}.png`, fullPage: true });
      await page.getByRole('button', { name: 'What is Hindsight?' }).waitFor();
      await shoot('home');
      await page.getByRole('textbox', { name: 'Your question' }).fill('What is Hindsight?');
      await page.getByRole('textbox', { name: 'Your question' }).press('Enter');
      await page.getByText('Quoted from the profile').waitFor();
      await shoot('home-answered');
      await page.goto(`${site.url}/ask?question=What%20is%20Hindsight%3F`);
      await shoot('ask');
      await page.locator('.next button').first().click();
      await page.getByRole('link', { name: 'Start over' }).waitFor();
      await shoot('ask-more');
      await page.context().close();
    }
  });
});
