import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openWidget } from '../../src/build/open-widget.ts';
import { temporaryFolder } from '../support/corpus.ts';

it('builds the widget into a folder that has none, without a warning', async () => {
  const folder = await temporaryFolder();
  const warnings: string[] = [];
  expect(await openWidget(folder, (warning) => warnings.push(warning))).toBeUndefined();
  expect(warnings).toEqual([]);
  expect((await readFile(path.join(folder, 'widget.js'))).length).toBeGreaterThan(1000);
});

it('builds it anew where it is older than its sources, and only there', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'widget.js');
  const open = () => openWidget(folder, (warning) => expect.unreachable(warning));
  await writeFile(file, 'old');
  await utimes(file, 0, 0);
  await open();
  expect((await readFile(file)).length).toBeGreaterThan(1000);
  await writeFile(file, 'new');
  await open();
  expect(await readFile(file, 'utf8')).toBe('new');
});

it('serves it from memory where it cannot be saved, and says so', async () => {
  // Permissions do not stop root, a file in the place of the folder stops everyone.
  const folder = path.join(await temporaryFolder(), 'public');
  await writeFile(folder, '');
  const warnings: string[] = [];
  const scripts = await openWidget(folder, (warning) => warnings.push(warning));
  expect(scripts?.get('widget.js')?.length).toBeGreaterThan(1000);
  expect(warnings).toEqual([expect.stringContaining(folder)]);
});
