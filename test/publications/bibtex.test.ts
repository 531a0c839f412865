import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { describe, expect, test } from 'vitest';
import { publicationsOf, supervisedTheses } from '../../src/corpus/works.ts';
import type { Source } from '../../src/domain.ts';
import { citationKeys } from '../../src/publications/citation-key.ts';
import { createCite } from '../../src/publications/citations.ts';
import { authorsOf, toCslName } from '../../src/publications/names.ts';
import { sourceOf } from '../support/corpus.ts';
import { profileSources } from '../support/profile.ts';

const { sources } = await profileSources();
const published = [...publicationsOf(sources), ...supervisedTheses(sources)];
const page = ({ id }: Source) => `https://ask.example.org/sources/${id}`;
const cite = createCite(sources);
const byId = (id: string) => {
  const source = sources.find((candidate) => candidate.id === id);
  if (source === undefined) throw new Error(id);
  return source;
};
const bibtexOf = (id: string) => cite([byId(id)], 'bibtex', page);
const bibtex = (fields: Partial<Source>) => {
  const source = sourceOf(fields);
  return createCite([source])([source], 'bibtex', page);
};
const read = (text: string) => new Cite(text).data;

describe('BibTeX as a person would write it', () => {
  test('a paper at a conference, with an accent, a DOI and pages', () => {
    expect(bibtexOf('saltmeadow')).toBe(`@inproceedings{lopes2023saltmeadow,
  author = {Lopes, Jo{\\~a}o Pedro and Pinto, Daniela and Rocha, Jo{\\~a}o and Sandqvist, Ylva and Alves, Rodrigo},
  title = {Saltmeadow: Enforcing Cross-Border Causal Order in Tidal Warnings},
  booktitle = {HYDRA},
  doi = {10.5555/3600006.3613176},
  year = {2023},
  pages = {298--313},
  url = {https://hydra.example/2023/saltmeadow},
}
`);
  });

  test('a journal', () => {
    expect(bibtexOf('brackish-interviews')).toMatch(
      /^@article{davidsen2023qualitative,\n.*\n.*\n {2}journal = {Journal of Open Water},$/m,
    );
    expect(bibtexOf('gauge-carbon')).toContain('  journal = {Transactions on Water Networks},\n');
  });

  test('a preprint', () => {
    expect(bibtexOf('ford-now')).toBe(`@misc{ramnath2022ford,
  author = {Ramnath, Kamala and Raina, Ashok and Sandqvist, Ylva and Alvar, Peter},
  title = {{FORD} now: Aggregate Comparison of Rivers for Locating Leaks},
  year = {2022},
  url = {https://arxiv.example/pdf/2205.06999.pdf},
  howpublished = {arXiv preprint arXiv:2205.06999},
  eprint = {2205.06999},
  archiveprefix = {arXiv},
}
`);
  });

  test('theses by degree', () => {
    expect(bibtexOf('phd-thesis')).toMatch(/^@phdthesis{sandqvist2018universal,\n/);
    expect(bibtexOf('phd-thesis')).toContain('  school = {Thorsby University},\n');
    const thesis = bibtexOf('schroeder-thesis');
    expect(thesis).toMatch(/^@mastersthesis{schroder2020fishway,\n/);
    expect(thesis).toContain('  author = {Schr{\\"o}der, Niklas},\n');
    const other = bibtexOf('lovelock-thesis');
    expect(other).toMatch(/^@misc{lovelock2014end,\n/);
    expect(other).toContain('  howpublished = {Undergraduate thesis, Thorsby University},\n');
  });

  test('a book, a report, software and a page', () => {
    expect(bibtexOf('rivers-in-practice')).toMatch(
      /^@book{barker2020rivers,[\s\S]*publisher = {Fell \\& Moor},\n}\n$/,
    );
    expect(bibtexOf('adoption-survey')).toMatch(/^@techreport{sandqvist2017river,/);
    expect(bibtexOf('microgauge')).toMatch(/^@misc{microgauge,/);
    expect(bibtexOf('theme-flow-control')).toBe(`@misc{theme-flow-control,
  title = {Flow control},
  url = {https://ask.example.org/sources/theme-flow-control},
}
`);
  });

  test.each([
    ['Micha{\\l}', 'leatside'],
    ["O'Nolan, Joe", 'leatside'],
    ['De Luca, Marta', 'odd-tide'],
    ['Ma, Minghua', 'floodlab'],
    ['title = {{FloodLab}: A Holistic', 'floodlab'],
    ['title = {{4DQ}: Four-Dimensional', '4dq'],
  ])('%s', (expected, id) => {
    expect(bibtexOf(id)).toContain(expected);
  });
});

describe('what comes from outside', () => {
  test('is escaped, or kept where TeX has no command for it', () => {
    const text = bibtex({
      kind: 'paper',
      year: 2020,
      venue: 'Journal of R&D',
      people: ['山田 太郎', 'Łukasz Çelik'],
      fullTitle: '100% of x_y & #1 — $5 {a} \\b 東京',
      url: 'https://example.org/a{b}_c%20d#e',
    });
    expect(text).toContain('author = {{山田 太郎} and {\\c C}elik, {\\L}ukasz},');
    expect(text).toContain(
      'title = {100\\% of x{\\textunderscore}y \\& \\#1 --- {\\textdollar}5 {\\textbraceleft}a{\\textbraceright} {\\textbackslash}b 東京},',
    );
    expect(text).toContain('journal = {Journal of R\\&D},');
    expect(text).toContain('url = {https://example.org/a%7Bb%7D_c%20d#e},');
    const [item] = read(text);
    expect(item?.title).toBe('100% of x_y & #1 — $5 {a} \\b 東京');
  });
});

test('every source can be cited, and is read back with its authors, title, place and year', () => {
  const items = read(cite(published, 'bibtex', page));
  expect(items).toHaveLength(published.length);
  items.forEach((item, i) => {
    const source = published[i];
    expect(item.title.replace(/[’']/g, "'")).toBe(source?.fullTitle ?? source?.title);
    expect(item.author).toEqual(source && authorsOf(source).map(toCslName));
    expect(item.issued?.['date-parts'][0][0]).toBe(source?.year);
    expect(item['DOI']).toBe(source?.doi);
    expect(item['page']).toBe(source?.pages);
  });
  for (const source of sources) {
    expect(read(cite([source], 'bibtex', page)), source.id).toHaveLength(1);
    for (const ask of source.asks) {
      expect(cite([source], 'csl', page)).not.toContain(ask);
    }
  }
});

describe('keys', () => {
  test('are alike nowhere', () => {
    const keys = [...citationKeys(sources).values()];
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[a-z0-9-]+$/);
  });

  test('tell two works apart that begin alike, in every list', () => {
    expect(bibtexOf('universal-floats')).toMatch(/^@inproceedings{sandqvist2018universalb,/);
  });

  test('are the id where there is no author or nothing in Latin letters', () => {
    const written = sourceOf({ id: 'x-1', people: ['山田 太郎'], year: 2020 });
    const keys = citationKeys([written, sourceOf({ id: 'x-2' })]);
    expect([...keys.values()]).toEqual(['x-1', 'x-2']);
  });

  test.each([
    ['The Heron Consortium', 'heron2020tide'],
    ['{Tidewater Labs}', 'tidewater2020tide'],
    ['Institute of Marshes and Reeds', 'institute2020tide'],
    ['Lena van der Molen', 'molen2020tide'],
    ['Mira Aldine III', 'aldine2020tide'],
  ])('begin with the family name of %s or the first word of a group', (name, key) => {
    const written = sourceOf({ people: [name], year: 2020, fullTitle: 'The Tide' });
    expect(citationKeys([written]).get(written.id)).toBe(key);
  });
});

describe('authors', () => {
  const groups = [
    'Lena van der Molen',
    '{Tidewater Labs}',
    'The Heron Consortium',
    'Otto Rask Jr.',
  ];
  const fields = { kind: 'paper', year: 2020, venue: 'Reeds', people: groups } as const;

  test('keep their particles and stay in one piece, in each format', () => {
    const source = sourceOf(fields);
    const write = createCite([source]);
    expect(write([source], 'bibtex', page)).toContain(
      'author = {van der Molen, Lena and {Tidewater Labs} and {The Heron Consortium} and Rask, Jr., Otto},',
    );
    const ris = write([source], 'ris', page).match(/(?<=AU {2}- ).*(?=\r)/g);
    expect(ris).toEqual([
      'van der Molen, Lena',
      'Tidewater Labs',
      'The Heron Consortium',
      'Rask, Otto, Jr.',
    ]);
    expect(JSON.parse(write([source], 'csl', page))[0].author).toEqual([
      { given: 'Lena', 'non-dropping-particle': 'van der', family: 'Molen' },
      { literal: 'Tidewater Labs' },
      { literal: 'The Heron Consortium' },
      { given: 'Otto', family: 'Rask', suffix: 'Jr.' },
    ]);
  });

  test('in one piece are escaped like others', () => {
    expect(bibtex({ ...fields, people: ['Société du Héron & Co'] })).toContain(
      "author = {{Soci{\\'e}t{\\'e} du H{\\'e}ron \\& Co}},",
    );
  });

  test('follow the order of the file where the shown name tells less', () => {
    const source = { ...fields, people: ['Pilar Ruiz Oliva'], writtenNames: ['Ruiz Oliva, Pilar'] };
    expect(bibtex(source)).toContain('author = {Ruiz Oliva, Pilar},');
  });
});

test('a record with a DOI leads there, and not to the page of this service', () => {
  const source = sourceOf({
    kind: 'paper',
    people: ['Mira Aldine'],
    year: 2020,
    doi: '10.5555/a#b',
  });
  expect(bibtex(source)).toContain('url = {https://doi.org/10.5555/a%23b},');
});
