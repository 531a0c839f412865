import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask, field, INLINE, log, status } from './parts.ts';
import { answerTo, TAIL } from './scripted-service.ts';
import { type HostPage, openSite, type Site, visit } from './site.ts';

let browser: Browser;
let site: Site;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openSite();
});
afterEach(async () => {
  site.service.held = false;
  await page.context().close();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const launcher = () => page.getByRole('button', { name: 'Ask a question' });
const answered = () => status(page, 'Answer ready').waitFor({ state: 'attached' });

describe('keys typed into the field', () => {
  test('do not reach the shortcuts of the page', async () => {
    page = await visit(browser, site.host(INLINE));
    await page.evaluate(() => {
      const fired: string[] = [];
      Object.assign(window, { fired });
      for (const type of ['keydown', 'keypress', 'keyup']) {
        document.addEventListener(type, (event) => {
          fired.push(`${event.type} ${(event as KeyboardEvent).key}`);
          event.preventDefault();
        });
      }
    });
    await field(page).click();
    await page.keyboard.type('jot k 12 ?/ trench');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Backspace');
    expect(await field(page).inputValue()).toBe('jot k 12 ?/ trenh');
    expect(await page.evaluate(() => (window as unknown as { fired: string[] }).fired)).toEqual([]);
  });
});

describe('the launcher and the open panel lie within the window, on a page with', () => {
  const rules = {
    transform: 'transform: translateZ(0)',
    filter: 'filter: saturate(.9)',
    perspective: 'perspective: 900px',
    contain: 'contain: layout',
    container: 'container-type: inline-size',
    zoom: 'zoom: 1.25',
    'a small zoom': 'zoom: .8',
    overflow: 'overflow-x: hidden; height: 100vh',
    translate: 'translate: 0 -40px',
  };
  test.each(Object.entries(rules))('%s', async (_name, rule) => {
    for (const element of ['html', 'body']) {
      const head = `<style>body { margin: 0; min-height: 3000px } ${element} { ${rule} }</style>`;
      page = await visit(browser, site.host({ head, body: '<h1>Me</h1>' }));
      await expectInWindow(await launcher().boundingBox());
      await launcher().click();
      await page.getByRole('button', { name: 'What is Hindsight?' }).waitFor();
      await expectInWindow(await page.getByRole('dialog').boundingBox());
      await page.context().close();
    }
    page = await visit(browser, 'about:blank');
  });

  async function expectInWindow(
    box: Awaited<ReturnType<ReturnType<Page['locator']>['boundingBox']>>,
  ) {
    const { x, y, width, height } = box ?? { x: -1, y: -1, width: 0, height: 0 };
    expect(Math.min(x, y, width - 1, height - 1)).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(1024);
    expect(y + height).toBeLessThanOrEqual(768);
  }
});

test.each([
  ['at 400 % zoom', 320, 256],
  ['on a phone on its side', 640, 360],
])(
  '%s the field, the buttons and some of the answer are visible at once',
  async (_, width, height) => {
    page = await visit(browser, site.host({ body: '<h1>Me</h1>' }), {
      viewport: { width, height },
    });
    await launcher().click();
    await ask(page);
    await answered();
    const seen = await page.evaluate(() => {
      const root = document.querySelector('ask-the-researcher')?.shadowRoot;
      return [
        '.composer textarea',
        '.send:not([hidden])',
        'header button:last-child',
        '.answer .text',
      ].map((selector) => {
        const box = root?.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
        const talk = root?.querySelector('.talk')?.getBoundingClientRect() ?? box;
        const clip = selector.includes('answer')
          ? talk
          : new DOMRect(0, 0, innerWidth, innerHeight);
        const pixels = Math.min(box.bottom, clip.bottom) - Math.max(box.top, clip.top);
        return { pixels, isWhole: pixels >= box.height && box.width > 0 };
      });
    });
    expect(seen.slice(0, 3).map(({ isWhole }) => isWhole)).toEqual([true, true, true]);
    expect(seen[3]?.pixels).toBeGreaterThanOrEqual(48);
  },
);

const LONG = `<main><h1>Me</h1><ask-the-researcher></ask-the-researcher></main><p id="after">After.</p>`;

test('an inline conversation adds no blank page, and the page ends where it did', async () => {
  page = await visit(browser, site.host({ body: LONG }));
  for (let round = 0; round < 10; round += 1) {
    await ask(page, `Question ${round}`);
    await log(page).locator('.turn').nth(round).getByText('Quoted from').waitFor();
  }
  const blank = await page.evaluate(() => {
    const end = document.getElementById('after')?.getBoundingClientRect().bottom ?? 0;
    return document.documentElement.scrollHeight - Math.max(innerHeight, end + scrollY + 20);
  });
  expect(blank).toBeLessThanOrEqual(0);
});

test('the page hardly moves when an inline conversation loads, and not while it answers', async () => {
  page = await visit(browser, 'about:blank', { viewport: { width: 1024, height: 768 } });
  // The script comes late, after the page has been painted.
  await page.route('**/widget.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as {
        hadRecentInput: boolean;
        value: number;
      }[])
        if (!entry.hadRecentInput) (window as unknown as { shift: number }).shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(site.host({ body: `${LONG}<h2>News</h2><p>A paragraph.</p>` }));
  await page.getByRole('button', { name: 'What is Hindsight?' }).waitFor();
  const shift = () => page.evaluate(() => (window as unknown as { shift: number }).shift);
  await page.waitForTimeout(300);
  const loaded = await shift();
  expect(loaded).toBeLessThan(0.1);
  site.service.held = true;
  await ask(page);
  await page.waitForTimeout(700);
  site.service.held = false;
  site.service.step();
  await answered();
  await page.waitForTimeout(300);
  expect(await shift()).toBe(loaded);
});

test.each([
  ['small text', 'main { font-size: 13px }'],
  ['large text', 'main { font-size: 20px }'],
  ['a rem of 10px', 'html { font-size: 62.5% } body { font-size: 1.8rem }'],
  ['a rem of 20px', 'html { font-size: 20px }'],
])(
  'nothing moves, and nothing stays blank, where a page with %s has reserved the space',
  async (_name, css) => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const [reserve = ''] = /<style>ask-the-researcher.*<\/style>/.exec(readme) ?? [];
    page = await visit(browser, 'about:blank');
    let load = () => {};
    const held = new Promise<void>((resolve) => {
      load = resolve;
    });
    await page.route('**/widget.js', async (route) => {
      await held;
      await route.continue();
    });
    const head = `<style>${css}</style>${reserve}`;
    await page.goto(site.host({ head, body: LONG }), { waitUntil: 'commit' });
    const after = page.locator('#after');
    const before = await after.boundingBox();
    load();
    await page.getByRole('button', { name: 'What is Hindsight?' }).waitFor();
    expect(await after.boundingBox()).toEqual(before);
    const panel = await page.locator('ask-the-researcher .panel').boundingBox();
    expect(panel).toEqual(await page.locator('ask-the-researcher').boundingBox());
  },
);

