import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { LAID_OUT } from './scripted-service.ts';
import { type HostPage, OUTPUT, openSite, type Site, visit } from './site.ts';

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

const MAIN = '<main><h1>A homepage</h1><p>About kites.</p>';
const head = '<meta name="color-scheme" content="light dark">';
const floating: HostPage = { head, body: `${MAIN}</main>` };
const inline: HostPage = {
  head,
  body: `${MAIN}<ask-the-researcher></ask-the-researcher></main>`,
};

async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Ask a question|Eine Frage)/ }).click();
  await page.getByRole('button', { name: 'What is Hindsight?' }).waitFor();
}

async function answer(page: Page): Promise<void> {
  await page.getByRole('textbox').fill('What is Hindsight?');
  await page.getByRole('textbox').press('Enter');
  await page.getByText(/^(Quoted from|Aus dem Profil)/).waitFor();
}

async function everything(page: Page): Promise<void> {
  await answer(page);
  await page.getByRole('button', { name: /^(Not helpful|Nicht hilf)/ }).click();
  await page.locator('summary').click();
  await page
    .getByRole('button', { name: /^(Source|Quelle) 1/ })
    .first()
    .click();
}

const laidOut = (question: string) => async (page: Page) => {
  await page.getByRole('textbox').last().fill(question);
  await page.getByRole('textbox').last().press('Enter');
  await page.locator('.layout').last().waitFor();
};
const works = laidOut('Which works are there?');
const comparison = laidOut('How do they differ?');
const timeline = laidOut('Where did he work?');

async function failure(page: Page): Promise<void> {
  await page.route('**/api/chat', (route) => route.abort());
  await page.getByRole('textbox').fill('What is Hindsight?');
  await page.getByRole('textbox').press('Enter');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
}

const dark: BrowserContextOptions = { colorScheme: 'dark' };
const forced: BrowserContextOptions = { forcedColors: 'active' };
/** 320 px wide, as at 400 % zoom. */
const smallest: BrowserContextOptions = { viewport: { width: 320, height: 512 } };
const small: BrowserContextOptions = { viewport: { width: 360, height: 740 } };

const STATES: readonly [
  name: string,
  host: HostPage,
  options: BrowserContextOptions,
  ...steps: readonly ((page: Page) => Promise<void>)[],
][] = [
  ['closed', floating, {}],
  ['closed-dark', floating, dark],
  ['open-empty', floating, {}, open],
  ['open-empty-dark', floating, dark, open],
  ['open-answered', floating, {}, open, everything],
  ['open-answered-dark', floating, dark, open, everything],
  ['open-answered-small', floating, small, open, everything],
  ['inline-empty', inline, {}],
  ['inline-answered', inline, {}, everything],
  ['inline-answered-dark', inline, dark, everything],
  ['inline-failed', inline, {}, failure],
  ['inline-failed-dark', inline, dark, failure],
  ['works', inline, {}, works],
  ['works-dark', floating, dark, open, works],
  ['works-small', floating, smallest, open, works],
  ['works-forced', inline, forced, works],
  ['comparison', inline, {}, comparison],
  ['comparison-dark', floating, dark, open, comparison],
  ['comparison-small', floating, smallest, open, comparison],
  ['comparison-forced', inline, forced, comparison],
  ['timeline', inline, {}, timeline],
  ['timeline-dark', floating, dark, open, timeline],
  ['timeline-small', floating, smallest, open, timeline],
  ['timeline-forced', inline, forced, timeline],
  ['timeline-right-to-left', { ...inline, dir: 'rtl', lang: 'ar' }, {}, timeline],
  ['right-to-left', { ...inline, dir: 'rtl', lang: 'de' }, {}, everything],
  ['right-to-left-open', { ...floating, dir: 'rtl', lang: 'ar' }, dark, open, everything],
];

describe('axe finds no violations', () => {
  test.each(STATES)('%s', async (name, host, options, ...steps) => {
    const page = await visit(browser, site.host(host), { reducedMotion: 'reduce', ...options });
    for (const step of steps) await step(page);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `${OUTPUT}/widget-${name}.png` });
    await page.context().close();
  });

  test.each([
    ...['/', '/ask?question=What%20is%20Hindsight%3F', '/ask', '/docs'],
    ...Object.keys(LAID_OUT).map((question) => `/ask?question=${encodeURIComponent(question)}`),
  ])('on %s', async (address) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await visit(browser, `${site.url}${address}`, {
        colorScheme,
        bypassCSP: true,
      });
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    }
  });

  test('on a conversation without scripts', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const address = `${site.url}/ask?question=What%20is%20Hindsight%3F`;
      const page = await visit(browser, address, { colorScheme, bypassCSP: true });
      await page.locator('.next button').first().click();
      await page.getByRole('link', { name: 'Start over' }).waitFor();
      expect(await page.locator('.earlier h2').allTextContents()).toEqual(['What is Hindsight?']);
      expect(new URL(page.url()).hash).toBe('#latest');
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    }
  });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

