import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ATTACKS } from '../widget/samples.ts';
import { answerTo } from './scripted-service.ts';
import { openSite, type Site, visit } from './site.ts';

let browser: Browser;
let site: Site;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  site = await openSite();
});
afterEach(() => page.context().close());
afterAll(async () => {
  await browser.close();
  await site.close();
});

const launchers = () => page.getByRole('button', { name: 'Ask a question' });

async function ask(): Promise<void> {
  await page.getByRole('textbox').fill('What is Hindsight?');
  await page.getByRole('textbox').press('Enter');
  await page.getByRole('log').getByText('How was this found?').waitFor();
  // What the service proposes is there, too.
  await page.getByRole('button', { name: 'Which papers appeared at SOSP?' }).waitFor();
}

test('works under the strictest content security policy, with Trusted Types', async () => {
  const origin = new URL(site.url).origin;
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const complaints: string[] = [];
  page = await visit(browser, 'about:blank');
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(site.host({ body: '<main><h1>Me</h1></main>', policy }));
  await launchers().click();
  await ask();
  await page
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  const card = page.getByRole('dialog', { name: /^Source 1/ });
  expect((await card.boundingBox())?.x).toBeGreaterThan(100);
  expect(await launchers().count()).toBe(0);
  expect(
    await page
      .getByRole('dialog')
      .first()
      .evaluate((panel) => getComputedStyle(panel).position),
  ).toBe('fixed');
  // Chromium logs a message that names the policy for everything it blocks.
  expect(complaints.filter((words) => /policy|trusted/i.test(words))).toEqual([]);
});

test('looks the same on a page with a hostile style sheet', async () => {
  const hostile = `<style>
    * { all: unset !important; display: none !important; color: red !important; font: 3px fantasy !important }
    ask-the-researcher { display: inline !important; visibility: hidden !important; opacity: 0 !important; direction: ltr }
    html { font-size: 4px !important; line-height: 9 !important; letter-spacing: 1em !important; text-transform: uppercase !important; --ground: red; --accent: red }
    button, p, dialog, textarea { transform: rotate(90deg) !important; position: static !important }
  </style>`;
  const body = '<ask-the-researcher position="inline"></ask-the-researcher>';
  const look = async (head: string) => {
    page = await visit(browser, site.host({ head, body }));
    await page.evaluate(() => {
      for (const element of [document.documentElement, document.body]) {
        element.style.setProperty('display', 'block', 'important');
        element.style.setProperty('margin', '0', 'important');
      }
    });
    await ask();
    const shot = await page.screenshot({ clip: { x: 0, y: 0, width: 1000, height: 560 } });
    await page.context().close();
    return shot.toString('base64');
  };
  const friendly = await look('');
  expect((await look(hostile)) === friendly).toBe(true);
  page = await visit(browser, 'about:blank');
});

test('leaves the page around it alone', async () => {
  const body =
    '<p class="panel question" id="mine">Mine</p><ask-the-researcher></ask-the-researcher>';
  page = await visit(browser, site.host({ body }));
  const mine = await page.locator('#mine').evaluate((node) => {
    const { color, padding } = getComputedStyle(node);
    return {
      color,
      padding,
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    };
  });
  expect(mine).toEqual({ color: 'rgb(0, 0, 0)', padding: '0px', sheets: 0 });
});

