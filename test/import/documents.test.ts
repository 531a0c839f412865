import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/import/formats/docx.ts';
import { readPdf } from '../../src/import/formats/pdf.ts';
import { docxOf, pdfOf } from '../support/documents.ts';

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
    const { findings } = await readPdf(bytes, 'cv.pdf');
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

  it('says so when it has no text', async () => {
    const { findings, notes } = await readPdf(pdfOf([]), 'scan.pdf');
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
    const { findings } = await readDocx(bytes, 'cv.docx');
    expect(findings).toMatchObject([
      { kind: 'person', title: 'Ada Quill' },
      { kind: 'position', fields: { role: 'Reader', start: '2014', end: '2021' } },
      { kind: 'award', title: 'Hollis Prize in Lamps', fields: { date: '2019' } },
    ]);
  });
});
