import { describe, expect, test } from 'vitest';
import { isJournal } from '../../src/publications/csl.ts';
import { degreeOf } from '../../src/publications/degree.ts';
import { filterPublications, type PublicationFilter } from '../../src/publications/filter.ts';
import { publicationsOf } from '../../src/publications/works.ts';
import { sourceOf } from '../support/corpus.ts';
import { shippedSources } from '../support/shipped-sources.ts';

const { sources } = await shippedSources();
const own = publicationsOf(sources, 'author');
const find = (filter: PublicationFilter) =>
  filterPublications(own, filter, sources).map(({ id }) => id);

test('the publications are what the researcher wrote, newest first', () => {
  expect(own.every(({ people }) => people.includes('Jonathan Mace'))).toBe(true);
  const years = own.map(({ year }) => year ?? 0);
  expect(years).toEqual([...years].sort((a, b) => b - a));
  expect(own.map(({ id }) => id)).toContain('phd-thesis');
  expect(own.map(({ id }) => id)).not.toContain('sun-thesis');
});

test('the theses of students are theirs', () => {
  const theses = publicationsOf(sources, 'supervisor');
  expect(theses).toHaveLength(6);
  expect(theses.every(({ people }) => !people.includes('Jonathan Mace'))).toBe(true);
});

test('without a researcher all that is published counts', () => {
  const written = sourceOf({ people: ['A B'], year: 2020 });
  expect(publicationsOf([written], 'author')).toEqual([written]);
  expect(publicationsOf([written], 'supervisor')).toEqual([]);
});

describe('the filter', () => {
  test.each<[PublicationFilter, string[]]>([
    [{ venue: 'sosp', years: { first: 2015, last: 2018 } }, ['canopy', 'pivot-tracing']],
    [{ venue: 'TVCG' }, ['tvcg-interview-study']],
    [{ person: 'Joao Ferreira LOFF' }, ['antipode']],
    [{ person: 'M. Bejda' }, ['canopy']],
    [{ kind: 'Book' }, ['distributed-tracing-in-practice']],
    [{ topic: 'theme-causal-consistency' }, ['antipode']],
    [{ topic: 'causal consistency', kind: 'project' }, ['antipode']],
    [{ topic: 'Sérverless' }, ['groundhog']],
    [{ venue: 'SOS' }, []],
    [{ kind: 'poem' }, []],
    [{ person: '?' }, []],
    [{ topic: '?' }, []],
    [{ years: { first: 1950, last: 1960 } }, []],
  ])('%j finds %j', (filter, ids) => {
    expect(find(filter)).toEqual(ids);
  });

  test('narrows by all that it names', () => {
    const found = find({ venue: 'SOSP', topic: 'tracing', person: 'Fonseca' });
    expect(found).toEqual(['pivot-tracing']);
  });
});

test.each([
  ['IEEE TVCG', true],
  ['ACM TOCS', true],
  ['SIGMETRICS PER', true],
  ['Journal of Wind', true],
  ['IEEE Transactions on Computers', true],
  ['SOSP', false],
  ['AIOps workshop', false],
  ['Workshop of the Journal Club', false],
  ['TACAS', false],
])('%s is a journal: %s', (venue, expected) => {
  expect(isJournal(venue)).toBe(expected);
});

test.each([
  ['PhD thesis of A', '', 'PhD'],
  ['A thesis', 'This is a Master’s thesis. PhD comes later.', 'MSc'],
  ['Undergraduate thesis of B', '', 'Undergraduate'],
  ['Something', 'A study of mastery in scope.', null],
])('%s is for the degree %3$s', (title, body, degree) => {
  expect(degreeOf(sourceOf({ kind: 'thesis', title, body }))).toBe(degree);
});
