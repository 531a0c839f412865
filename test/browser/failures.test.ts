import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { answerTo, HINDSIGHT } from './scripted-service.ts';
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

const log = () => page.getByRole('log');
const ready = () => page.getByRole('status').filter({ hasText: 'Answer ready, 2 sources' });
const retry = () => log().getByRole('button', { name: 'Try again' });

/** Opens the widget, intercepts its requests to the server, and asks. */
async function askThrough(answers: (route: Route, accept: string) => Promise<void>): Promise<void> {
  page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
  await page.route('**/api/chat', (route) =>
    answers(route, route.request().headers()['accept'] ?? ''),
  );
  await ask();
}

async function ask(): Promise<void> {
  await page.getByRole('textbox').fill('What is Hindsight?');
  await page.getByRole('textbox').press('Enter');
}

const citation = `event: citation\ndata: ${JSON.stringify(HINDSIGHT)}\n\n`;
const text = 'event: text-delta\ndata: {"text":"Hindsight is a tracing system for **ed"}\n\n';

describe('when streaming fails, the widget asks once for JSON:', () => {
  test.each([
    ['a proxy cuts the stream off', citation + text],
    ['a proxy drops the stream', ''],
    ['a proxy replaces the stream', '<html>Welcome</html>'],
    ['a proxy damages the data', 'event: text-delta\ndata: {"te\n\n'],
  ])('%s', async (_name, body) => {
    const accepted: string[] = [];
    await askThrough((route, accept) => {
      accepted.push(accept);
      return accept.includes('text/event-stream')
        ? route.fulfill({ contentType: 'text/event-stream', body })
        : route.continue();
    });
    await ready().waitFor({ state: 'attached' });
    expect(accepted).toEqual(['text/event-stream, application/json;q=0.9', 'application/json']);
    expect(await log().locator('.text p').first().textContent()).toMatch(
      /^Hindsight is .+request 2\.$/s,
    );
  });

  test('but not when the first reply is JSON already', async () => {
    let requests = 0;
    await askThrough((route) => {
      requests += 1;
      return route.fulfill({ json: answerTo('What is Hindsight?') });
    });
    await ready().waitFor({ state: 'attached' });
    expect(requests).toBe(1);
  });

  test('but not when a proxy buffers the whole stream', async () => {
    const end = `event: end\ndata: ${JSON.stringify(answerTo('What?'))}`;
    await askThrough((route) =>
      route.fulfill({ contentType: 'text/event-stream', body: citation + text + end }),
    );
    await ready().waitFor({ state: 'attached' });
  });
});

describe('an explanation and a retry button are shown for', () => {
  test.each([
    ['a server error', 500, 'Something went wrong on the server.'],
    ['a server that is shutting down', 503, 'Something went wrong on the server.'],
    ['a rejected question', 400, 'couldn’t accept this question'],
    ['a rate limit without a waiting time', 429, 'Please try again in a minute.'],
  ])('%s', async (_name, status, words) => {
    let fail = true;
    await askThrough((route) =>
      fail
        ? route.fulfill({ status, contentType: 'application/problem+json', body: '{"detail":"x"}' })
        : route.continue(),
    );
    await log().getByText(words).waitFor();
    expect(await log().getAttribute('aria-busy')).toBe('false');
    fail = false;
    await retry().click();
    await ready().waitFor({ state: 'attached' });
    expect(await log().getByText(words).count()).toBe(0);
  });

  test('an error in the middle of the stream', async () => {
    const error = 'event: error\ndata: {"status":502,"detail":"x"}\n\n';
    await askThrough((route) =>
      route.fulfill({ contentType: 'text/event-stream', body: citation + text + error }),
    );
    await log().getByText('Something went wrong on the server.').waitFor();
  });

  test('a rate limit with a waiting time, after which the visitor can retry', async () => {
    let limited = true;
    page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
    await page.clock.install();
    await page.route('**/api/chat', (route) =>
      limited
        ? route.fulfill({ status: 429, headers: { 'Retry-After': '20' }, body: '' })
        : route.continue(),
    );
    await ask();
    await log().getByText('Please try again in 20 s.').waitFor();
    const waiting = log().getByRole('button', { name: /^Try again in \d+ s$/ });
    expect(await waiting.isDisabled()).toBe(true);
    limited = false;
    await page.clock.runFor(20_000);
    await retry().click();
    await ready().waitFor({ state: 'attached' });
  });

  test('a server that cannot be reached', async () => {
    await askThrough((route) => route.abort());
    await log().getByText('can’t be reached right now').waitFor();
  });

  test('a missing network connection', async () => {
    page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
    await page.context().setOffline(true);
    await ask();
    await log().getByText('You seem to be offline.').waitFor();
    await page.context().setOffline(false);
    await retry().click();
    await ready().waitFor({ state: 'attached' });
  });

  test('thirty seconds without a byte', async () => {
    page = await visit(browser, site.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
    await page.clock.install();
    site.service.held = true;
    await ask();
    await log().getByText('Answering').waitFor();
    await page.clock.runFor(29_000);
    expect(await retry().count()).toBe(0);
    await page.clock.runFor(1_500);
    await log().getByText('hasn’t responded for a while').waitFor();
    site.service.held = false;
    await retry().click();
    await ready().waitFor({ state: 'attached' });
  });
});
