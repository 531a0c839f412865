import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSpending } from '../src/spending.ts';
import { describeSpending } from './spending-contract.ts';
import { temporaryFolder } from './support/corpus.ts';

describeSpending('a file', async () => {
  const file = path.join(await temporaryFolder(), 'spending.json');
  return () => openSpending(file, () => {});
});

describe('the file of what was spent', () => {
  it('counts from nothing, and says so, if it is damaged', async () => {
    const file = path.join(await temporaryFolder(), 'spending.json');
    await writeFile(file, '{"2026-11');
    const warnings: string[] = [];
    const spending = await openSpending(file, (line) => warnings.push(line));
    expect(warnings).toMatchObject([expect.stringMatching(/^SPENDING_FILE=.* is damaged/)]);
    await spending.reserve(3, 10);
    expect(Object.values(JSON.parse(await readFile(file, 'utf8')))).toEqual([3]);
  });

  it('refuses to start where it cannot be written, naming the setting', async () => {
    await expect(openSpending('package.json/x', () => {})).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringContaining('SPENDING_FILE'),
    });
  });
});
