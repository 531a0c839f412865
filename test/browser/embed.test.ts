import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask } from './parts.ts';
import { openSite, type Site, visit } from './site.ts';

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

/** What the page for owners says to paste, with these choices. */
async function snippet(choices: Readonly<Record<string, string>>): Promise<string> {
  const page = await visit(browser, `${site.url}/embed/setup?${new URLSearchParams(choices)}`);
  const text = await page.locator('#snippet').textContent();
  await page.context().close();
  return text ?? '';
}

/** A page of another origin with this in its body. What its policy forbids fails the test. */
async function pageWith(body: string, policy: string, origin = site.allowedUrl): Promise<Page> {
  const address = site.host({ body: `<main><h1>Me</h1>${body}</main>`, script: '', policy });
  const page = await visit(browser, 'about:blank');
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) throw new Error(message.text());
  });
  await page.goto(address.replace(site.url, origin));
  return page;
}

describe('a page of another origin with the snippet', () => {
  test('answers under a strict content security policy', async () => {
    const code = await snippet({ position: 'launcher', heading: 'Ask me "anything"' });
    const policy = `default-src 'none'; script-src ${site.url}; connect-src ${site.url}`;
    const page = await pageWith(code, policy);
    await page.getByRole('button', { name: 'Ask a question' }).click();
    await page.getByRole('heading', { name: 'Ask me "anything"' }).waitFor();
    await ask(page);
    await page.getByText('Quoted from the profile').waitFor();
    await page.context().close();
  });

  test('has the greeting, the examples, the language and a color that can be read', async () => {
    const code = await snippet({
      position: 'inline',
      lang: 'de',
      greeting: 'Willkommen!',
      examples: 'What is Hindsight?\nWho wrote it?',
      accent: '#ffcc00',
    });
    const page = await pageWith(code, '');
    await page.getByText('Willkommen!').waitFor();
    await page.getByRole('textbox', { name: 'Ihre Frage' }).waitFor();
    await page.getByRole('button', { name: 'Who wrote it?' }).waitFor();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  });

  test('in a frame is as high as it has to be, under a strict content security policy', async () => {
    const code = await snippet({ position: 'frame', height: '500' });
    const policy = `default-src 'none'; script-src ${site.url}; frame-src ${site.url}`;
    const page = await pageWith(code, policy);
    const frame = page.locator('iframe');
    const height = async () => (await frame.boundingBox())?.height;
    await expect.poll(height).toBeLessThan(300);
    const inner = page.frameLocator('iframe');
    await inner.getByRole('textbox', { name: 'Your question' }).fill('What is Hindsight?');
    await inner.getByRole('textbox', { name: 'Your question' }).press('Enter');
    await inner.getByText('Quoted from the profile').waitFor();
    await expect.poll(height).toBeGreaterThan(490);
    expect(await height()).toBeLessThan(520);
    await page.context().close();
  });

  test('in a frame of a page that allows no scripts fills the frame', async () => {
    const body = `<iframe src="${site.url}/embed" title="Ask" width="400" height="480"></iframe>`;
    const page = await pageWith(body, `default-src 'none'; frame-src ${site.url}`);
    const panel = page.frameLocator('iframe').getByRole('region').first();
    await expect.poll(async () => (await panel.boundingBox())?.height).toBe(480);
    await page.context().close();
  });

  test('in a frame of an origin that is not allowed stays empty', async () => {
    const body = `<iframe src="${site.url}/embed" title="Ask"></iframe>`;
    const address = site.host({ body, script: '' }).replace(site.url, site.strangeUrl);
    const page = await visit(browser, address);
    await expect
      .poll(() => page.frames().map((frame) => frame.url()))
      .toContain('chrome-error://chromewebdata/');
    await page.context().close();
  });

  test('ignores heights that other frames send', async () => {
    const other = site.host({
      body: '<script>parent.postMessage({ type: "ask-the-researcher:height", height: 9 }, "*")</script>',
      script: '',
    });
    const body = `<iframe id="ours" src="${site.url}/embed" title="Ask" height="333"></iframe>
      <iframe src="${other.replace(site.url, site.strangeUrl)}" title="Other" height="222"></iframe>
      <script src="${site.url}/frame.js" defer></script>`;
    const page = await pageWith(body, '');
    await page.frameLocator('#ours').getByRole('textbox').waitFor();
    expect(await page.locator('#ours').getAttribute('height')).toBe('333');
    await page.context().close();
  });
});

describe('the page for owners', () => {
  test('shows at once what is chosen, and copies it', async () => {
    const page = await visit(browser, `${site.url}/embed/setup`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.getByLabel('Where').selectOption('inline');
    await page.getByLabel('Greeting').fill('Good day');
    await page.locator('#result').getByText('Good day').last().waitFor();
    await page.getByLabel('Color').fill('#b00020');
    const accent = () =>
      page.locator('ask-the-researcher').evaluate((e) => e.style.getPropertyValue('--ask-accent'));
    await expect.poll(accent).toMatch(/^light-dark\(#b00020, #[\da-f]{6}\)$/);
    expect(page.url()).toContain('greeting=Good+day');
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('<ask-the-researcher greeting="Good day"></ask-the-researcher>');
    await page.getByLabel('Where').selectOption('frame');
    await page.frameLocator('iframe').getByText('Good day').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each([
    ['localhost:1', 'may not use this service yet'],
    ['not a site', 'is not the address of a site'],
  ])('says of %s what to do', async (typed, words) => {
    const page = await visit(browser, `${site.url}/embed/setup`, { javaScriptEnabled: false });
    await page.getByLabel('Address of your site').fill(typed);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText(words).waitFor();
    await page.context().close();
  });

  test('says which sites are allowed', async () => {
    const page = await visit(browser, `${site.url}/embed/setup`);
    await page.getByLabel('Address of your site').fill(`${site.allowedUrl}/about/me.html`);
    const verdict = `Pages of ${site.allowedUrl} may use this service.`;
    await page.locator('.note').getByText(verdict).waitFor();
    await page.getByRole('status').getByText(verdict).waitFor({ state: 'attached' });
    await page.context().close();
  });
});
