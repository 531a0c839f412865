import { describe, expect, it } from 'vitest';
import { itemOf } from '../../src/import/entries/entry.ts';
import { readReference } from '../../src/import/entries/reference.ts';

const read = (text: string, italics: string[] = [], strong: string[] = []) => {
  const emphasized = [
    ...italics.map((words) => ({ text: words, isStrong: false })),
    ...strong.map((words) => ({ text: words, isStrong: true })),
  ];
  const entry = { type: 'item' as const, text, emphasized, links: [], below: [], line: 1 };
  return readReference(itemOf(entry, { heading: 'Publications', file: 'a', rank: 1 }))[0];
};

describe('a line of a list of publications', () => {
  it.each([
    [
      'initials first, then a colon',
      'A. Quill, B. van der Meulen, C. Okwu Jr.: LANTERN: A Lamp for All. Annals of Light 15 (2017) 450–471.',
      [],
      {
        title: 'LANTERN: A Lamp for All',
        fields: {
          people: ['A. Quill', 'B. van der Meulen', 'C. Okwu Jr.'],
          venue: 'Annals of Light',
          year: 2017,
          volume: '15',
          pages: '450-471',
        },
      },
    ],
    [
      'the style of the APA',
      'Quill, A., & Rook, B. C. (2018). A lamp for all. Annals of Light, 4(2), 101–119.',
      ['Annals of Light'],
      {
        title: 'A lamp for all',
        fields: {
          people: ['Quill, A.', 'Rook, B. C.'],
          venue: 'Annals of Light',
          year: 2018,
          volume: '4',
          issue: '2',
        },
      },
    ],
    [
      'full names, "In Proceedings of"',
      '[12] Ada Quill, Bruno Rook, and Cora de la Cruz. Learning to see in the dark. In Proceedings of LUX, 2018.',
      [],
      {
        title: 'Learning to see in the dark',
        fields: {
          people: ['Ada Quill', 'Bruno Rook', 'Cora de la Cruz'],
          venue: 'Proceedings of LUX',
          year: 2018,
        },
      },
    ],
    [
      'the title in quotation marks, authors behind it',
      '"A Lamp for All", Ada Quill and Bruno Rook, Proceedings of LUX, 2021, pp. 77-84.',
      [],
      {
        title: 'A Lamp for All',
        fields: {
          people: ['Ada Quill', 'Bruno Rook'],
          venue: 'Proceedings of LUX',
          pages: '77-84',
        },
      },
    ],
    [
      'the title in italics, with an award',
      'A. Quill, B. Rook. A Lamp for All. LUX 2022. 🏆 Best Student Paper',
      ['A Lamp for All.'],
      {
        title: 'A Lamp for All',
        fields: { venue: 'LUX', year: 2022, awards: ['Best Student Paper'] },
      },
    ],
    [
      'not yet published',
      'Quill, A. (in press). A Lamp for All. Annals of Light.',
      [],
      { title: 'A Lamp for All', fields: { venue: 'Annals of Light', status: 'in press' } },
    ],
  ])('%s', (_, text, italics, expected) => {
    expect(read(text, italics)).toMatchObject(expected);
  });

  it('has no authors where a publisher stands in their place', () => {
    expect(
      read('2018 “The Patient Lamp”, Estuary University Press')?.fields.people,
    ).toBeUndefined();
  });

  it('is nothing without a title', () => {
    expect(read('See also')).toBeUndefined();
  });
});