describe('nothing is cut off or scrolls sideways', () => {
  test.each([
    ['320 px wide', { viewport: { width: 320, height: 568 } }],
    // A window of 1280 × 1024 px, zoomed.
    ['at 200 %', { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 }],
    ['at 400 %', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
  ])('%s', async (_name, options) => {
    for (const address of [
      site.host(floating),
      site.host(inline),
      `${site.url}/`,
      `${site.url}/ask`,
    ]) {
      const page = await visit(browser, address, options);
      if (address === site.host(floating)) await open(page);
      const launcher = page.getByRole('button', { name: 'Ask a question' });
      if (await launcher.isVisible()) await launcher.click();
      if (!address.endsWith('/ask')) await answer(page);
      const sideways = await page.evaluate(() => {
        const root = document.querySelector('ask-the-researcher')?.shadowRoot;
        return [
          document.documentElement,
          ...(root?.querySelectorAll('.panel, .log, .offers') ?? []),
        ]
          .filter((element) => element.scrollWidth > element.clientWidth)
          .map((element) => element.outerHTML.slice(0, 60));
      });
      expect(sideways).toEqual([]);
      if (address !== `${site.url}/ask`) {
        const field = page.getByRole('textbox');
        await field.scrollIntoViewIfNeeded();
        const box = await field.boundingBox();
        expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThan(options.viewport.height + 1);
      }
      await page.context().close();
    }
  });

  test('targets are at least 24 px, and the text of the fields is 16 px', async () => {
    const page = await visit(browser, site.host(floating));
    await open(page);
    await answer(page);
    await works(page);
    await comparison(page);
    await page.getByRole('button', { name: 'Not helpful' }).last().click();
    const { tooSmall, letters } = await page.evaluate(() => {
      const root = document.querySelector('ask-the-researcher')?.shadowRoot;
      const targets = [
        ...(root?.querySelectorAll<HTMLElement>(
          'button, textarea, summary, .links a, .piece a, .all a',
        ) ?? []),
      ].filter((target) => target.checkVisibility());
      return {
        tooSmall: targets
          .filter((target) => Math.min(target.offsetWidth, target.offsetHeight) < 24)
          .map((target) => target.outerHTML),
        letters: targets
          .filter((target) => target.localName === 'textarea')
          .map((target) => getComputedStyle(target).fontSize),
      };
    });
    expect(tooSmall).toEqual([]);
    expect(letters).toEqual(['16px', '16px']);
    await page.context().close();
  });
});

describe('system preferences are respected', () => {
  test('nothing moves with reduced motion', async () => {
    const page = await visit(browser, site.host(inline), { reducedMotion: 'reduce' });
    site.service.held = true;
    await page.getByRole('textbox').fill('What is Hindsight?');
    await page.getByRole('textbox').press('Enter');
    await page.getByRole('log').getByText('Answering').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    site.service.held = false;
    await page.context().close();
  });

  test('with forced colors every control has a border', async () => {
    const page = await visit(browser, site.host(inline), { forcedColors: 'active' });
    await answer(page);
    for (const name of ['Send', 'Who wrote Hindsight?', /^Source 1/]) {
      const button = page.getByRole('button', { name }).first();
      const edge = await button.evaluate((element) => getComputedStyle(element).borderTopColor);
      expect(edge).not.toMatch(/^rgba\(.*, 0\)$/);
    }
    await page.screenshot({ path: `${OUTPUT}/widget-forced-colors.png` });
    await page.context().close();
  });

  test('the theme set by the page wins over that of the system', async () => {
    const body = '<ask-the-researcher theme="light"></ask-the-researcher>';
    const page = await visit(browser, site.host({ body }), dark);
    const panel = page.locator('.panel');
    expect(await panel.evaluate((node) => getComputedStyle(node).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    await page.context().close();
  });

  test('on a small screen the panel is modal and leaves room for the keyboard', async () => {
    const page = await visit(browser, site.host(floating), small);
    await open(page);
    const dialog = page.getByRole('dialog');
    expect(await dialog.evaluate((panel) => panel.matches(':modal'))).toBe(true);
    // An on-screen keyboard shrinks only the visual viewport; headless Chromium has none, so fake it.
    await page.evaluate(() => {
      Object.defineProperty(visualViewport, 'height', { value: 400, configurable: true });
      visualViewport?.dispatchEvent(new Event('resize'));
    });
    expect((await dialog.boundingBox())?.height).toBe(400);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.context().close();
  });
});
