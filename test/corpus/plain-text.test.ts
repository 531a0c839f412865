import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPlainText } from '../../src/corpus/plain-text.ts';

const headings = (text: string) =>
  cleanPlainText(text)
    .split('\n')
    .filter((line) => line.startsWith('#'));
const lines = (text: string) => cleanPlainText(text).split('\n');

describe('the headings of a plain text', () => {
  it.each([
    ['in capitals', 'MIRA SOLLENDER\nGeologist\n\nEMPLOYMENT\nUniversity of Vardal'],
    ['in capitals with space below', 'MIRA SOLLENDER\n\nEMPLOYMENT\n\nUniversity of Vardal.'],
    ['numbered, in capitals', 'MIRA SOLLENDER\n\n1. EMPLOYMENT\n\nUniversity of Vardal.'],
    [
      'underlined',
      'Mira Sollender\n==============\n\nEmployment\n----------\nUniversity of Vardal',
    ],
    ['centered', '          MIRA SOLLENDER\n\n            EMPLOYMENT\n\nUniversity of Vardal.'],
  ])('%s', (_, text) => {
    expect(headings(text).map((line) => line.toLowerCase())).toEqual([
      '# mira sollender',
      '## employment',
    ]);
  });

  it('are short lines, where there are several of them', () => {
    const text = [
      'Mira Sollender, geologist at the University of Vardal, studies old rivers.',
      'Employment\nUniversity of Vardal, since 2012',
      'Awards:\nHollow Stone Prize, 2015',
      'Teaching\nSediments, every autumn',
    ].join('\n\n');
    expect(headings(text)).toEqual(['## Employment', '## Awards', '## Teaching']);
  });

  it('are numbered lines, where there are several of them', () => {
    const text =
      '1. Employment\n\nVardal, 2012.\n\n2. Awards\n\nNone, yet.\n\n3. Teaching\n\nOften.';
    expect(headings(text)).toEqual(['# Employment', '## Awards', '## Teaching']);
  });

  it.each([
    ['an address', 'Mira Sollender\n\nVardal BN1 9RH\nNORWAY 4'],
    ['a single short line', 'Mira Sollender studies rivers.\n\nVardal\nNorway'],
    ['an abbreviation', 'She works at UNEP.\n\nShe likes it.'],
  ])('are not %s', (_, text) => {
    expect(headings(text)).toEqual([]);
  });
});

describe('the entries of a plain text', () => {
  it('are the lines that were not wrapped', () => {
    const text =
      'TALKS\n\n"Rivers that turned", Sediment Days, Ostrava, 2018\n"Mud as a clock", Quaternary Forum, Lisbon, 2021';
    expect(lines(text).slice(2)).toEqual([
      '- "Rivers that turned", Sediment Days, Ostrava, 2018',
      '- "Mud as a clock", Quaternary Forum, Lisbon, 2021',
    ]);
  });

  it('have what is indented below them as items of theirs', () => {
    const text =
      'STUDIES\n\nPhD in Geology, Vardal, 2009\n   Supervisor: Ole Brandt\nMSc, Vardal, 2005';
    expect(lines(text).slice(2)).toEqual([
      '- PhD in Geology, Vardal, 2009',
      '  - Supervisor: Ole Brandt',
      '- MSc, Vardal, 2005',
    ]);
  });

  it('go on in their column', () => {
    const text = [
      'EMPLOYMENT',
      '2014 – 2019     Senior Scientist, Institute for Old Rivers,',
      '                Ostrava (group of Eva Hornik)',
      '2019 –          Reader, University of Vardal',
    ].join('\n');
    expect(lines(text).slice(2)).toEqual([
      '- 2014 – 2019 Senior Scientist, Institute for Old Rivers, Ostrava (group of Eva Hornik)',
      '- 2019 – Reader, University of Vardal',
    ]);
  });

  it('lose the dots that lead to another column', () => {
    const text = 'JOBS\nReader, Vardal ......... 2012\nLecturer, Ostrava ...... 2009';
    expect(lines(text).slice(2)).toEqual(['- Reader, Vardal … 2012', '- Lecturer, Ostrava … 2009']);
  });

  it('begin at a bullet, and wrapped lines belong to them', () => {
    const text =
      'BOOKS\n  •   Rivers that turned, a study\n      of old beds.\n  •   Mud as a clock.';
    expect(lines(text).slice(2)).toEqual([
      '- Rivers that turned, a study of old beds.',
      '- Mud as a clock.',
    ]);
  });

  it('are a single one below its heading, too, if it begins with its time', () => {
    expect(lines('AWARDS\n\n2015  Hollow Stone Prize').at(-1)).toBe('- 2015 Hollow Stone Prize');
  });
});

describe('what stays as it is in a plain text', () => {
  it.each([
    [
      'wrapped prose',
      'Mira Sollender studies how rivers leave their beds, and what the mud of\nOstrava tells of it. She works in the field, with a spade, a drill and\npatience.',
    ],
    [
      'paragraphs of one line',
      `${'A river turns. '.repeat(12).trim()}\n${'Mud. '.repeat(30).trim()}`,
    ],
    ['Markdown', '# Mira Sollender\n\nNOTES\n\nRivers\nMud'],
  ])('%s', (_, text) => {
    expect(cleanPlainText(text)).toBe(text);
  });

  it('leaves out page numbers and the running title beside them', () => {
    const text =
      'She studies rivers.\n\n                                     Page 1\n                                     Sollender, CV\nShe studies mud.';
    expect(cleanPlainText(text)).toBe('She studies rivers.\n\nShe studies mud.');
  });

  it('is every word, in order', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('TALKS', '2019  Reader', '   below it', '* item', 'wrapped', '', 'A b. C d.'),
    );
    const words = (text: string) => text.match(/[\p{L}\p{M}]+/gu) ?? [];
    fc.assert(
      fc.property(fc.array(line), (all) => {
        expect(words(cleanPlainText(all.join('\n')))).toEqual(words(all.join('\n')));
      }),
    );
  });
});
