import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePersonName, sortedName, spokenName } from '../../src/text/person-name.ts';

describe('a name is parsed into its parts', () => {
  test.each([
    ['Lena Molen', { given: 'Lena', family: 'Molen' }],
    ['Lena van der Molen', { given: 'Lena', particle: 'van der', family: 'Molen' }],
    ['van der Molen, Lena', { given: 'Lena', particle: 'van der', family: 'Molen' }],
    ['Rosa de la Vega Arcos', { given: 'Rosa', particle: 'de la', family: 'Vega Arcos' }],
    ['Bas in ’t Riet', { given: 'Bas', particle: 'in ’t', family: 'Riet' }],
    ['Arno von und zu Reiher', { given: 'Arno', particle: 'von und zu', family: 'Reiher' }],
    ['Carla Di Salto', { given: 'Carla', family: 'Di Salto' }],
    ['Ruiz Oliva, Pilar', { given: 'Pilar', family: 'Ruiz Oliva' }],
    ['Tomás Ruiz y Oliva', { given: 'Tomás', family: 'Ruiz y Oliva' }],
    ['Davi Prado Filho', { given: 'Davi', family: 'Prado Filho' }],
    ['Omar al-Sahil', { given: 'Omar', family: 'al-Sahil' }],
    ['Jean d’Aubrac', { given: 'Jean', family: 'd’Aubrac' }],
    ['A.-L. Févrette', { given: 'A.-L.', family: 'Févrette' }],
    ['Minh Ma', { given: 'Minh', family: 'Ma' }],
    ['Otto Rask Jr.', { given: 'Otto', family: 'Rask', suffix: 'Jr.' }],
    ['Rask, Jr., Otto', { given: 'Otto', family: 'Rask', suffix: 'Jr.' }],
    ['Rask, Otto, Jr.', { given: 'Otto', family: 'Rask', suffix: 'Jr.' }],
    ['Otto Rask, Jr.', { given: 'Otto', family: 'Rask', suffix: 'Jr.' }],
    ['Prof. Dr. Ada Rask', { given: 'Ada', family: 'Rask' }],
    ['ada rask', { given: 'ada', family: 'rask' }],
  ])('%s', (name, parts) => {
    expect(parsePersonName(name)).toEqual(parts);
  });

  test.each([
    'The Heron Consortium',
    'Reed Mapping Group',
    'ALBATROS Collaboration',
    'University of Sandbank',
    'Universität Sandbank',
    'Institut für Schilfkunde',
    'Laboratoire des Roseaux',
    'Rask and Daughters',
    'Rask, Inc.',
    'Reed Task Force',
    'Heron',
    '北川',
    '北川 小百合',
  ])('%s stays in one piece', (name) => {
    expect(parsePersonName(name)).toEqual({ literal: name });
    expect(sortedName(parsePersonName(name))).toBe(name);
  });

  test('braces keep a name in one piece and are never shown', () => {
    expect(parsePersonName('{Rask Reeds}')).toEqual({ literal: 'Rask Reeds' });
    expect(spokenName('{Rask Reeds}')).toBe('Rask Reeds');
    expect(parsePersonName('Ada {van Rask}')).toEqual({
      given: 'Ada',
      particle: 'van',
      family: 'Rask',
    });
  });
});

test.each([
  ['van der Molen, Lena', 'Lena van der Molen'],
  ['Rask, Jr., Otto', 'Otto Rask Jr.'],
  ['北川, 小百合', '北川 小百合'],
  ['Rask, Inc.', 'Rask, Inc.'],
  ['Lena van der Molen', 'Lena van der Molen'],
])('%s is spoken as %s', (written, spoken) => {
  expect(spokenName(written)).toBe(spoken);
});

test('no letter of a name is lost', () => {
  const word = fc.constantFrom(
    'Ada',
    'van',
    'de',
    'al-Rask',
    "O'Rask",
    'J.',
    'y',
    'II',
    'Team',
    'Ó',
    ',',
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
      const letters = (text: string) => [...text.replace(/[\s,]/g, '')].sort().join('');
      const name = words.join(' ');
      fc.pre(/[^\s,]/.test(name));
      expect(letters(sortedName(parsePersonName(name)))).toBe(letters(name));
    }),
  );
});