test('on a phone, no example is cut off at its lower edge, and each can be reached', async () => {
  const questions = [
    'What is Hindsight?',
    'Which projects are about the tracing of systems?',
    'Why?',
  ];
  const body = `<ask-the-researcher suggestions="${questions.join('|')}"></ask-the-researcher>`;
  page = await visit(browser, site.host({ body }), { viewport: { width: 375, height: 667 } });
  const talk = page.locator('ask-the-researcher .talk');
  const { y = 0, height = 0 } = (await talk.boundingBox()) ?? {};
  for (const name of questions) {
    const box = await page.getByRole('button', { name }).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(y + height);
  }
  await page.getByRole('button', { name: 'Why?' }).click();
  await answered();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
});

test('a translator that replaces the text of the page loses nothing of a streaming answer', async () => {
  site.service.held = true;
  page = await visit(browser, site.host(INLINE));
  await page.evaluate(() => {
    const done = new WeakSet<Node>();
    const translate = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
      const texts: Text[] = [];
      for (let node: Node | null = root; node !== null; node = walker.nextNode()) {
        if (node instanceof Element && node.shadowRoot) translate(node.shadowRoot);
        if (node instanceof Text && !done.has(node.parentNode as Node)) texts.push(node);
      }
      for (const text of texts) {
        const outer = document.createElement('font');
        const inner = outer.appendChild(document.createElement('font'));
        inner.textContent = text.data.toUpperCase();
        done.add(inner);
        text.replaceWith(outer);
      }
    };
    setInterval(() => translate(document.body), 20);
  });
  await ask(page);
  for (let step = 0; step < 7; step += 1) {
    site.service.step();
    await page.waitForTimeout(80);
  }
  site.service.held = false;
  site.service.step();
  await answered();
  await expect
    .poll(() => log(page).locator('.text').textContent())
    .toMatch(
      /^HINDSIGHT IS .+EDGE CASES: IT KEEPS TRACE DATA ON .+SEEN 1\. HEAD-BASED .+ REQUEST 2\.THE PAPER .+PUBLIC\.$/s,
    );
});

