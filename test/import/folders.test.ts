import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { importProfile } from '../../src/import/import-profile.ts';
import { pdfOf } from '../support/documents.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Imports a folder with such files. */
async function imported(files: Readonly<Record<string, string | Uint8Array>>) {
  const home = await mkdtemp(path.join(tmpdir(), 'folders-'));
  folders.push(home);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(home, 'in', name)), { recursive: true });
    await writeFile(path.join(home, 'in', name), content);
  }
  const corpusDir = path.join(home, 'corpus');
  const { owner, update, notes } = await importProfile({
    paths: [path.join(home, 'in')],
    corpusDir,
  });
  return {
    owner: owner?.name,
    aliases: owner?.aliases,
    written: [...update.written].sort(),
    notes: notes.map(({ origin, reason }) => `${origin.file}: ${reason}`),
  };
}

const HOME = '<title>Ada Quill</title><h1>Ada Quill</h1><p>I study lamps and their light.</p>';

describe('the owner', () => {
  it.each([
    ['title: Ada Quill’s blog', 'Ada Quill', []],
    [
      'title: Lamps\nauthor: \'<a href="https://quill.example.net">&Aacute;da Quill</a>\'',
      'Áda Quill',
      [],
    ],
    ['first_name: Ada\nmiddle_name: (Dee)\nlast_name: Quill', 'Ada Quill', ['Dee Quill']],
  ])('is named by the settings of a site: %s', async (settings, owner, aliases) => {
    const found = await imported({
      '_config.yml': settings,
      'about.md': '---\ntitle: About\n---\nHello.',
    });
    expect(found).toMatchObject({ owner, aliases });
  });

  it('is not named by the title of a theme, a page or a post', async () => {
    const found = await imported({
      '_config.yml': 'title: Lamps Academic Theme',
      'FAQ.md': '# FAQ\n\nHow do I install the theme?',
      'faq.html': '<h1>Frequently Asked Questions</h1><p>Which lamps? All of them.</p>',
      'post/vulture.html': '<h1>The Turkey Vulture</h1><p>It flies over the lamps.</p>',
    });
    expect(found.owner).toBeUndefined();
    expect(found.written).toEqual([
      'pages/frequently-asked-questions.md',
      'pages/the-turkey-vulture.md',
    ]);
  });

  it('has the post that stands below the name on the home page', async () => {
    const { written } = await imported({
      '_config.yml': 'title: Ada Quill',
      '_pages/about.md':
        '---\npermalink: /\nlayout: about\nlayout: page\nsubtitle: PhD Candidate, University of Tarn\n---\nI study lamps.',
    });
    expect(written).toEqual(['person/ada-quill.md']);
  });
});

describe('a page of a site', () => {
  it('in HTML with front matter is read without its template code', async () => {
    const { written } = await imported({
      '_config.yml': 'title: Ada Quill',
      'tags.html':
        '---\ntitle: Tags\n---\n{% for tag in site.tags %}<h2>{{ tag }}</h2>{% endfor %}',
      'lamps.html': '---\ntitle: On lamps\n---\n{{ site.name }}<p>Lamps need wicks.</p>',
      'secret.html': '---\ntitle: Secret\npublished: false\n---\n<p>Never mind.</p>',
    });
    expect(written).toEqual(['pages/on-lamps.md', 'person/ada-quill.md']);
  });

  it('of text has no courses and degrees, whatever its headings say', async () => {
    const { written } = await imported({
      'index.html': HOME,
      'wick.html': '<h1>Trimming a wick</h1><h2>Teaching</h2><ul><li>Cut it in 2019.</li></ul>',
      'teaching.html': '<h1>Teaching</h1><ul><li>Lamps I, autumn 2019</li></ul>',
    });
    expect(written).toEqual([
      'courses/lamps-i.md',
      'pages/trimming-a-wick.md',
      'person/ada-quill.md',
    ]);
  });

  it('has no footer, whatever element that is', async () => {
    const { written } = await imported({
      'index.html': `${HOME}<div id="footer"><ul><li>© Ada Quill 2019</li></ul></div>`,
      'lamps.html':
        '<h1>On lamps</h1><nav>Up</nav><div class="cookie-banner">We use cookies.</div>',
    });
    expect(written).toEqual(['person/ada-quill.md']);
  });

  it('that Quarto builds is read where it was written', async () => {
    const { written, notes } = await imported({
      '_quarto.yml': 'project:\n  output-dir: docs\nwebsite:\n  title: Ada Quill\n',
      'index.qmd':
        '---\ntitle: Ada Quill\n---\n\n```{r}\nplot(lamps)\n```\n\n<center>\n### About me\n</center>\n\nI study lamps [@quill2019].\n',
      'docs/index.html': HOME,
    });
    expect(written).toEqual(['person/ada-quill.md']);
    expect(notes).toEqual(['docs: was built from other files of the site']);
  });
});

describe('a PDF in a folder', () => {
  const lines = (...texts: readonly string[]) =>
    pdfOf(texts.map((text, i) => ({ text, x: 60, y: 740 - 24 * i, isBold: !/^\d/.test(text) })));

  it('is read if its headings are those of a CV, and named if not', async () => {
    const { written, notes } = await imported({
      'index.html': HOME,
      'files/life.pdf': lines(
        'Ada Quill',
        'Employment',
        '2014 Reader, University of Tarn',
        'Awards',
        '2019 Hollis Prize',
        'Teaching',
        '2020 Lamps I',
        '2021 Lamps II',
        '2022 Wicks',
      ),
      'papers/lamps.pdf': lines(
        'Lamps',
        'Introduction',
        '1 Lamps shine',
        'References',
        '2019 Rook, B. Heat',
      ),
    });
    expect(written).toEqual([
      'awards/hollis-prize.md',
      'career/reader-university-of-tarn.md',
      'courses/lamps-i.md',
      'courses/lamps-ii.md',
      'courses/wicks.md',
      'person/ada-quill.md',
    ]);
    expect(notes).toEqual([expect.stringMatching(/^papers\/lamps\.pdf: is no CV/)]);
  });
});

describe('other files of a folder', () => {
  it('are told of in one line, and libraries are left out', async () => {
    const { written, notes } = await imported({
      'index.html': HOME,
      'lamp.png': '',
      'style.css': '',
      'old.doc': '',
      'bootstrap-4.1.3-dist/readme.md': 'A library.',
    });
    expect(written).toEqual(['person/ada-quill.md']);
    expect(notes.sort()).toEqual([
      '2 other files: no format that holds a text (.css, .png)',
      'bootstrap-4.1.3-dist: belongs to the site generator',
      'old.doc: .doc files are not read; convert it to PDF, DOCX, HTML, Markdown or text',
    ]);
  });
});
