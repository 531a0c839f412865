import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalNames, isCalled, isSamePerson } from '../../src/corpus/people.ts';

describe('isCalled', () => {
  test.each([
    ['Jürgen Köstler', 'J. Köstler'],
    ['Jürgen Köstler', 'Köstler'],
    ['Jürgen Köstler', 'Köstler, J.'],
    ['Jürgen Köstler', 'Köstler J'],
    ['Jürgen Köstler', 'Juergen Koestler'],
    ['Jürgen Köstler', 'JURGEN KOSTLER'],
    ['J. Köstler', 'Jürgen Köstler'],
    ['Anne-Lise Févre', 'A.-L. Févre'],
    ['Anne-Lise Févre', 'AL Fevre'],
    ['Anne-Lise Févre', 'A. Févre'],
    ['Roberta De Viti', 'De Viti'],
    ['Roberta De Viti', 'Viti'],
    ['Jan van der Berg', 'J. van der Berg'],
    ['Åse Grøn-Dahl', 'Ase Gron-Dahl'],
    ['Grete Gießer', 'G. Giesser'],
    ['Benjamin H. Sigel', 'Benjamin Sigel'],
    ['Trần Bảo Vinh', 'Tran Bao Vinh'],
    ['Siân O’Tarn', "Sian O'Tarn"],
    ['Robert Smith Jr.', 'R. Smith'],
  ])('%s is meant by %s', (name, words) => {
    expect(isCalled(name, words)).toBe(true);
  });

  test.each([
    ['Jürgen Köstler', 'M. Köstler'],
    ['Jürgen Köstler', 'Jana Köstler'],
    ['Jürgen Köstler', 'J.'],
    ['Jürgen Köstler', 'J. Kostlinger'],
    ['Jürgen Köstler', '?'],
    ['Anne-Lise Févre', 'A.-M. Févre'],
    ['Roberta De Viti', 'De'],
    ['Jan van der Berg', 'van'],
    ['Rodrigo Fonda', 'Rodrigo Rodrigo'],
  ])('%s is not meant by %s', (name, words) => {
    expect(isCalled(name, words)).toBe(false);
  });

  test('of any words it is true or false, and the same for the same name', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 12 });
    fc.assert(
      fc.property(word, word, (name, words) => {
        expect(typeof isCalled(name, words)).toBe('boolean');
        expect(isSamePerson(name, words)).toBe(isSamePerson(words, name));
      }),
    );
  });
});

test('a name with initials is the only full name that it can be', () => {
  const names = canonicalNames(['J. Mole', 'Jonathan Mole', 'R. Hale', 'Rita Hale', 'Rolf Hale']);
  expect(names.get('J. Mole')).toBe('Jonathan Mole');
  expect(names.get('R. Hale')).toBe('R. Hale');
});
