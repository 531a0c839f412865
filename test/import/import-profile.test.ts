import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCorpus } from '../../src/corpus/read.ts';
import { moveAway } from '../../src/import/empty.ts';
import { importProfile } from '../../src/import/import-profile.ts';
import { reportInWords } from '../../src/import/report.ts';

const CV = `# Ada Quill

Professor of Lamps, University of Vardal

## Employment

- 2019 – present Professor of Lamps, University of Vardal

## Awards

- Hollis Prize in Lamps, 2019
`;
const BIB = `@article{a, author={Quill, Ada and Rook, Bruno}, title={LANTERN: A Lamp for All}, journal={Light}, year={2020}, abstract={It shines.}}
@article{b, author={Rook, B.}, title={Heat}, journal={Light}, year={2021}}
@article{c, author={Quill, A.}, title={Two Wicks Against the Wind}, journal={Light}, year={2022}}
@article{d, title={broken`;

let home: string;
let corpusDir: string;
const save = async (name: string, text: string) => {
  const file = path.join(home, 'in', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
};
const run = (options: { name?: string } = {}) =>
  importProfile({ paths: [path.join(home, 'in')], corpusDir, ...options });
const read = (name: string) => readFile(path.join(corpusDir, name), 'utf8');

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'import-'));
  corpusDir = path.join(home, 'corpus');
  await save('cv.md', CV);
  await save('papers.bib', BIB);
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('an import', () => {
  it('writes one file for each thing, which the corpus reads without a warning', async () => {
    await run();
    const warnings: string[] = [];
    const sources = await readCorpus(corpusDir, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([]);
    expect(sources.map(({ kind, title }) => `${kind}: ${title}`).sort()).toEqual([
      'award: Hollis Prize in Lamps',
      'paper: LANTERN',
      'paper: Two Wicks Against the Wind',
      'person: Ada Quill',
      'position: Professor of Lamps, University of Vardal',
    ]);
    expect(await read('papers/lantern.md')).toBe(`---
id: lantern
kind: paper
title: LANTERN
fullTitle: "LANTERN: A Lamp for All"
subtype: journal
people: [Ada Quill, Bruno Rook]
venue: Light
year: 2020
---

It shines.
`);
  });

  it('reports what it found, what it skipped and why, with file and line', async () => {
    const report = reportInWords(await run());
    expect(report).toContain('The profile of Ada Quill.');
    expect(report).toContain('  2 papers');
    expect(report).toContain('papers.bib:2: not by you: “Heat”');
    expect(report).toContain('papers.bib:4: this entry is broken (it ends too early)');
  });

  it('says what it guessed, in the report and in the file', async () => {
    await save('papers.bib', '@misc{x, author={Quill, Ada}, title={On Wax}, year={2020}}');
    expect(reportInWords(await run())).toContain('Guessed: 1 file has a field marked “# guessed”');
    expect(await read('papers/on-wax.md')).toContain('kind: paper # guessed');
  });

  it('asks for a name only if no file tells', async () => {
    await rm(path.join(home, 'in', 'cv.md'));
    await save('papers.bib', '@article{b, title={Heat}, journal={Light}, year={2021}}');
    const { owner } = await importProfile({
      paths: [path.join(home, 'in')],
      corpusDir,
      askName: async () => 'Ada Quill',
    });
    expect(owner?.name).toBe('Ada Quill');
    expect(await read('papers/heat.md')).toContain('people: [Ada Quill] # guessed');
  });

  it('takes the author of most works for the owner, and says that it guessed', async () => {
    await rm(path.join(home, 'in', 'cv.md'));
    await save('papers.bib', BIB.replace('{Rook, B.}', '{Quill, Ada}'));
    const { owner } = await run();
    expect(owner).toMatchObject({ name: 'Ada Quill', isGuessed: true });
    expect(await read('person/ada-quill.md')).toContain('title: Ada Quill # guessed');
  });

  it('takes nobody for the owner where two wrote as much, and a name written out if there is one', async () => {
    await rm(path.join(home, 'in', 'cv.md'));
    const two =
      '@article{a, author={Quill*, A. and Rook, B.}, title={Heat}, journal={L}, year={2021}}';
    await save('papers.bib', two);
    expect((await run()).owner).toBeNull();
    await rm(corpusDir, { recursive: true });
    await save('papers.bib', `${two}\n@article{b, author={Quill, Ada}, title={Wax}, year={2020}}`);
    expect((await run()).owner?.name).toBe('Ada Quill');
  });

  it('leaves out drafts, confidential files and what a site is built with', async () => {
    await save(
      '_posts/secret.md',
      '---\ntitle: Why I may leave\npublished: false\n---\nI may leave.',
    );
    await save('notes.md', '# Remarks\n\nNever to be published: K. was rude.');
    await save('node_modules/x/readme.md', 'A package.');
    await run();
    const files = await readdir(corpusDir, { recursive: true, encoding: 'utf8' });
    const texts = await Promise.all(
      files.filter((file) => /\.\w+$/.test(file)).map((file) => read(file)),
    );
    expect(texts.join('\n')).not.toMatch(/may leave|rude|package/);
  });

  it('loses nothing else when a file cannot be read', async () => {
    await save('broken.pdf', 'not a PDF');
    await save('broken.json', '{"basics": {\n "name": }');
    await save('broken/index.md', '---\ntitle: "unclosed\n---\nText.');
    const report = await run();
    const problems = report.notes.filter(({ type }) => type === 'problem');
    expect(problems.map(({ origin }) => origin.file)).toEqual([
      'broken/index.md',
      'broken.json',
      'broken.pdf',
      'papers.bib',
    ]);
    expect(report.update.written).toHaveLength(5);
  });
});

describe('a second import', () => {
  it('changes nothing where nothing has changed', async () => {
    await run();
    const { update } = await run();
    expect(update).toMatchObject({ written: [], removed: [], left: [] });
  });

  it('updates what was not edited, and leaves what was', async () => {
    await run();
    const edited = (await read('papers/lantern.md')).replace('It shines.', 'It shines brightly.');
    await writeFile(path.join(corpusDir, 'papers/lantern.md'), edited);
    await rm(path.join(corpusDir, 'awards/hollis-prize-in-lamps.md'));
    await save('papers.bib', BIB.replaceAll('journal={Light}', 'journal={Heat}'));
    const { update } = await run();
    expect(update.written).toEqual(['papers/two-wicks-against-the-wind.md']);
    expect(update.left).toEqual([
      { file: 'awards/hollis-prize-in-lamps.md', reason: 'deleted' },
      { file: 'papers/lantern.md', reason: 'kept' },
    ]);
    expect(await read('papers/lantern.md')).toBe(edited);
  });

  it('still knows the edit the next time', async () => {
    await run();
    await writeFile(
      path.join(corpusDir, 'papers/lantern.md'),
      '---\nid: lantern\nkind: paper\ntitle: L\n---\nMine.\n',
    );
    await save('papers.bib', BIB.replace('It shines.', 'It glows.'));
    await run();
    await run();
    expect(await read('papers/lantern.md')).toContain('Mine.');
  });

  it('removes what has left the sources, unless it was edited', async () => {
    await run();
    await writeFile(
      path.join(corpusDir, 'papers/lantern.md'),
      '---\nid: lantern\nkind: paper\ntitle: L\n---\nMine.\n',
    );
    await save(
      'papers.bib',
      '@article{z, author={Quill, Ada}, title={Nothing But Wax}, journal={Light}, year={2023}}',
    );
    const { update } = await run();
    expect(update.removed).toEqual(['papers/two-wicks-against-the-wind.md']);
    expect(update.left).toEqual([{ file: 'papers/lantern.md', reason: 'orphan' }]);
  });
});

describe('a folder with another profile', () => {
  beforeEach(async () => {
    await mkdir(corpusDir);
    await writeFile(
      path.join(corpusDir, 'me.md'),
      '---\nid: mira\nkind: person\ntitle: Mira Sollender\n---\nA geologist.\n',
    );
  });

  it('is refused, with the remedy', async () => {
    await expect(run()).rejects.toThrow(/profile of Mira Sollender.*--empty/s);
    expect(await readdir(corpusDir)).toEqual(['me.md']);
  });

  it('is moved to a dated folder beside it', async () => {
    const target = await moveAway(corpusDir, new Date('2026-05-01'));
    expect(target).toBe(`${corpusDir}-before-2026-05-01`);
    expect(await readdir(String(target))).toEqual(['me.md']);
    await run();
    expect(await readdir(corpusDir)).toContain('papers');
    expect(await moveAway(path.join(home, 'none'))).toBeNull();
  });
});
