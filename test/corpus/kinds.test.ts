import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { groupByKind } from '../../src/api/source-groups.ts';
import { factsOf } from '../../src/corpus/facts.ts';
import { parseFrontMatter } from '../../src/corpus/front-matter.ts';
import { FILE_KINDS, kindCalled, kindOf, labelOf } from '../../src/corpus/kinds.ts';
import { isPublication } from '../../src/corpus/works.ts';
import type { Source, SourceKind } from '../../src/domain.ts';
import { createCite } from '../../src/publications/citations.ts';
import { sourceOf } from '../support/corpus.ts';

const people = ['Ada Quill'];
const NOTHING = '(nothing)';

/** Of each kind: what a file may say, whether it is a publication, how it is cited, what is told. */
const TABLE: readonly [SourceKind, Partial<Source>, boolean, string, string, string, string][] = [
  [
    'person',
    { role: 'Professor', organization: 'Lund University', pronouns: 'she/her' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'X (she/her) works as Professor at Lund University.',
  ],
  [
    'position',
    { role: 'Professor', organization: 'Lund University', start: '2018' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The position of Professor has been held at Lund University since 2018.',
  ],
  [
    'education',
    { degree: 'PhD', organization: 'Lund University', start: '2012', end: '2016' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The degree PhD was pursued at Lund University from 2012 to 2016.',
  ],
  [
    'project',
    { people, venue: 'NSDI', year: 2021 },
    true,
    'paper-conference',
    'inproceedings',
    'CONF',
    'X was published (NSDI 2021).',
  ],
  [
    'paper',
    { people, venue: 'Letters', subtype: 'journal', volume: '3', year: 2021 },
    true,
    'article-journal',
    'article',
    'JOUR',
    'X was published (Letters 2021, volume 3).',
  ],
  [
    'book',
    { people, publisher: 'Umbra', year: 2021 },
    true,
    'book',
    'book',
    'BOOK',
    'X was published (Umbra 2021).',
  ],
  [
    'edited-volume',
    { editors: people, publisher: 'Umbra', year: 2021 },
    true,
    'book',
    'book',
    'BOOK',
    'X was published (Umbra 2021).',
  ],
  [
    'chapter',
    { people, venue: 'Lamps', publisher: 'Umbra', year: 2021 },
    true,
    'chapter',
    'incollection',
    'CHAP',
    'X was published (Lamps 2021, Umbra).',
  ],
  [
    'review',
    { people, venue: 'Letters', reviewed: 'Lamps', year: 2021 },
    true,
    'review',
    'article',
    'JOUR',
    'X was published as a review of “Lamps” (Letters 2021).',
  ],
  [
    'report',
    { people, organization: 'Lund University', number: 'TR-7', year: 2021 },
    true,
    'report',
    'techreport',
    'RPRT',
    'X was published (Lund University 2021).',
  ],
  [
    'thesis',
    { people, degree: 'PhD', venue: 'Lund University', year: 2016 },
    true,
    'thesis',
    'phdthesis',
    'THES',
    'Ada Quill wrote the PhD thesis “X” (Lund University 2016).',
  ],
  [
    'patent',
    { people, number: 'US 7', status: 'granted', year: 2021 },
    false,
    'patent',
    'misc',
    'PAT',
    'The patent X was filed in 2021.',
  ],
  [
    'software',
    { version: '2.1', license: 'MIT' },
    false,
    'software',
    'misc',
    'COMP',
    'X has the version 2.1 and the license MIT.',
  ],
  [
    'dataset',
    { date: '2021-05' },
    false,
    'dataset',
    'misc',
    'DATA',
    'The dataset X was released in May 2021.',
  ],
  [
    'standard',
    { number: 'RFC 7', year: 2021 },
    false,
    'standard',
    'misc',
    'STAND',
    'X has the number RFC 7.',
  ],
  [
    'talk',
    { event: 'LampCon', place: 'Lund', date: '2021-05-17' },
    false,
    'speech',
    'misc',
    'SLIDE',
    'The talk X was given at LampCon in Lund on May 17, 2021.',
  ],
  [
    'poster',
    { event: 'LampCon', year: 2021 },
    false,
    'graphic',
    'misc',
    'GEN',
    'The poster X was shown at LampCon in 2021.',
  ],
  [
    'course',
    { organization: 'Lund University', term: 'Spring 2021' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The course X was taught at Lund University in Spring 2021.',
  ],
  [
    'tutorial',
    { event: 'LampCon', place: 'Lund', year: 2021 },
    false,
    'speech',
    'misc',
    'SLIDE',
    'The tutorial X took place at LampCon in Lund in 2021.',
  ],
  [
    'grant',
    { funder: 'the Lamp Fund', amount: 'EUR 9', start: '2019', end: '2021' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The grant X was funded by the Lamp Fund with EUR 9 from 2019 to 2021.',
  ],
  [
    'award',
    { organization: 'the Lamp Fund', year: 2021 },
    false,
    'webpage',
    'misc',
    'ELEC',
    'X was received from the Lamp Fund in 2021.',
  ],
  [
    'service',
    { role: 'Program chair', event: 'LampCon', year: 2021 },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The service as Program chair was done at LampCon in 2021.',
  ],
  [
    'student',
    { degree: 'PhD', start: '2021', end: 'present' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The student X has been advised toward the degree PhD since 2021.',
  ],
  ['theme', {}, false, 'webpage', 'misc', 'ELEC', NOTHING],
  [
    'media',
    { publisher: 'Radio Lund', date: '2021' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The media item X appeared in 2021.',
  ],
  [
    'news',
    { date: '2021-05' },
    false,
    'webpage',
    'misc',
    'ELEC',
    'The news item X appeared in May 2021.',
  ],
  ['supervision', {}, false, 'webpage', 'misc', 'ELEC', NOTHING],
  ['page', {}, false, 'webpage', 'misc', 'ELEC', NOTHING],
];

describe.each(TABLE)('a %s', (kind, fields, isPublished, csl, bibtex, ris, told) => {
  const year = fields.date === undefined ? fields.year : Number(fields.date.slice(0, 4));
  const source = sourceOf({ id: 'x', kind, title: 'X', ...fields, year });

  test('is read with its fields', () => {
    const matter = Object.entries({ id: 'x', kind, title: 'X', ...fields })
      .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
      .join('\n');
    expect(parseFrontMatter(`---\n${matter}\n---\n`)).toMatchObject({
      problems: [],
      record: { kind },
    });
  });

  test('counts as a publication, or does not', () => {
    expect(isPublication(source)).toBe(isPublished);
  });

  test('is cited by its type', () => {
    const cite = (format: 'csl' | 'bibtex' | 'ris') =>
      createCite([source])([source], format, () => 'https://x.example');
    expect(JSON.parse(cite('csl'))).toMatchObject([{ type: csl }]);
    expect(cite('bibtex')).toMatch(new RegExp(`^@${bibtex}\\{`));
    expect(cite('ris')).toMatch(new RegExp(`^TY  - ${ris}\r\n`));
  });

  test('is told of', () => {
    const texts = factsOf(source).map(({ text }) => text);
    if (told === NOTHING) expect(texts).toEqual([]);
    else
      expect(
        texts.some((text) => text.startsWith(told)),
        texts.join('\n'),
      ).toBe(true);
  });

  test('stands in a group of its own, and is found by its words', () => {
    expect(groupByKind([source]).map((group) => group.kind)).toEqual([kind]);
    expect(labelOf(kind)).toMatch(/^[A-Z]/);
    expect(kindCalled(kindOf(kind).many)).toBe(kind);
  });
});

test('the table has every kind that a file may name', () => {
  expect(TABLE.map(([kind]) => kind)).toEqual(FILE_KINDS);
});

test('the shipped corpus uses the current names of kinds', () => {
  const warnings = readdirSync('corpus', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .flatMap(
      (file) => parseFrontMatter(readFileSync(path.join('corpus', file), 'utf8'))?.warnings ?? [],
    );
  expect(warnings).toEqual([]);
});

describe('front matter', () => {
  const read = (fields: string) =>
    parseFrontMatter(`---\nid: a\ntitle: A\n${fields}\n---\n\nText.\n`);

  test.each([
    ['career', 'position', 'position or education'],
    ['repository', 'software', 'software'],
  ])('with the old kind %s is read, with a warning that names the new one', (old, now, names) => {
    const matter = read(`kind: ${old}`);
    expect(matter?.record?.kind).toBe(now);
    expect(matter?.warnings).toEqual([
      `4: kind: "${old}" is now called ${names}; it is read as ${now}. Use the new name.`,
    ]);
  });

  test.each([
    ['kind: paper\ninventors: [B]', '5: inventors: is not a field; did you mean people?'],
    ['kind: paper\nvenu: B', '5: venu: is not a field; did you mean venue?'],
    ['kind: article', '4: kind: did you mean paper?'],
    ['kind: paper\nfunder: B', '5: funder: is a field of project, grant, award, not of a paper'],
    ['kind: talk\ndate: 2021-13', '5: date: must be a year, month or day'],
    ['kind: grant\nstart: 2021\nend: 2019', '6: end: is before start, 2021'],
    ['kind: talk\ndate: 2021-05\nyear: 2020', '6: year: is not the year of date, 2021-05'],
    ['kind: paper\nsubtype: poem', '5: subtype: must be one of journal'],
  ])('%j is refused', (fields, problem) => {
    expect(read(fields)?.problems.join('\n')).toContain(problem);
  });

  test('takes numbers where labels are numbers, and the year from a date', () => {
    const record = read('kind: paper\ndate: 2021-05-17\nvolume: 12\nissue: 3')?.record;
    expect(record).toMatchObject({ year: 2021, volume: '12', issue: '3' });
  });
});
