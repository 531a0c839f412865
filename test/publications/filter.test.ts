import { describe, expect, test } from 'vitest';
import { isJournal } from '../../src/publications/csl.ts';
import { degreeOf } from '../../src/publications/degree.ts';
import { filterPublications, type PublicationFilter } from '../../src/publications/filter.ts';
import { publicationsOf } from '../../src/publications/works.ts';
import { sourceOf } from '../support/corpus.ts';
import { profileSources } from '../support/profile.ts';

const { sources } = await profileSources();
const own = publicationsOf(sources, 'author');
const find = (filter: PublicationFilter) =>
  filterPublications(own, filter, sources).map(({ id }) => id);

test('the publications are what the researcher wrote, newest first', () => {
  expect(own.every(({ people }) => people.includes('Ylva Sandqvist'))).toBe(true);
  const years = own.map(({ year }) => year ?? 0);
  expect(years).toEqual([...years].sort((a, b) => b - a));
  expect(own.map(({ id }) => id)).toContain('phd-thesis');
  expect(own.map(({ id }) => id)).not.toContain('sundman-thesis');
});

test('the theses of students are theirs', () => {
  const theses = publicationsOf(sources, 'supervisor');
  expect(theses).toHaveLength(6);
  expect(theses.every(({ people }) => !people.includes('Ylva Sandqvist'))).toBe(true);
});

test('without a researcher all that is published counts', () => {
  const written = sourceOf({ people: ['A B'], year: 2020 });
  expect(publicationsOf([written], 'author')).toEqual([written]);
  expect(publicationsOf([written], 'supervisor')).toEqual([]);
});

describe('the filter', () => {
  test.each<[PublicationFilter, string[]]>([
    [{ venue: 'hydra', years: { first: 2015, last: 2018 } }, ['leatside']],
    [{ venue: 'Open Water' }, ['brackish-interviews']],
    [{ person: 'Joao Pedro LOPES' }, ['saltmeadow']],
    [{ person: 'M. Bejma' }, ['leatside']],
    [{ kind: 'Book' }, ['rivers-in-practice']],
    [{ topic: 'theme-tidal-warnings' }, ['saltmeadow']],
    [{ topic: 'tidal warnings', kind: 'project' }, ['saltmeadow']],
    [{ topic: 'Léak localization' }, ['ford-now']],
    [{ venue: 'HYD' }, []],
    [{ kind: 'poem' }, []],
    [{ person: '?' }, []],
    [{ topic: '?' }, []],
    [{ years: { first: 1950, last: 1960 } }, []],
  ])('%j finds %j', (filter, ids) => {
    expect(find(filter)).toEqual(ids);
  });

  test('narrows by all that it names', () => {
    const found = find({ venue: 'BASIN', topic: 'predictability', person: 'Falk' });
    expect(found).toEqual(['4dq']);
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
