import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusOf, temporaryFolder, writeFiles } from '../support/corpus.ts';
import { runToEnd } from '../support/running-server.ts';

const BIB = '@article{a, author={Quill, Ada}, title={On Wax}, journal={Light}, year={2020}}';

describe('npm run init', { timeout: 90_000 }, () => {
  it.each([
    ['cannot be read', {}, /papers\.bib cannot be read\. Name files or folders that exist\./],
    ['holds nothing', { 'papers.bib': 'a note' }, /nothing was written\./],
  ])('leaves the profile where it is if the file %s', async (_, files, message) => {
    const { corpusDir, run } = await folders(files);
    const { printed, code } = await run();
    expect(printed).toMatch(message);
    expect(code).toBe(1);
    expect(await readdir(path.dirname(corpusDir))).toEqual([path.basename(corpusDir)]);
    expect(await readdir(corpusDir)).toEqual(['mira.md']);
  });

  it('moves the profile away once the file is read', async () => {
    const { corpusDir, run } = await folders({ 'papers.bib': BIB });
    const { printed, code } = await run();
    expect(printed).toMatch(/^The profile that was in .* is now in .*\n.*Wrote \d files/ms);
    expect(code).toBe(0);
    expect(await readdir(corpusDir)).not.toContain('mira.md');
  });
});

/** A profile of someone else, and a folder of files to import. */
async function folders(files: Readonly<Record<string, string>>) {
  const corpusDir = path.join(await temporaryFolder(), 'corpus');
  await writeFiles(corpusDir, { 'mira.md': '---\nid: m\nkind: person\ntitle: Mira\n---\nA text.' });
  const bib = path.join(await corpusOf(files), 'papers.bib');
  const script = ['scripts/init.ts', '--empty', '--corpus', corpusDir, bib];
  return { corpusDir, run: () => runToEnd([process.execPath, '--import', 'tsx', ...script], {}) };
}
