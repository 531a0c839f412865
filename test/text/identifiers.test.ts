import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  arxivAddress,
  bestPage,
  doiAddress,
  linksWithIdentifiers,
} from '../../src/text/identifiers.ts';
import { sourceOf } from '../support/corpus.ts';

describe('a DOI as an address', () => {
  test.each([
    ['10.5555/heron.2020', 'https://doi.org/10.5555/heron.2020'],
    ['10.5555/(SICI)1:2<3::AID>4;5-#', 'https://doi.org/10.5555/(SICI)1:2%3C3::AID%3E4;5-%23'],
    ['10.5555/a[1:B]2', 'https://doi.org/10.5555/a%5B1:B%5D2'],
    ['10.5555/a%20b?c=d&e', 'https://doi.org/10.5555/a%2520b%3Fc=d&e'],
    ['10.5555/a "b" \'c\'', 'https://doi.org/10.5555/a%20%22b%22%20%27c%27'],
    ['10.5555/ends.', 'https://doi.org/10.5555/ends%2E'],
    ['10.5555/é', 'https://doi.org/10.5555/%C3%A9'],
  ])('%s', (doi, address) => {
    expect(doiAddress(doi)).toBe(address);
  });

  test('leads back to it, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (suffix) => {
        const doi = `10.5555/${suffix}`.trim();
        const url = new URL(doiAddress(doi));
        expect(url.host).toBe('doi.org');
        expect(url.search + url.hash).toBe('');
        expect(decodeURIComponent(url.pathname.slice(1))).toBe(doi);
      }),
    );
  });

  test('cannot climb out of its prefix', () => {
    const { pathname } = new URL(doiAddress('10.5555/../../evil'));
    expect(decodeURIComponent(pathname)).toBe('/10.5555/../../evil');
  });
});

test('the best page is the one a source names, then that of its DOI, its preprint, its links', () => {
  const links = [{ label: 'Slides', url: 'https://reeds.example/slides' }];
  const all = sourceOf({
    url: 'https://reeds.example/',
    doi: '10.5555/a',
    arxiv: '2001.00001',
    links,
  });
  expect(bestPage(all)).toBe('https://reeds.example/');
  expect(bestPage({ ...all, url: undefined })).toBe('https://doi.org/10.5555/a');
  expect(bestPage({ ...all, url: undefined, doi: undefined })).toBe(arxivAddress('2001.00001'));
  expect(bestPage(sourceOf({ links }))).toBe('https://reeds.example/slides');
  expect(bestPage(sourceOf())).toBeUndefined();
});

test('identifiers are among the links, once', () => {
  const doi = '10.5555/Reed';
  expect(linksWithIdentifiers(sourceOf({ doi, arxiv: '2001.00001' }))).toEqual([
    { label: 'DOI', url: 'https://doi.org/10.5555/Reed' },
    { label: 'arXiv', url: 'https://arxiv.org/abs/2001.00001' },
  ]);
  const links = [{ label: 'Paper', url: 'http://dx.doi.org/10.5555/reed' }];
  expect(linksWithIdentifiers(sourceOf({ doi, links }))).toEqual(links);
});