describe('the launcher', () => {
  test('costs the page one request and no layout shift', async () => {
    page = await visit(browser, 'about:blank');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(site.host({ body: '<main><h1>Me</h1><p>Text</p></main>' }));
    await launchers().waitFor();
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as unknown as { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => setTimeout(() => resolve(sum), 100));
        }),
    );
    expect(shift).toBe(0);
    expect(requests.filter((path) => !/^\/(host\/|favicon)/.test(path))).toEqual(['/widget.js']);
  });

  test('is added once even if the script is loaded several times', async () => {
    const again = '<script src="/widget.js?again" defer></script>';
    page = await visit(browser, site.host({ head: again, body: '<main></main>' }));
    await page.addScriptTag({ url: '/widget.js?later' });
    expect(await page.locator('ask-the-researcher').count()).toBe(1);
  });

  test('is not added to a page that has an element of its own', async () => {
    page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
    expect(await launchers().count()).toBe(0);
  });

  test.each([
    [
      'replaced, as by Turbo and Astro',
      () => document.body.replaceWith(document.createElement('body')),
    ],
    ['emptied, as by htmx', () => document.body.replaceChildren(document.createElement('main'))],
  ])('keeps its conversation when the body is %s', async (_name, swap) => {
    page = await visit(browser, site.host({ body: '<main>One</main>' }));
    await launchers().click();
    await ask();
    for (let times = 0; times < 2; times += 1) await page.evaluate(swap);
    await page.getByRole('log').getByText('Quoted from the profile').waitFor();
    expect(await page.locator('ask-the-researcher').count()).toBe(1);
  });

  test('appears and disappears as the next body lacks or has an element of its own', async () => {
    page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
    const swap = (markup: string) =>
      page.evaluate((tag) => {
        const body = document.createElement('body');
        if (tag !== '') body.append(document.createElement(tag));
        document.body.replaceWith(body);
      }, markup);
    await swap('');
    await launchers().waitFor();
    await swap('ask-the-researcher');
    await launchers().waitFor({ state: 'detached' });
    expect(await page.locator('ask-the-researcher').count()).toBe(1);
  });

  test('can be changed while it is out of the page', async () => {
    page = await visit(browser, site.host({ body: '<main>One</main>' }));
    await page.evaluate(() => {
      const widget = document.querySelector('ask-the-researcher') as HTMLElement;
      widget.remove();
      widget.setAttribute('heading', 'Hello');
      document.body.append(widget);
    });
    await launchers().click();
    await page.getByRole('dialog', { name: 'Hello' }).waitFor();
  });

  test('stays away after the page has removed it', async () => {
    page = await visit(browser, site.host({ body: '<main>One</main>' }));
    await page.evaluate(() => document.querySelector('ask-the-researcher')?.remove());
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(await page.locator('ask-the-researcher').count()).toBe(0);
  });
});

test('injection attempts produce only text and http(s) links', async () => {
  page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
  const fired: string[] = [];
  page.on('dialog', (dialog) => {
    fired.push(dialog.message());
    return dialog.dismiss();
  });
  const attacks = ATTACKS.join('\n\n');
  const hurt = { ...answerTo(attacks), answer: attacks, followUps: [ATTACKS[20] ?? ''] };
  hurt.citations = hurt.citations.map((citation) => ({
    ...citation,
    title: '<img src=x onerror=alert(1)>',
    url: 'javascript:alert(1)',
    links: [{ label: '<b>', url: 'javascript:alert(1)' }],
  }));
  await page.route('**/api/chat', (route) => route.fulfill({ json: hurt }));
  await page.getByRole('textbox').fill('x');
  await page.getByRole('textbox').press('Enter');
  await page.getByText('How was this found?').click();
  const found = await page.evaluate(() => {
    const answer = document
      .querySelector('ask-the-researcher')
      ?.shadowRoot?.querySelector('.answer');
    const nodes = [...(answer?.querySelectorAll('.text *') ?? [])];
    return {
      tags: [...new Set(nodes.map(({ tagName }) => tagName.toLowerCase()))].sort(),
      attributes: [...new Set(nodes.flatMap((node) => node.getAttributeNames()))].sort(),
      schemes: [
        ...new Set([...(answer?.querySelectorAll('a') ?? [])].map(({ protocol }) => protocol)),
      ].sort(),
    };
  });
  expect(found.tags.filter((tag) => !['a', 'button', 'code', 'p', 'pre'].includes(tag))).toEqual(
    [],
  );
  expect(found.attributes.filter((name) => /^on|style|src/.test(name))).toEqual([]);
  expect(found.schemes).toEqual(['http:', 'https:']);
  expect(fired).toEqual([]);
});