describe('finds the service when it is loaded', () => {
  const module = (code: string) => `<script type="module">${code}</script>`;
  test.each([
    ['as a module', (url: string) => `<script type="module" src="${url}/widget.js"></script>`],
    ['by an import', (url: string) => module(`import '${url}/widget.js'`)],
    ['by an import with a query', (url: string) => module(`await import('${url}/widget.js?v=1')`)],
  ])('%s, from another origin', async (_name, script) => {
    page = await visit(
      browser,
      site
        .host({ body: '<h1>Me</h1>', script: script(site.url) })
        .replace(site.url, site.allowedUrl),
    );
    await launcher().click();
    await ask(page);
    await answered();
    await log(page)
      .getByRole('button', { name: /^Source 1/ })
      .click();
    await page.getByRole('dialog', { name: /^Source 1/ }).waitFor();
  });

  test('as a module, with one element only where the page adds its own', async () => {
    const script = module(
      `import '${site.url}/widget.js'; document.body.append(document.createElement('ask-the-researcher'));`,
    );
    page = await visit(browser, site.host({ body: '<h1>Me</h1>', script }));
    await field(page).waitFor();
    expect(await page.locator('ask-the-researcher').count()).toBe(1);
  });

  test('but in a bundle of the page says that `endpoint` is missing', async () => {
    const code = `const code = await (await fetch('${site.url}/widget.js')).text();
      await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));`;
    const told: string[] = [];
    page = await visit(browser, 'about:blank');
    page.on('console', (message) => told.push(message.text()));
    await page.route('**/api/**', (route) => route.fulfill({ status: 404, body: 'Not found' }));
    await page.goto(site.host({ body: INLINE.body, script: module(code) }));
    await ask(page);
    await log(page).getByText('can set the right `endpoint`').waitFor();
    expect(told.join('\n')).toMatch(/is not the service.+<ask-the-researcher endpoint=/);
  });
});

describe('on a page of another origin', () => {
  const cross = (): HostPage => ({
    ...INLINE,
    script: `<script src="${site.url}/widget.js" defer></script>`,
  });

  test('that is not allowed, the console names the setting', async () => {
    const told: string[] = [];
    page = await visit(browser, 'about:blank');
    page.on('console', (message) => told.push(message.text()));
    await page.goto(site.host(cross()).replace(site.url, site.strangeUrl));
    await ask(page);
    await log(page).getByText('isn’t allowed to use the service yet').waitFor();
    expect(told.join('\n')).toContain(`Set ALLOWED_ORIGINS=${site.strangeUrl} in its settings`);
  });

  test('in a frame without an origin, the console says so', async () => {
    const told: string[] = [];
    const body = `<iframe sandbox="allow-scripts" src="${site.host(cross())}"></iframe>`;
    page = await visit(browser, 'about:blank');
    page.on('console', (message) => told.push(message.text()));
    await page.goto(site.host({ body, script: '' }));
    const frame = page.frameLocator('iframe');
    await frame.getByRole('textbox').fill('What is Hindsight?');
    await frame.getByRole('textbox').press('Enter');
    await frame.getByText('isn’t allowed to use the service yet').waitFor();
    expect(told.join('\n')).toContain('sandbox="allow-same-origin"');
  });

  test('the pages of the service are shown in frames where it is allowed, and only there', async () => {
    const frame = { body: `<iframe src="${site.url}/" title="The service"></iframe>`, script: '' };
    const shown = async (origin: string) => {
      page = await visit(browser, site.host(frame).replace(site.url, origin));
      const heading = page.frameLocator('iframe').getByRole('heading', { level: 1 });
      const seen = await heading.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (origin === site.allowedUrl) await page.context().close();
      return seen;
    };
    expect(await shown(site.allowedUrl)).toBe(true);
    expect(await shown(site.strangeUrl)).toBe(false);
  });

  test('Enter asks in a frame without forms', async () => {
    const body = `<iframe sandbox="allow-scripts allow-same-origin" src="${site.host(cross()).replace(site.url, '')}"></iframe>`;
    page = await visit(browser, site.host({ body, script: '' }).replace(site.url, site.allowedUrl));
    const frame = page.frameLocator('iframe');
    await frame.getByRole('textbox').fill('What is Hindsight?');
    await frame.getByRole('textbox').press('Enter');
    await frame.getByText('Quoted from the profile').waitFor();
  });
});

