import { expect, test } from 'vitest';
import { isJournal } from '../../src/publications/csl.ts';
import { degreeOf } from '../../src/publications/degree.ts';
import { sourceOf } from '../support/corpus.ts';

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
