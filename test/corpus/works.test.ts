import { describe, expect, test } from 'vitest';
import {
  filterWorks,
  isAbout,
  isPublication,
  publicationsOf,
  supervisedTheses,
  topicCalled,
  type WorkFilter,
} from '../../src/corpus/works.ts';
import type { Source } from '../../src/domain.ts';
import { sourceOf } from '../support/corpus.ts';
import { profileSources } from '../support/profile.ts';

const { sources } = await profileSources();
const own = publicationsOf(sources);
const find = (filter: WorkFilter) => filterWorks(own, filter, sources).map(({ id }) => id);

test('the publications are what the researcher wrote, newest first', () => {
  expect(own.every(({ people }) => people.includes('Ylva Sandqvist'))).toBe(true);
  const years = own.map(({ year }) => year ?? 0);
  expect(years).toEqual([...years].sort((a, b) => b - a));
  expect(own.map(({ id }) => id)).toContain('phd-thesis');
  expect(own.map(({ id }) => id)).not.toContain('sundman-thesis');
});

test('the theses of students are theirs', () => {
  const theses = supervisedTheses(sources);
  expect(theses).toHaveLength(6);
  expect(theses.every(({ people }) => !people.includes('Ylva Sandqvist'))).toBe(true);
});

test('without a researcher all that is published counts', () => {
  const written = sourceOf({ people: ['A B'], venue: 'V', year: 2020 });
  expect(publicationsOf([written])).toEqual([written]);
  expect(supervisedTheses([written])).toEqual([]);
});

test.each<[string, Partial<Source>, boolean]>([
  ['a paper with people', { kind: 'paper', people: ['A B'] }, true],
  ['a paper that names nobody', { kind: 'paper' }, false],
  ['an edited volume by its editors', { kind: 'edited-volume', editors: ['A B'] }, true],
  ['a project for its paper', { people: ['A B'], venue: 'V', year: 2020 }, true],
  ['a project without a venue', { people: ['A B'], year: 2020 }, false],
  ['a talk', { kind: 'talk', people: ['A B'], venue: 'V', year: 2020 }, false],
  ['a patent', { kind: 'patent', people: ['A B'], year: 2020 }, false],
])('%s is a publication: %3$s', (_, fields, expected) => {
  expect(isPublication(sourceOf(fields))).toBe(expected);
});

test('the researcher is known by another name, initials and accents', () => {
  const owner = sourceOf({ kind: 'person', title: 'Jürgen Kößling', aliases: ['Kosmo'] });
  const papers = [
    'J. Kößling',
    'Juergen Koessling',
    'Kößling, Jürgen',
    'Kosmo',
    'Jana Kößling',
  ].map((name) => sourceOf({ id: name, kind: 'paper', people: ['A B', name] }));
  const found = publicationsOf([owner, ...papers]).map(({ id }) => id);
  expect(found).toHaveLength(4);
  expect(found).not.toContain('Jana Kößling');
});

test('a work is about a topic that it names by any of its names, and not because the theme relates to it', () => {
  const theme = sourceOf({ id: 'theme-wind', kind: 'theme', title: 'Wind', aliases: ['gusts'] });
  const related = sourceOf({ id: 'gale', topics: ['storms'] });
  const all = [{ ...theme, related: ['gale'] }, related];
  const topic = topicCalled('GUSTS', all);
  expect(topic?.title).toBe('Wind');
  if (!topic) return;
  expect(isAbout(related, topic)).toBe(false);
  expect(isAbout(sourceOf({ topics: ['Gusts'] }), topic)).toBe(true);
  expect(isAbout(sourceOf({ topics: ['wind'] }), topic)).toBe(true);
  expect(isAbout(sourceOf({ topics: ['wind power'] }), topic)).toBe(false);
});

describe('the filter', () => {
  test.each<[WorkFilter, string[]]>([
    [{ venue: 'hydra', years: [{ first: 2015, last: 2018 }] }, ['leatside']],
    [{ venue: 'Open Water' }, ['brackish-interviews']],
    [{ person: 'Joao Pedro LOPES' }, ['saltmeadow']],
    [{ person: 'M. Bejma' }, ['leatside']],
    [{ person: 'X. Bejma' }, []],
    [{ kind: 'Book' }, ['rivers-in-practice']],
    [{ topic: 'theme-tidal-warnings' }, ['saltmeadow']],
    [{ topic: 'tidal warnings', kind: 'project' }, ['saltmeadow']],
    [{ topic: 'Léak localization' }, ['ford-now']],
    [{ award: 'artifact' }, ['pondskater']],
    [{ venue: 'HYD' }, []],
    [{ kind: 'poem' }, []],
    [{ person: '?' }, []],
    [{ topic: '?' }, []],
    [{ years: [{ first: 1950, last: 1960 }] }, []],
  ])('%j finds %j', (filter, ids) => {
    expect(find(filter)).toEqual(ids);
  });

  test('narrows by all that it names', () => {
    const found = find({ venue: 'BASIN', topic: 'predictability', person: 'Falk' });
    expect(found).toEqual(['4dq']);
  });
});
