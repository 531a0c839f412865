import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFileOf } from '../../src/import/read-file.ts';
import { inputOf } from '../support/inputs.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'malformed-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** The titles that are found in a file, and what is said of the rest. */
async function read(file: string, content: string | Uint8Array) {
  await writeFile(path.join(home, file), content);
  const { findings, notes } = await readFileOf({
    ...inputOf(file, true),
    path: path.join(home, file),
  });
  return {
    titles: findings.map(({ title }) => title),
    notes: notes.map(({ origin, reason }) => `${origin.file}:${origin.line ?? ''} ${reason}`),
  };
}

describe('a file that is not well formed', () => {
  it.each([
    [
      'a.bib',
      '@article{a, title={One lamp {of all}, year={2020}}\n\n@article{b, title={Two lamps}, year={2021}}\n@misc{c title={Three}}\n@misc{d, year={2022}}',
      ['Two lamps'],
      [/^a\.bib:1 this entry is broken/, /^a\.bib:4 this entry is broken/, /^a\.bib:5 the entry d/],
    ],
    [
      'a.ris',
      'TY  - JOUR\nTI  - One lamp\nPY  - 2020\n\nTY  - JOUR\nTI  - Two lamps\nER  - \nremains\nTY  - JOUR\nTI  - Three lamps\nER  - ',
      ['One lamp', 'Two lamps', 'Three lamps'],
      [/^a\.ris:1 this record is broken.*ER/, /^a\.ris:8 this record is broken.*no record/],
    ],
    [
      'csl.json',
      '[{"type": "book", "title": "One lamp", "author": "Quill"}, null, {"type": "book"}]',
      ['One lamp'],
      [/item 2 of the list/, /the entry has no title/],
    ],
    [
      'broken.json',
      '[{"type": "book",\n "title": "One"\n "x": 1}]',
      [],
      [/^broken\.json:3 is not/],
    ],
    ['cut.json', '{"orcid-identifier": {\n "uri": \n}', [], [/^cut\.json:3 is not valid JSON/]],
    ['orcid.json', '{"orcid-identifier": 3, "person": []}', [], [/holds nothing/]],
    ['cv.yml', 'cv:\n  name: Ada\n work: 3\n', [], [/^cv\.yml:3 cannot be read \(All mapping/]],
    ['site.toml', '[author]\nname = \n', [], [/^site\.toml:2 cannot be read/]],
    ['a.md', '---\nid: x\ntitle: "Lamps\n---\nText.', [], [/^a\.md:\d .*not valid YAML/]],
    ['b.md', '+++\ntitle = "Lamps\n+++\nText.', [], [/^b\.md:2 .*not valid TOML/]],
    ['binary.md', 'PNG\0\0\0', [], [/is no text/]],
    ['cv.pdf', '%PDF-1.4\n1 0 obj\n', [], [/cannot be read/]],
    ['cv.docx', 'PK\x03\x04 and no more', [], [/cannot be read/]],
    [
      'cv.html',
      '<h1>Ada Quill<h2>Awards<ul><li>Hollis Prize, 2018<li>Lamp Medal, 2017',
      ['Ada Quill', 'Hollis Prize', 'Lamp Medal'],
      [],
    ],
  ])(
    '%s costs nothing else, and the message has its line',
    async (file, content, titles, notes) => {
      const found = await read(file, content);
      expect(found.titles).toEqual(titles);
      expect(found.notes.sort()).toEqual(notes.map((note) => expect.stringMatching(note)));
    },
  );

  it('is read where site generators read it', async () => {
    const found = await read(
      'talk.md',
      '---\ntitle: Old\ntitle: On lamps\nabstract: "They shine.\n\nAnd burn."\n---\nText.',
    );
    expect(found).toEqual({ titles: ['On lamps'], notes: [] });
  });
});

describe('a journal', () => {
  it.each([
    ['{\\mnras}', 'Monthly Notices of the Royal Astronomical Society'],
    ['apj', 'The Astrophysical Journal'],
    ['nowhere', 'nowhere'],
    ['jl', 'Journal of Light'],
  ])('by the macro %s', async (macro, venue) => {
    const text = `@string{jl = {Journal of Light}}\n@article{a, title={Lamps},\n journal = ${macro},\n year={2020}}`;
    await writeFile(path.join(home, 'a.bib'), text);
    const { findings } = await readFileOf({ ...inputOf('a.bib'), path: path.join(home, 'a.bib') });
    expect(findings[0]?.fields.venue).toBe(venue);
  });
});
