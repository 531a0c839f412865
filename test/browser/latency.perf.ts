import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
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

test('from Enter to the first visible character: at most 150 ms, of which the widget takes at most 50', async () => {
  const page = await visit(
    browser,
    site.host({ body: '<ask-the-researcher></ask-the-researcher>' }),
  );
  const times: { all: number; ours: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    await page.getByRole('textbox').fill('What is Hindsight?');
    await page.evaluate(() => {
      const root = document.querySelector('ask-the-researcher')?.shadowRoot;
      const answers = root?.querySelectorAll('.text').length ?? 0;
      performance.clearResourceTimings();
      const measured = new Promise<{ all: number; ours: number }>((resolve) => {
        root?.addEventListener(
          'keydown',
          ({ timeStamp: pressed }) => {
            const observer = new MutationObserver(() => {
              if (!root.querySelectorAll('.text')[answers]?.textContent) return;
              observer.disconnect();
              // By the frame after the current one, the text has been painted.
              requestAnimationFrame(() =>
                requestAnimationFrame((shown) => {
                  const [request] = performance
                    .getEntriesByType('resource')
                    .filter(({ name }) =>
                      name.endsWith('/api/chat'),
                    ) as PerformanceResourceTiming[];
                  const wire = (request?.responseStart ?? 0) - (request?.fetchStart ?? 0);
                  resolve({ all: shown - pressed, ours: shown - pressed - wire });
                }),
              );
            });
            observer.observe(root, { childList: true, subtree: true, characterData: true });
          },
          { once: true, capture: true },
        );
      });
      Object.assign(window, { measured });
    });
    await page.getByRole('textbox').press('Enter');
    times.push(
      await page.evaluate(
        () => (window as unknown as { measured: Promise<{ all: number; ours: number }> }).measured,
      ),
    );
    await page
      .getByRole('status')
      .filter({ hasText: 'Answer ready' })
      .waitFor({ state: 'attached' });
  }
  // The median, because a busy machine causes outliers.
  const median = (values: number[]) => values.sort((a, b) => a - b)[2] ?? Number.NaN;
  const all = median(times.map((time) => time.all));
  const ours = median(times.map((time) => time.ours));
  console.info(`Enter to first character: ${all.toFixed(0)} ms, ours ${ours.toFixed(0)} ms.`);
  expect(all).toBeLessThanOrEqual(150);
  expect(ours).toBeLessThanOrEqual(50);
});
