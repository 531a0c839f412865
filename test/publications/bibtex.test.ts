import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { describe, expect, test } from 'vitest';
import type { Source } from '../../src/domain.ts';
import { citationKeys } from '../../src/publications/citation-key.ts';
import { createCite } from '../../src/publications/citations.ts';
import { parseName } from '../../src/publications/names.ts';
import { publicationsOf } from '../../src/publications/works.ts';
import { sourceOf } from '../support/corpus.ts';
import { shippedSources } from '../support/shipped-sources.ts';

const { sources } = await shippedSources();
const published = [...publicationsOf(sources, 'author'), ...publicationsOf(sources, 'supervisor')];
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
    expect(bibtexOf('antipode')).toBe(`@inproceedings{loff2023antipode,
  author = {Loff, Jo{\\~a}o Ferreira and Porto, Daniel and Garcia, Jo{\\~a}o and Mace, Jonathan and Rodrigues, Rodrigo},
  title = {Antipode: Enforcing {Cross}-{Service} {Causal} {Consistency} in {Distributed} {Applications}},
  booktitle = {SOSP},
  doi = {10.1145/3600006.3613176},
  year = {2023},
  pages = {298--313},
  url = {https://dl.acm.org/doi/10.1145/3600006.3613176},
}
`);
  });

  test('a journal', () => {
    expect(bibtexOf('tvcg-interview-study')).toMatch(
      /^@article{davidson2023qualitative,\n.*\n.*\n {2}journal = {IEEE TVCG},$/m,
    );
    expect(bibtexOf('carbon-accounting-llm')).toContain('  journal = {SIGMETRICS PER},\n');
  });

  test('a preprint', () => {
    expect(bibtexOf('act-now')).toBe(`@misc{ramasubramanian2022act,
  author = {Ramasubramanian, Kamala and Raina, Ashutosh and Mace, Jonathan and Alvaro, Peter},
  title = {{ACT} now: Aggregate {Comparison} of {Traces} for {Incident} {Localization}},
  year = {2022},
  url = {https://arxiv.org/pdf/2205.06933.pdf},
  howpublished = {arXiv preprint arXiv:2205.06933},
  eprint = {2205.06933},
  archiveprefix = {arXiv},
}
`);
  });

  test('theses by degree', () => {
    expect(bibtexOf('phd-thesis')).toMatch(/^@phdthesis{mace2018universal,\n/);
    expect(bibtexOf('phd-thesis')).toContain('  school = {Brown University},\n');
    const thesis = bibtexOf('schaefer-thesis');
    expect(thesis).toMatch(/^@mastersthesis{schafer2020pathfinder,\n/);
    expect(thesis).toContain('  author = {Sch{\\"a}fer, Nicolas},\n');
    const other = bibtexOf('leavitt-thesis');
    expect(other).toMatch(/^@misc{leavitt2014end,\n/);
    expect(other).toContain('  howpublished = {Undergraduate thesis, Brown University},\n');
  });

  test('a book, a report, software and a page', () => {
    expect(bibtexOf('distributed-tracing-in-practice')).toMatch(
      /^@book{parker2020distributed,[\s\S]*publisher = {O'Reilly},\n}\n$/,
    );
    expect(bibtexOf('e2e-tracing-survey-2017')).toMatch(/^@techreport{mace2017end,/);
    expect(bibtexOf('microbricks')).toMatch(/^@misc{microbricks,/);
    expect(bibtexOf('theme-aiops')).toBe(`@misc{theme-aiops,
  title = {Anomaly and root-cause analysis},
  url = {https://ask.example.org/sources/theme-aiops},
}
`);
  });

  test.each([
    ['Micha{\\l}', 'canopy'],
    ["O'Neill, Joe", 'canopy'],
    ['De Viti, Roberta', 'odd-one-out-hotcarbon'],
    ['Ma, Minghua', 'aiopslab'],
    ['title = {{AIOpsLab}: A {Holistic}', 'aiopslab'],
    ['title = {{2DFQ}: Two-{Dimensional}', '2dfq'],
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
    expect(text).toContain('author = {太郎, 山田 and {\\c C}elik, {\\L}ukasz},');
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
    expect(item.author).toEqual(source?.people.map(parseName));
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
    expect(bibtexOf('universal-context-propagation')).toMatch(
      /^@inproceedings{mace2018universalb,/,
    );
  });

  test('are the id where there is no author or nothing in Latin letters', () => {
    const written = sourceOf({ id: 'x-1', people: ['山田 太郎'], year: 2020 });
    const keys = citationKeys([written, sourceOf({ id: 'x-2' })]);
    expect([...keys.values()]).toEqual(['x-1', 'x-2']);
  });
});

test.each([
  ['João Ferreira Loff', 'Loff', 'João Ferreira'],
  ['Roberta De Viti', 'De Viti', 'Roberta'],
  ['Minghua Ma', 'Ma', 'Minghua'],
  ['Pedro Las-Casas', 'Las-Casas', 'Pedro'],
])('%s is called %s', (name, family, given) => {
  expect(parseName(name)).toEqual({ family, given });
});

test('a suffix belongs to no surname', () => {
  expect(parseName('Martin Luther King Jr.')).toEqual({
    family: 'King',
    given: 'Martin Luther',
    suffix: 'Jr.',
  });
});
