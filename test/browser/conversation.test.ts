import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask, field, INLINE, log, status } from './parts.ts';
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

describe('the conversation', () => {
  test('continues on the next page, and starts over on demand', async () => {
    page = await visit(browser, site.host(INLINE));
    await ask(page);
    await log(page).getByText('Quoted from the profile').waitFor();
    await page.goto(
      site.host({
        body: '<main><h1>Elsewhere</h1><ask-the-researcher></ask-the-researcher></main>',
      }),
    );
    await log(page).getByText('Quoted from the profile').waitFor();
    await ask(page, 'Did it win an award?');
    await expect.poll(() => site.service.asked[1]?.history.length).toBe(2);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('button', { name: 'Which papers appeared at SOSP?' }).waitFor();
    expect(await log(page).getByText('Quoted from').count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'What is Hindsight?' }).waitFor();
  });

  test('stays open on the next page without taking the focus', async () => {
    page = await visit(browser, site.host({ body: '<main><h1>Me</h1></main>' }));
    await page.getByRole('button', { name: 'Ask a question' }).click();
    await ask(page);
    await log(page).getByText('Quoted from the profile').waitFor();
    await page.reload();
    await log(page).getByText('Quoted from the profile').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });

  test('begins anew with each example question, and with each that the page asks', async () => {
    page = await visit(browser, site.host(INLINE));
    const answered = () => status(page, 'Answer ready').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Which papers appeared at SOSP?' }).click();
    await answered();
    await page.getByRole('button', { name: 'Which theses has he advised?' }).click();
    await answered();
    await ask(page, 'And at NSDI?');
    await answered();
    await page.locator('ask-the-researcher').evaluate((widget) => {
      (widget as unknown as { ask(text: string): void }).ask('Who is he?');
    });
    await expect.poll(() => site.service.asked.length).toBe(4);
    const before = site.service.asked.map(
      ({ history }) => history.map(({ content }) => content)[0],
    );
    expect(before).toEqual([undefined, undefined, 'Which theses has he advised?', undefined]);
  });

  test('is not mixed with that of another element on the page', async () => {
    const body = `<ask-the-researcher id="a"></ask-the-researcher>
      <ask-the-researcher id="b"></ask-the-researcher><ask-the-researcher></ask-the-researcher>`;
    page = await visit(browser, site.host({ body }));
    const each = await page.locator('ask-the-researcher').all();
    for (const [number, element] of each.entries()) {
      await element.getByRole('textbox').fill(`Question ${number}`);
      await element.getByRole('textbox').press('Enter');
      await element.getByText('Quoted from the profile').waitFor();
    }
    await page.reload();
    for (const [number, element] of each.entries()) {
      await element.getByText('Quoted from the profile').waitFor();
      expect(await element.getByText(/^You asked: Question/).allTextContents()).toEqual([
        `You asked: Question ${number}`,
      ]);
    }
  });

  test('in two tabs with storage="local" keeps the turns of both, until one starts over', async () => {
    const body = '<ask-the-researcher storage="local"></ask-the-researcher>';
    page = await visit(browser, site.host({ body }));
    const other = await page.context().newPage();
    await other.goto(page.url());
    for (const [tab, question] of [
      [page, 'One'],
      [other, 'Two'],
      [page, 'Three'],
    ] as const) {
      await ask(tab, question);
      await log(tab).locator('.turn', { hasText: question }).getByText('Quoted from').waitFor();
    }
    const third = await page.context().newPage();
    await third.goto(page.url());
    const asked = () => log(third).locator('.question').allTextContents();
    await expect.poll(asked).toEqual(['One', 'Two', 'Three'].map((text) => `You asked: ${text}`));
    await page.getByRole('button', { name: 'New conversation' }).click();
    await other.close();
    await third.reload();
    await third.getByRole('button', { name: 'What is Hindsight?' }).waitFor();
    expect(await asked()).toEqual([]);
  });

  test('continues in another tab with storage="local"', async () => {
    const body = '<ask-the-researcher storage="local"></ask-the-researcher>';
    page = await visit(browser, site.host({ body }));
    await ask(page);
    await log(page).getByText('Quoted from the profile').waitFor();
    const address = page.url();
    page = await page.context().newPage();
    await page.goto(address);
    await log(page).getByText('Quoted from the profile').waitFor();
  });

  test('uses the language of the page and strings that the page supplies', async () => {
    page = await visit(
      browser,
      site.host({ body: '<ask-the-researcher></ask-the-researcher>', lang: 'de' }),
    );
    await page.getByRole('textbox', { name: 'Ihre Frage' }).waitFor();
    await page.evaluate(() => {
      const widget = document.querySelector('ask-the-researcher');
      Object.assign(widget ?? {}, { strings: { question: 'Votre question' } });
      widget?.setAttribute('heading', 'Bonjour');
    });
    await page.getByRole('textbox', { name: 'Votre question' }).waitFor();
    await page.getByRole('region', { name: 'Bonjour' }).waitFor();
  });

  test('works with the keyboard alone', async () => {
    page = await visit(
      browser,
      site.host({ body: '<main><h1>Me</h1><a href="#">A link</a></main>' }),
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Ask about Jonathan Mace’s research' });
    await dialog.waitFor();
    await page.keyboard.type('What is');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('Hindsight?');
    expect(site.service.asked).toHaveLength(0);
    await page.keyboard.press('Enter');
    await log(page).getByText('Quoted from the profile').waitFor();
    expect(site.service.asked[0]?.question).toBe('What is\nHindsight?');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter'); // The last example; the focus then moves to the field.
    await expect.poll(() => site.service.asked[1]?.question).toBe('Which theses has he advised?');
    await status(page, 'Answer ready').waitFor({ state: 'attached' });
    await page.keyboard.type('And');
    expect(await field(page).inputValue()).toBe('And');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const launcher = page.getByRole('button', { name: 'Ask a question' });
    expect(await launcher.evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  test('does not send on the Enter that ends an IME composition', async () => {
    page = await visit(browser, site.host(INLINE));
    await field(page).fill('日本');
    await field(page).evaluate((textarea) => {
      const enter = { key: 'Enter', bubbles: true, composed: true };
      textarea.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
      textarea.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
    });
    expect(await field(page).inputValue()).toBe('日本');
    expect(site.service.asked).toHaveLength(0);
  });

  test('fires events and can be controlled by its methods', async () => {
    page = await visit(browser, site.host({ body: '' }));
    const told = await page.evaluate(async () => {
      const told: string[] = [];
      for (const name of ['ask-question', 'ask-answer', 'ask-error', 'ask-feedback']) {
        document.addEventListener(name, ({ type }) => told.push(type));
      }
      const widget = document.querySelector('ask-the-researcher') as unknown as {
        ask(text: string): Promise<void>;
        close(): void;
        clear(): void;
        opened: boolean;
      };
      await widget.ask('What is Hindsight?');
      told.push(String(widget.opened));
      widget.close();
      widget.clear();
      return [...told, String(widget.opened)];
    });
    expect(told).toEqual(['ask-question', 'ask-answer', 'true', 'false']);
  });
});
