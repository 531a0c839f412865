import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { createServer } from '../../src/http/create-server.ts';
import { launchBrowser } from '../support/browser.ts';
import { profileSources } from '../support/profile.ts';
import { OUTPUT, visit } from './site.ts';

test('the source pages have no axe violations and nothing is cut off', async () => {
  const service = await profileSources();
  const publicDir = fileURLToPath(new URL('../../public', import.meta.url));
  const server = createServer(createApp({ service, publicDir }).app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  try {
    for (const address of ['/sources', '/sources/eddyline#p-3', '/sources/ylva-sandqvist']) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await visit(browser, `${url}${address}`, {
          colorScheme,
          bypassCSP: true,
          viewport: { width: 320, height: 640 },
        });
        for (const summary of await page.locator('summary').all()) {
          if ((await summary.locator('..').getAttribute('open')) === null) await summary.click();
        }
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: typeof axe }).axe.run(),
        );
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        expect(sideways).toBe(false);
        const name = address.replace(/\W+/g, '-').slice(1);
        await page.screenshot({ path: `${OUTPUT}/${name}-${colorScheme}.png`, fullPage: true });
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
});