describe('theme="auto" follows the page', () => {
  const dark: BrowserContextOptions = { colorScheme: 'dark' };
  const light: BrowserContextOptions = { colorScheme: 'light' };
  const isDark = (place = 0) =>
    page
      .locator('ask-the-researcher .panel')
      .nth(place)
      .evaluate((panel) => getComputedStyle(panel).backgroundColor !== 'rgb(255, 255, 255)');

  test.each([
    ['a light scheme', ':root { color-scheme: light }', dark, false],
    ['a dark scheme', ':root { color-scheme: only dark }', light, true],
    ['both schemes', ':root { color-scheme: light dark }', dark, true],
    ['no scheme', '', dark, false],
    ['a dark ground alone', 'body { background: oklch(0.2 0.02 240) }', light, true],
    ['a light ground alone', 'body { background: #fffdf8 }', dark, false],
    ['a dark box around it', 'main { background: #111 }', light, true],
  ])('with %s', async (_name, css, options, expected) => {
    page = await visit(browser, site.host({ ...INLINE, head: `<style>${css}</style>` }), options);
    expect(await isDark()).toBe(expected);
  });

  test('when it changes, except where the theme is fixed', async () => {
    const head = `<style>html { transition: background-color .1s; background: #fff }
      html.dark { background: #123 }</style>`;
    const body = `${INLINE.body}<ask-the-researcher theme="light"></ask-the-researcher>`;
    page = await visit(browser, site.host({ head, body }), dark);
    expect(await isDark()).toBe(false);
    await page.evaluate(() => document.documentElement.classList.add('dark'));
    await expect.poll(() => isDark()).toBe(true);
    expect(await isDark(1)).toBe(false);
  });
});

describe('in print', () => {
  test('a launcher and its open panel are left out', async () => {
    page = await visit(browser, site.host({ body: '<h1>Me</h1>' }));
    await page.emulateMedia({ media: 'print' });
    expect(await launcher().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await launcher().click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('an inline conversation is whole, without its field', async () => {
    page = await visit(browser, site.host({ body: LONG }), { colorScheme: 'dark' });
    for (let round = 0; round < 5; round += 1) {
      await ask(page, `Question ${round}`);
      await log(page).locator('.turn').nth(round).getByText('Quoted from').waitFor();
    }
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await page.pdf())), {
      mergePages: true,
    });
    expect(text.match(/Question \d|After\./g)?.sort()).toEqual([
      'After.',
      ...['Question 0', 'Question 1', 'Question 2', 'Question 3', 'Question 4'],
    ]);
    expect(text.match(/known about a request/g)).toHaveLength(5);
    await page.emulateMedia({ media: 'print' });
    expect(await field(page).count()).toBe(0);
    const panel = page.locator('.panel');
    expect(await panel.evaluate((node) => getComputedStyle(node).color)).toBe('rgb(29, 33, 41)');
  });
});

test('a long list, also of sources, begins with eight items and shows all on demand', async () => {
  const items = Array.from({ length: 34 }, (_, number) => `- Item ${number + 1}`).join('\n');
  const citations = Array.from({ length: 34 }, (_, number) => ({ ...TAIL, index: number + 1 }));
  page = await visit(browser, site.host(INLINE));
  await page.route('**/api/chat', (route) =>
    route.fulfill({ json: { ...answerTo('x'), answer: items, citations } }),
  );
  await ask(page);
  const shown = () => log(page).getByRole('listitem').filter({ hasText: /^Item/ }).count();
  await answered();
  expect(await shown()).toBe(8);
  const sources = log(page).getByRole('region', { name: 'Sources' });
  expect(await sources.getByRole('listitem').count()).toBe(8);
  await sources.getByRole('button', { name: 'Show all 34' }).click();
  expect(await sources.getByRole('listitem').count()).toBe(34);
  await log(page).getByRole('button', { name: 'Show all 34' }).click();
  expect(await shown()).toBe(34);
  const ninth = log(page).locator('.text li').nth(8);
  expect(await ninth.evaluate((item) => item.matches(':focus'))).toBe(true);
});

test('a slow answer says what it waits for', async () => {
  page = await visit(browser, site.host(INLINE));
  await page.clock.install();
  let pass = () => {};
  await page.route('**/api/chat', (route) => {
    pass = () => void route.continue();
  });
  site.service.held = true;
  await ask(page);
  await log(page).getByText('Answering').waitFor();
  await page.clock.runFor(9_000);
  await log(page).getByText('Waiting for the service').waitFor();
  pass();
  site.service.step();
  await expect.poll(() => site.service.asked.length).toBeGreaterThan(0);
  site.service.held = false;
  site.service.step();
  await answered();
  expect(await log(page).getByText('Waiting for the service').count()).toBe(0);
});
