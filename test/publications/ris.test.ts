import { Cite } from '@citation-js/core';
import '@citation-js/plugin-ris';
import { expect, test } from 'vitest';
import { publicationsOf } from '../../src/corpus/works.ts';
import { createCite } from '../../src/publications/citations.ts';
import { authorsOf, toCslName } from '../../src/publications/names.ts';
import { profileSources } from '../support/profile.ts';

const { sources } = await profileSources();
const cite = createCite(sources);
const page = () => 'https://ask.example.org/';

test('a record has each field on a line of its own, first and last page apart', () => {
  const found = sources.filter(({ id }) => id === 'brackish-interviews');
  expect(cite(found, 'ris', page).split('\r\n')).toEqual([
    'TY  - JOUR',
    'AU  - Davidsen, Thea',
    'AU  - Wall, Emil',
    'AU  - Sandqvist, Ylva',
    'PY  - 2023',
    'DO  - 10.5555/JOW.2023.3241596',
    'T2  - Journal of Open Water',
    'TI  - A Qualitative Interview Study of Gauge Keepers: A Characterisation of Challenges and Opportunities',
    'UR  - https://doi.example/gauge-keepers',
    'ID  - davidsen2023qualitative',
    'SP  - 3828',
    'EP  - 3840',
    'ER  - ',
    '',
  ]);
});

test('all publications are read back', () => {
  const published = publicationsOf(sources);
  const items = new Cite(cite(published, 'ris', page)).data;
  expect(items.map(({ title }) => title)).toEqual(
    published.map(({ title, fullTitle }) => fullTitle ?? title),
  );
  expect(items.map(({ author }) => author)).toEqual(
    published.map((source) => authorsOf(source).map(toCslName)),
  );
  expect(items.map((item) => item['page'])).toEqual(published.map(({ pages }) => pages));
});

test('CSL-JSON has a type for each kind', () => {
  const types = new Map(
    (JSON.parse(cite(sources, 'csl', page)) as { type: string }[]).map((item, i) => [
      sources[i]?.id,
      item.type,
    ]),
  );
  expect(types.get('eddyline')).toBe('paper-conference');
  expect(types.get('ford-now')).toBe('article');
  expect(types.get('brackish-interviews')).toBe('article-journal');
  expect(types.get('phd-thesis')).toBe('thesis');
  expect(types.get('rivers-in-practice')).toBe('book');
  expect(types.get('flood-readings')).toBe('dataset');
  expect(types.get('microgauge')).toBe('software');
  expect(types.get('ylva-sandqvist')).toBe('webpage');
});
