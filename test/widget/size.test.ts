import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildWidget } from '../../src/build/widget.ts';

const MAX_BYTES_GZIPPED = 25_000;

test('the widget is at most 25 kB gzipped, with parser and styles; answers and other languages load later', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'widget-'));
  await writeFile(path.join(folder, 'widget-00ff.js'), 'an older one');
  const { hashedName, integrity, size } = await buildWidget(folder);
  expect(size.gzip).toBeLessThanOrEqual(MAX_BYTES_GZIPPED);
  const names = await readdir(folder);
  const later = names.find((name) => /^widget-later-\w{12}\.js$/.test(name));
  const german = names.find((name) => /^widget-de-\w{12}\.js$/.test(name));
  expect(new Set(names)).toEqual(new Set([german, hashedName, later, 'widget.js']));
  expect(integrity).toMatch(/^sha384-[\w+/]{64}$/);
  for (const name of names) {
    const code = await readFile(path.join(folder, name), 'utf8');
    expect(code).not.toMatch(/innerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write/);
  }
  await rm(folder, { recursive: true });
});
