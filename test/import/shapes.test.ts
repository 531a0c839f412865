import { describe, expect, it } from 'vitest';
import { OWNER } from '../../src/import/finding.ts';
import { readHtml, readMarkdownText, readPlainText } from '../../src/import/formats/text.ts';

const page = (body: string) =>
  readHtml(
    `<html><head><title>Ada Quill</title></head><body><h1>Ada Quill</h1>${body}</body></html>`,
    'index.html',
  ).findings;

describe('pages of other shapes', () => {
  it('name the parts of a publication by their classes', () => {
    const found = page(
      '<h2>Awards</h2><ul><li>Hollis Prize, 2019</ul><div><div class="year">2023</div><div class="row"><div class="title">The Lamp with Few Wicks: a Survey</div><div class="authors">Bruno Rook, Ada Quill</div><div><span>Lamp Days</span>, <span>2023</span>. [<a href="https://a.example.net/l.pdf">PDF</a>]</div></div></div>',
    );
    expect(found.slice(1)).toMatchObject([
      { kind: 'award', title: 'Hollis Prize' },
      {
        kind: 'paper',
        title: 'The Lamp with Few Wicks: a Survey',
        fields: { people: ['Bruno Rook', 'Ada Quill'], venue: 'Lamp Days', year: 2023 },
      },
    ]);
    expect(found).toHaveLength(3);
  });

  it('set entries apart by line breaks', () => {
    const found = page(
      '<h3>Papers</h3><p>1. <a href="https://arxiv.org/abs/2101.55501">Lamps with few wicks</a> (with Bruno Rook), to appear in Journal of Light.<br>2. Rigidity fails for some lamps, Annals of Light 12 (2019), 33-71.</p>',
    );
    expect(found.slice(1)).toMatchObject([
      {
        title: 'Lamps with few wicks',
        fields: { people: [OWNER, 'Bruno Rook'], arxiv: '2101.55501', venue: 'Journal of Light' },
      },
      { title: 'Rigidity fails for some lamps', fields: { venue: 'Annals of Light', year: 2019 } },
    ]);
  });

  it('show a work in a cell of a table: title, authors, place, and what it is about', () => {
    const found = page(
      '<table><tr><td><img src="a.png"></td><td><a href="https://lux.example/a"><papertitle>Lamps in the Rain</papertitle></a><br><strong>Ada Quill</strong>, Bruno Rook,<br>Cora Finch<br><em>LUX</em>, 2021<br><a href="https://github.com/quill/rain">code</a><p>Lamps need a roof.</p></td></tr></table>'.replace(
        '<table>',
        '<heading>Research</heading><table>',
      ),
    );
    expect(found.find(({ kind }) => kind === 'paper')).toMatchObject({
      title: 'Lamps in the Rain',
      body: 'Lamps need a roof.',
      fields: {
        people: ['Ada Quill', 'Bruno Rook', 'Cora Finch'],
        venue: 'LUX',
        year: 2021,
        links: [{ label: 'Paper' }, { label: 'Code on GitHub' }],
      },
    });
  });

  it('name students in prose, and posts, degrees and prizes in one list', () => {
    const found = page(
      '<h3>PhD students</h3><p>Current: Minh Hoàng (since 2022).<br>Former: Paul Dagen (PhD 2019, now at Lux).</p><h3>Short CV</h3><ul><li>2017-: Reader, University of Vardal<li>2012: PhD, University of Tarn, supervisor: Bruno Rook<li>Hollis Medal (2018)</ul>',
    );
    expect(found).toMatchObject([
      { kind: 'person' },
      { kind: 'student', title: 'Minh Hoàng', fields: { start: '2022', degree: 'PhD' } },
      { kind: 'student', title: 'Paul Dagen', remarks: ['Paul Dagen is now at Lux.'] },
      { kind: 'position', fields: { role: 'Reader', start: '2017', end: 'present' } },
      { kind: 'education', fields: { degree: 'PhD', advisors: ['Bruno Rook'] } },
      { kind: 'award', title: 'Hollis Medal' },
      { kind: 'supervision' },
    ]);
  });
});

describe('a page with a font in its style sheet', () => {
  it('is read in time, without what the sheet hides', () => {
    const style = `@font-face{src:url(data:font/woff;base64,${'Q0FE'.repeat(25_000)})} .old{display:none}`;
    const found = page(
      `<style>${style}</style><h2>About</h2><p>I like rain.</p><p class="old">No.</p>`,
    );
    expect(found.map(({ body }) => body)).toEqual(['', 'I like rain.']);
  });
});

describe('a post of several lines', () => {
  it('is one: employer and time, then role, then what was done', () => {
    const { findings } = readPlainText(
      `Ada Quill\nada@example.com\n\nEXPERIENCE\n\nHopper Lamps, Austin, TX                       Jan 2021 - Present\nPrincipal Scientist\n- Shipped 400 lamps.\n\nUniversity of Llano                            Aug 2016 - Dec 2020\nAssistant Professor\n- Founded the Lamp Lab.\n`,
      'resume.txt',
    );
    expect(findings.filter(({ kind }) => kind === 'position')).toMatchObject([
      {
        fields: { role: 'Principal Scientist', organization: 'Hopper Lamps', start: '2021-01' },
        remarks: ['Shipped 400 lamps.'],
      },
      {
        fields: {
          role: 'Assistant Professor',
          organization: 'University of Llano',
          end: '2020-12',
        },
      },
    ]);
  });
});

describe('a name', () => {
  it.each([
    ['# Xiaoyun Wang (王小云)', 'Xiaoyun Wang', ['王小云']],
    ["# Ada Quill's homepage", 'Ada Quill', undefined],
    ['# Prof. Dr. Ada van der Quill', 'Ada van der Quill', undefined],
    ['# CURRICULUM VITAE\n\nADA QUILL', 'Ada Quill', undefined],
  ])('in %s', (head, name, aliases) => {
    const { findings } = readMarkdownText(`${head}\n\n## Awards\n\n- Hollis Prize, 2019`, 'cv.md');
    expect(findings[0]).toMatchObject({ kind: 'person', title: name });
    expect(findings[0]?.fields.aliases).toEqual(aliases);
  });

  it.each(['# Machine Learning Notes for Everyone', '# University of Vardal', '# Selected Talks'])(
    'is not in %s',
    (head) => {
      const { findings } = readMarkdownText(`${head}\n\nSome text about it.`, 'notes.md');
      expect(findings.filter(({ kind }) => kind === 'person')).toEqual([]);
    },
  );
});
