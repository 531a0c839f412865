import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { ask, INLINE, log, status } from './parts.ts';
import { answerTo } from './scripted-service.ts';
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

describe('an answer', () => {
  test('grows chunk by chunk without redrawing what is shown', async () => {
    site.service.held = true;
    page = await visit(browser, site.host(INLINE));
    await ask(page);
    await log(page).getByText('Answering').waitFor();
    await status(page, 'Answering').waitFor({ state: 'attached' });
    expect(await log(page).getAttribute('aria-busy')).toBe('true');
    for (let step = 0; step < 3; step += 1) site.service.step();
    await log(page).getByText('Hindsight is a tracing system for').waitFor();
    await page.evaluate(() => {
      const root = document.querySelector('ask-the-researcher')?.shadowRoot;
      const removed: string[] = [];
      Object.assign(window, { removed });
      new MutationObserver((records) => {
        for (const { removedNodes } of records) {
          for (const node of removedNodes) removed.push(node.textContent ?? '');
        }
      }).observe(root?.querySelector('.text') as Node, { childList: true, subtree: true });
    });
    site.service.held = false;
    site.service.step();
    await status(page, 'Answer ready, 2 sources').waitFor({ state: 'attached' });
    expect(await log(page).getAttribute('aria-busy')).toBe('false');
    expect(await page.evaluate(() => (window as unknown as { removed: string[] }).removed)).toEqual(
      [],
    );
    expect(await log(page).locator('.text').textContent()).toContain(
      'keeps trace data on each machine',
    );
    expect(await log(page).locator('.text strong').textContent()).toBe('edge cases');
    const address = log(page).getByRole('link', { name: 'https://example.org/hindsight.pdf' });
    expect(await address.getAttribute('rel')).toBe('noopener nofollow');
  });

  test('shows its sources, its mode, how it was found, and follow-up questions', async () => {
    page = await visit(browser, site.host(INLINE));
    await ask(page);
    const sources = log(page).getByRole('region', { name: 'Sources' });
    await sources.getByRole('link', { name: 'Code on GitLab' }).waitFor();
    expect(await sources.getByRole('listitem').count()).toBe(2);
    await log(page).getByText('Quoted from the profile').waitFor();
    await log(page).getByText('How was this found?').click();
    await log(page).getByText('What is Hindsight?').last().waitFor();
    await log(page).getByText('No language model was involved.').waitFor();
    await page.getByRole('button', { name: 'Who wrote Hindsight?' }).click();
    await expect.poll(() => site.service.asked.length).toBe(2);
    expect(site.service.asked[1]).toEqual({
      question: 'Who wrote Hindsight?',
      history: [
        { role: 'user', content: 'What is Hindsight?' },
        { role: 'assistant', content: answerTo('').answer },
      ],
    });
  });

  test('has no sources when the profile does not cover the question', async () => {
    page = await visit(browser, site.host(INLINE));
    await ask(page, 'unknown');
    await log(page).getByText('The profile does not say.').waitFor();
    await status(page, 'Answer ready, no sources').waitFor({ state: 'attached' });
    expect(await log(page).getByText('Quoted from').count()).toBe(0);
  });

  test('can be stopped, also on the server, and asked for again', async () => {
    site.service.held = true;
    site.service.aborted = 0;
    page = await visit(browser, site.host(INLINE));
    await ask(page);
    await page.getByRole('button', { name: 'Stop' }).click();
    await log(page).getByText('Stopped.').waitFor();
    await expect.poll(() => site.service.aborted).toBe(1);
    site.service.held = false;
    await log(page).getByRole('button', { name: 'Try again' }).click();
    await log(page).getByText('Quoted from the profile').waitFor();
    expect(await log(page).getByText('Stopped.').count()).toBe(0);
    expect(site.service.asked[1]?.history).toEqual([]);
  });

  test('can be copied with its references', async () => {
    page = await visit(browser, site.host(INLINE));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ask(page);
    await log(page).getByRole('button', { name: 'Copy with references' }).click();
    await status(page, 'Copied').waitFor({ state: 'attached' });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('seen [1]. Head-based');
    expect(copied).toContain('[1] From the profile: “Hindsight implements');
  });

  test('can be rated with thumbs, reasons and words, which are no shortcuts of the page', async () => {
    site.feedback.length = 0;
    page = await visit(browser, site.host(INLINE));
    const pressed = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          addEventListener('keydown', ({ key }) => resolve(key));
        }),
    );
    await ask(page);
    await log(page).getByRole('button', { name: 'Not helpful' }).click();
    await log(page).getByRole('button', { name: 'Something is missing' }).click();
    await expect.poll(() => site.feedback).toHaveLength(2);
    const rating = {
      answerId: 'answer-18',
      question: 'What is Hindsight?',
      rating: 'down',
      reasons: ['incomplete'],
    };
    expect(site.feedback[1]).toEqual(rating);
    await log(page).getByRole('textbox', { name: 'In your words' }).pressSequentially(' Who? ');
    await log(page).getByRole('button', { name: 'Send' }).press('Enter');
    await expect.poll(() => site.feedback).toHaveLength(3);
    expect(site.feedback[2]).toEqual({ ...rating, comment: 'Who?' });
    await status(page, 'Thanks for your feedback.').waitFor();
    // The focus stays in the widget, and the key that reaches the page is the Enter of the button.
    expect(
      await log(page)
        .getByRole('button', { name: 'Not helpful' })
        .evaluate((node) => (node.getRootNode() as ShadowRoot).activeElement === node),
    ).toBe(true);
    expect(await pressed).toBe('Enter');
  });

  test('asks for a reason or words before it sends them', async () => {
    site.feedback.length = 0;
    page = await visit(browser, site.host(INLINE));
    await ask(page);
    await log(page).getByRole('button', { name: 'Not helpful' }).click();
    await log(page).getByRole('button', { name: 'Send' }).click();
    const comment = log(page).getByRole('textbox', { name: 'In your words' });
    expect(await comment.evaluate((node) => node.matches(':focus'))).toBe(true);
    expect(site.feedback).toHaveLength(1);
    expect(site.feedback[0]).not.toHaveProperty('comment');
  });

  test('has no thumbs when the server takes no feedback', async () => {
    const silent = await openSite({ feedback: false });
    page = await visit(browser, silent.host({ body: '<ask-the-researcher></ask-the-researcher>' }));
    await ask(page);
    await log(page).getByText('Quoted from the profile').waitFor();
    expect(await log(page).getByRole('button', { name: 'Helpful', exact: true }).count()).toBe(0);
    await silent.close();
  });
});
