import { describe, expect, it } from 'vitest';
import { readBibtex, readCslJson, readRis } from '../../src/import/formats/bibliography.ts';

const one = (entry: string) => readBibtex(entry, 'a.bib').findings[0];

describe('BibTeX', () => {
  it('becomes a paper with names, dates and numbers', () => {
    const found = one(`@string{jol = {Journal of Light}}
@article{q, author = {Quill, Ada and {\\O}stby, Kari and {van der Meulen}, Joost and others},
  title = {{LANTERN}: Light at $-20\\,^{\\circ}$C}, journal = jol, year = 2020, month = mar, volume = 4,
  number = 2, pages = {101--119}, doi = {https://doi.org/10.5555/JOL.1}, abstract = {It shines.}}`);
    expect(found).toMatchObject({
      kind: 'paper',
      title: 'LANTERN: Light at -20 °C',
      body: 'It shines.',
      origin: { file: 'a.bib', line: 2 },
      fields: {
        subtype: 'journal',
        people: ['Ada Quill', 'Kari Østby', 'Joost van der Meulen'],
        venue: 'Journal of Light',
        date: '2020-03',
        volume: '4',
        issue: '2',
        pages: '101-119',
        doi: '10.5555/jol.1',
      },
    });
  });

  it.each([
    [
      '@misc{a, author={Quill, Ada}, title={T}, eprint={2311.55501}, archiveprefix={arXiv}}',
      'paper',
      { subtype: 'preprint', arxiv: '2311.55501' },
    ],
    [
      '@inproceedings{a, author={Quill, Ada}, title={T}, booktitle={Workshop on Light}}',
      'paper',
      { subtype: 'workshop' },
    ],
    [
      '@phdthesis{a, author={Quill, Ada}, title={T}, school={Lund University}}',
      'thesis',
      { degree: 'PhD', organization: 'Lund University' },
    ],
    [
      '@book{a, editor={Quill, Ada}, title={T}, publisher={Lux}}',
      'edited-volume',
      { editors: ['Ada Quill'], publisher: 'Lux' },
    ],
    [
      '@patent{a, author={Quill, Ada}, title={T}, number={EP 1}, note={pending}}',
      'patent',
      { number: 'EP 1', status: 'pending' },
    ],
    ['@software{a, author={Quill, Ada}, title={T}, license={MIT}}', 'software', { license: 'MIT' }],
    ['@misc{a, author={Quill, Ada}, title={T}, howpublished={Data set}}', 'dataset', {}],
    [
      '@article{a, author={Quill, Ada}, title={T}, journal={J}, note={in press}}',
      'paper',
      { status: 'in press' },
    ],
    [
      '@article{a, author={{The Light Consortium}}, title={T}, journal={J}}',
      'paper',
      { people: ['{The Light Consortium}'] },
    ],
    [
      '@article{a, author={Rook, Jr., Bruno}, title={T}, journal={J}}',
      'paper',
      { people: ['Rook, Jr., Bruno'] },
    ],
  ])('%s', (entry, kind, fields) => {
    expect(one(entry)).toMatchObject({ kind, fields });
  });

  it('inherits the year, title and place of a volume', () => {
    const { findings } = readBibtex(
      `@proceedings{v, title={Meeting on Light}, year={2015}, address={Vardal}, editor={Rook, Bruno}}
@inproceedings{p, author={Quill, Ada}, title={A Paper}, pages={1--8}, crossref={v}}`,
      'a.bib',
    );
    expect(findings[1]).toMatchObject({
      fields: { venue: 'Meeting on Light', date: '2015', place: 'Vardal' },
    });
  });

  it('keeps comments, files and notes to itself', () => {
    const reading = readBibtex(
      '% the reviewer was surely K.\n@comment{meta: /home/ada}\n@article{a, author={Quill, Ada}, title={T}, journal={J}, file={:/home/ada/a.pdf:PDF}, annote={figure 3 is wrong}, note={K. disliked it}}',
      'a.bib',
    );
    expect(JSON.stringify(reading.findings)).not.toMatch(/home|wrong|reviewer|disliked/);
    expect(reading.notes.map(({ reason }) => reason)).toEqual([
      'the field file',
      'the field annote',
      'the field note',
    ]);
  });

  it('loses only the entry that is not well formed, and says where it is', () => {
    const { findings, notes } = readBibtex(
      '@article{a, title={One}}\n\n@article{b, title = {unclosed, year=2000\n\n@book{c, title={Three}}\n',
      'a.bib',
    );
    expect(findings.map(({ title }) => title)).toEqual(['One', 'Three']);
    expect(notes).toMatchObject([{ type: 'problem', origin: { file: 'a.bib', line: 3 } }]);
  });
});

describe('other bibliographies', () => {
  it('RIS, record by record', () => {
    const { findings } = readRis(
      'TY  - JOUR\nAU  - Quill, Ada\nTI  - Lanterns\nT2  - Journal of Light\nPY  - 2020/05/01\nSP  - 1\nEP  - 5\nDO  - 10.5555/x\nN1  - private\nER  - \n\nTY  - CONF\nTI  - Lamps\nER  - \n',
      'a.ris',
    );
    expect(findings).toMatchObject([
      {
        title: 'Lanterns',
        fields: { venue: 'Journal of Light', date: '2020-05-01', pages: '1-5' },
      },
      { title: 'Lamps', origin: { line: 12 } },
    ]);
    expect(JSON.stringify(findings)).not.toContain('private');
  });

  it('CSL-JSON', () => {
    const item = {
      type: 'chapter',
      title: 'Wicks',
      author: [{ family: 'Berg', given: 'Otto', 'non-dropping-particle': 'van den' }],
      'container-title': 'Handbook of Light',
      issued: { 'date-parts': [[2017]] },
    };
    expect(readCslJson([item], 'a.json').findings[0]).toMatchObject({
      kind: 'chapter',
      fields: { people: ['Otto van den Berg'], venue: 'Handbook of Light', date: '2017' },
    });
  });
});
