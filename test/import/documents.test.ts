import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/import/formats/docx.ts';
import { readPdf } from '../../src/import/formats/pdf.ts';
import { docxOf, pdfOf } from '../support/documents.ts';
import { inputOf } from '../support/inputs.ts';

describe('a PDF', () => {
  it('is read column by column, with words put together and headings by their type', async () => {
    const bytes = pdfOf([
      { text: 'Ada Quill', x: 250, y: 740, isBold: true },
      { text: 'Professor of Lamps', x: 240, y: 725 },
      { text: 'University of Vardal', x: 238, y: 700 },
      { text: 'Positions', x: 57, y: 660, isBold: true },
      { text: '2014–21', x: 57, y: 640 },
      { text: 'Reader, University of Var-', x: 82, y: 628 },
      { text: 'dal', x: 82, y: 616 },
      { text: '2011–14', x: 57, y: 600 },
      { text: 'Senior Scientist, Institute of Light', x: 82, y: 588 },
      { text: 'Awards', x: 57, y: 560, isBold: true },
      { text: '2019 Hollis Prize in Lamps', x: 57, y: 540 },
      { text: 'Open position', x: 320, y: 660, isBold: true },
      { text: 'One position opens in May. I do', x: 320, y: 640 },
      { text: 'not host summer interns.', x: 320, y: 628 },
      { text: 'Master’s theses'.replace('’', "'"), x: 320, y: 600, isBold: true },
      { text: 'Signe Aas, "A lamp for all", 2022.', x: 320, y: 580 },
      { text: 'Jonas Hahn, "Wicks in the', x: 320, y: 564 },
      { text: 'rain", 2019.', x: 320, y: 552 },
    ]);
    const { findings } = await readPdf(bytes, inputOf('cv.pdf'));
    expect(findings).toMatchObject([
      { kind: 'person', title: 'Ada Quill', fields: { role: 'Professor of Lamps' } },
      {
        kind: 'position',
        fields: {
          role: 'Reader',
          organization: 'University of Vardal',
          start: '2014',
          end: '2021',
        },
      },
      { kind: 'position', fields: { role: 'Senior Scientist' } },
      { kind: 'award', title: 'Hollis Prize in Lamps' },
      { kind: 'thesis', title: 'A lamp for all', fields: { people: ['Signe Aas'] } },
      { kind: 'thesis', title: 'Wicks in the rain' },
      {
        kind: 'supervision',
        title: 'Open position',
        body: 'One position opens in May. I do not host summer interns.',
      },
    ]);
  });

  it('keeps what stands at the right margin with its line, and leaves out running titles', async () => {
    const page = (number: number, ...posts: readonly (readonly [string, string, string])[]) => [
      { text: `Ada Quill, page ${number} of 2`, x: 250, y: 800 },
      ...posts.flatMap(([role, place, time], i) => [
        { text: role, x: 60, y: 640 - 30 * i, isBold: true },
        { text: time, x: 470, y: 640 - 30 * i },
        { text: place, x: 60, y: 628 - 30 * i },
      ]),
    ];
    const bytes = pdfOf(
      [
        { text: 'Ada Quill', x: 60, y: 740, isBold: true },
        { text: 'Employment', x: 40, y: 660, isBold: true },
        ...page(
          1,
          ['Reader', 'University of Tarn', '09/2014 – 08/2021'],
          ['Intern', 'Lux Inc', 'Summer 2012'],
        ),
      ],
      page(2, ['Lecturer', 'Museum of Lamps', '2010 – 2011']),
    );
    const { findings } = await readPdf(bytes, inputOf('cv.pdf'));
    expect(findings.slice(1)).toMatchObject([
      {
        kind: 'position',
        title: 'Reader, University of Tarn',
        fields: { start: '2014-09', end: '2021-08' },
      },
      { kind: 'position', title: 'Intern, Lux Inc', fields: { start: '2012' } },
      {
        kind: 'position',
        title: 'Lecturer, Museum of Lamps',
        fields: { start: '2010', end: '2011' },
      },
    ]);
  });

  it('says so when it has no text', async () => {
    const { findings, notes } = await readPdf(pdfOf([]), inputOf('scan.pdf'));
    expect(findings).toEqual([]);
    expect(notes).toMatchObject([{ type: 'problem', reason: expect.stringMatching(/no text/) }]);
  });
});

describe('a Word document', () => {
  it('is read by its headings', async () => {
    const bytes = docxOf([
      'Ada Quill',
      'Professor of Lamps, University of Vardal',
      '# Employment',
      '2014 – 2021 Reader, University of Tarn',
      '# Awards & honors',
      'Hollis Prize in Lamps, 2019',
    ]);
    const { findings } = await readDocx(bytes, inputOf('cv.docx'));
    expect(findings).toMatchObject([
      { kind: 'person', title: 'Ada Quill' },
      { kind: 'position', fields: { role: 'Reader', start: '2014', end: '2021' } },
      { kind: 'award', title: 'Hollis Prize in Lamps', fields: { date: '2019' } },
    ]);
  });
});
