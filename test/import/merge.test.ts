import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/import/finding.ts';
import { merge } from '../../src/import/merge.ts';

const finding = (over: Partial<Finding>): Finding => ({
  kind: 'paper',
  title: 'A Lamp for All',
  fields: { people: ['Ada Quill'] },
  body: '',
  remarks: [],
  origin: { file: 'a.bib' },
  guessed: [],
  rank: 5,
  ...over,
});

describe('the same work', () => {
  it.each([
    [
      'by DOI, whatever its letters',
      { fields: { doi: '10.5555/a' } },
      { title: 'Lamps', fields: { doi: '10.5555/A' } },
    ],
    ['by title, whatever its letters', {}, { title: 'A lamp for all.' }],
    [
      'as software by its name alone',
      { kind: 'software' as const, title: 'ringdisk', fields: {} },
      {
        kind: 'software' as const,
        title: 'ringdisk: Collection Efficiencies',
        fields: { year: 2019 },
      },
    ],
    ['by the title before a colon', {}, { title: 'A Lamp for All: Results of a Pilot' }],
    [
      'as a preprint of the year before',
      { fields: { people: ['Ada Quill'], year: 2024, doi: '10.5555/a' } },
      {
        fields: {
          people: ['A. Quill'],
          year: 2023,
          subtype: 'preprint' as const,
          arxiv: '2311.55501',
        },
      },
    ],
  ])('is recognized %s', (_, one, other) => {
    expect(merge([finding(one), finding(other)]).findings).toHaveLength(1);
  });

  it.each([
    ['other authors', {}, { fields: { people: ['Bruno Rook'] } }],
    [
      'two DOIs',
      { fields: { people: ['Ada Quill'], doi: '10.5555/a' } },
      { fields: { people: ['Ada Quill'], doi: '10.5555/b' } },
    ],
    [
      'a title that many have, and no names',
      { kind: 'thesis' as const, title: 'Masters Thesis', fields: { year: 2019 } },
      { kind: 'thesis' as const, title: 'Master’s thesis', fields: { year: 2020 } },
    ],
    [
      'a title that many have, and only the owner of the list',
      { kind: 'thesis' as const, title: 'Masters Thesis', guessed: ['people'] },
      { kind: 'thesis' as const, title: 'Masters Thesis', guessed: ['people'] },
    ],
    [
      'a conference and a journal, years apart',
      {
        fields: {
          people: ['Ada Quill'],
          year: 2013,
          venue: 'Lamp Days',
          subtype: 'conference' as const,
        },
      },
      {
        fields: {
          people: ['Ada Quill'],
          year: 2015,
          venue: 'Journal of Light',
          subtype: 'journal' as const,
        },
      },
    ],
    [
      'a chapter of a book that has its title',
      { kind: 'chapter' as const },
      { kind: 'book' as const },
    ],
    ['a talk of the same title', {}, { kind: 'talk' as const }],
    [
      'a short title in another year',
      { title: 'Editorial', fields: { year: 2019 } },
      { title: 'Editorial', fields: { year: 2020 } },
    ],
  ])('is not what has %s', (_, one, other) => {
    expect(merge([finding(one), finding(other)]).findings).toHaveLength(2);
  });

  it('has the fields of all, the best source first, and the published version before the preprint', () => {
    const { findings, merged } = merge([
      finding({
        fields: { people: ['A. Quill'], subtype: 'preprint', arxiv: '2311.55501', year: 2023 },
      }),
      finding({
        fields: { people: ['Ada Quill'], subtype: 'journal', venue: 'Light', year: 2024 },
        rank: 3,
      }),
    ]);
    expect(findings[0]?.fields).toMatchObject({
      subtype: 'journal',
      venue: 'Light',
      year: 2024,
      arxiv: '2311.55501',
      people: ['Ada Quill'],
    });
    expect(merged).toHaveLength(1);
  });
});

describe('a contradiction', () => {
  it('is reported, and stands in the text', () => {
    const { findings, contradictions } = merge([
      finding({ title: 'Wicks in the Rain', fields: { year: 2020 } }),
      finding({
        title: 'Wicks in the Rain',
        fields: { year: 2021 },
        origin: { file: 'cv.txt' },
        rank: 2,
      }),
    ]);
    expect(contradictions).toMatchObject([
      { field: 'year', values: [{ value: '2020' }, { value: '2021', origin: { file: 'cv.txt' } }] },
    ]);
    expect(findings[0]?.remarks).toEqual(['Sources differ about the year: 2020 or 2021.']);
  });

  it('is not between a month and its year', () => {
    const position = { kind: 'position' as const, title: 'Reader, Tarn' };
    const fields = { role: 'Reader', organization: 'University of Tarn' };
    const { findings, contradictions } = merge([
      finding({ ...position, fields: { ...fields, start: '2014' } }),
      finding({ ...position, fields: { ...fields, start: '2014-08' }, rank: 3 }),
    ]);
    expect(contradictions).toEqual([]);
    expect(findings[0]?.fields.start).toBe('2014-08');
  });
});
