import { describe, expect, test } from 'vitest';
import type { Source } from '../../src/domain.ts';
import { knownNames, protectCase, titleContext } from '../../src/publications/title-case.ts';
import { sourceOf } from '../support/corpus.ts';

const marked = (
  fullTitle: string,
  fields: Partial<Source> = {},
  others: readonly Source[] = [],
) => {
  const source = sourceOf({ title: 'A record', body: 'It is about reeds.', fullTitle, ...fields });
  const context = titleContext(source, knownNames([source, ...others]));
  return protectCase(fullTitle, context, ['{', '}']);
};

describe('a title keeps the case of', () => {
  test.each([
    ['acronyms and mixed case', 'Cleaning {LiDAR} Scans With {PostGIS}, {mtDNA} and {3D} Meshes'],
    [
      'single letters that are no article',
      '{R} for Herons: A Guide to Vitamin {A} and What {I} Saw',
    ],
    ['names with signs', 'Birds in {C#} and {Node.js}, {R&D} Included'],
    ['the parts of a compound that need it', '{X}-Ray Views of {GPT}-4 in End-to-End Work'],
    ['capitals within sentence case', 'counting herons of {Sandbank} with {Reedmap}'],
    ['countries and languages', 'Nests of {Norway} in {German} Records'],
  ])('%s', (_, expected) => {
    expect(marked(expected.replace(/[{}]/g, ''))).toBe(expected);
  });

  test.each([
    'Sorting a Thousand Reeds by Length',
    'The Tide: A Study of Slow and Low-Lying Walls',
    'Where Herons Sleep? Counting Nests Without a Boat',
    'COUNTING NESTS WITHOUT BOATS',
    'counting nests: a guide',
  ])('nothing else: %s', (title) => {
    expect(marked(title)).toBe(title);
  });

  test('the record itself, people, and places that the profile names', () => {
    const owner = sourceOf({
      id: 'ada',
      kind: 'person',
      title: 'Ada Raskova',
      body: 'She works at the University of Sandbankia. Her team is the Reed Survey Team.',
    });
    expect(marked('Mapping With Reedmap', { title: 'Reedmap' })).toBe('Mapping With {Reedmap}');
    expect(marked('Walls of Sandbankia: The Raskova Survey', {}, [owner])).toBe(
      'Walls of {Sandbankia}: The {Raskova} Survey',
    );
    expect(marked('A Survey of Reed Beds', {}, [owner])).toBe('A Survey of Reed Beds');
  });

  test('a name of two words that a project bears', () => {
    const project = sourceOf({ title: 'Quiet Heron' });
    expect(marked('Counting With Quiet Heron at Night', {}, [project])).toBe(
      'Counting With {Quiet Heron} at Night',
    );
  });

  test('the nouns of a German title', () => {
    expect(marked('Reiher im Schilf: Zählung der Nester')).toBe(
      '{Reiher im Schilf: Zählung der Nester}',
    );
    const body = 'Das ist ein Verfahren, mit dem die Nester gezählt und verglichen werden.';
    expect(marked('Neue Nester', { body })).toBe('{Neue Nester}');
  });
});
