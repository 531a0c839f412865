import { describe, expect, it } from 'vitest';
import { OWNER } from '../../src/import/finding.ts';
import { readSitePage } from '../../src/import/formats/site-page.ts';
import { treeOfMarkdown } from '../../src/import/tree.ts';
import { inputOf } from '../support/inputs.ts';

const read = (file: string, fields: Record<string, unknown>, markdown = '') =>
  readSitePage({
    input: inputOf(file),
    fields,
    document: treeOfMarkdown(markdown),
    left: [],
  }).findings;

describe('a page of a site', () => {
  it.each([
    [
      '_publications/2014-clerks.md',
      {
        title: 'The Clerk',
        category: 'manuscripts',
        date: '2014-05-01',
        venue: 'Journal of Lamps',
        paperurl: 'https://a.example.net/clerk.pdf',
        citation:
          'Quill, A. and Rook, B. (2014). &quot;The Clerk.&quot; <i>Journal of Lamps</i>, 31(2), 140-171.',
      },
      {
        kind: 'paper',
        fields: {
          subtype: 'journal',
          people: ['Quill, A.', 'Rook, B.'],
          venue: 'Journal of Lamps',
          pages: '140-171',
          volume: '31',
          links: [{ label: 'PDF' }],
        },
      },
    ],
    [
      '_publications/2018-gauge.md',
      { title: 'The Gauge', category: 'books', date: '2018-09-15', venue: 'Lux Press' },
      { kind: 'book', fields: { publisher: 'Lux Press', date: '2018-09-15' } },
    ],
    [
      '_talks/2019-harbor.md',
      { title: 'Lamps', type: 'Keynote', venue: 'Lamp Days', date: '2019-06-03', location: 'Tarn' },
      { kind: 'talk', fields: { role: 'Keynote', event: 'Lamp Days', place: 'Tarn' } },
    ],
    [
      '_teaching/2022-lamps.md',
      {
        title: 'Lamps I',
        type: 'Graduate seminar',
        venue: 'University of Tarn',
        date: '2022-10-01',
      },
      {
        kind: 'course',
        fields: { organization: 'University of Tarn' },
        remarks: ['Graduate seminar.'],
      },
    ],
    [
      'content/publication/drift/index.md',
      {
        title: 'Drift',
        authors: ['admin', 'Bruno Rook'],
        date: '2023-09-04',
        publication_types: ['paper-conference'],
        publication: 'In *Conference on Lamps*',
        abstract: 'It drifts.',
        links: [{ name: 'Code', url: 'https://github.com/quill/drift' }],
      },
      {
        kind: 'paper',
        body: 'It drifts.',
        fields: {
          subtype: 'conference',
          people: [OWNER, 'Bruno Rook'],
          venue: 'Conference on Lamps',
          links: [{ label: 'Code on GitHub' }],
        },
      },
    ],
    [
      'content/event/colloquium/index.md',
      { title: 'Wicks', event: 'Vardal Colloquium', location: 'Vardal', date: '2024-11-05' },
      { kind: 'talk', fields: { event: 'Vardal Colloquium', date: '2024-11-05' } },
    ],
    [
      'content/project/ears/index.md',
      { title: 'Ears', summary: 'Ears that listen', date: '2022-10-01' },
      { kind: 'project', body: 'Ears that listen.' },
    ],
  ])('%s', (file, fields, expected) => {
    expect(read(file, fields)).toMatchObject([expected]);
  });

  it('is a homepage about its owner, named or not', () => {
    const found = read(
      '_pages/about.md',
      { title: 'About me', permalink: '/' },
      'I make lamps.\n\n## Students\n\nI supervise theses. Finished: Hanna Ruiz, *Lamps in the Mail* (Masterarbeit, 2021).',
    );
    expect(found).toMatchObject([
      { kind: 'person', title: OWNER },
      {
        kind: 'thesis',
        title: 'Lamps in the Mail',
        fields: { people: ['Hanna Ruiz'], date: '2021' },
      },
      { kind: 'person', title: OWNER, body: 'I make lamps.' },
      { kind: 'supervision' },
    ]);
  });

  it('is the author of a Hugo site, with positions and degrees', () => {
    const found = read(
      'content/authors/admin/_index.md',
      {
        title: 'Ada Quill',
        role: 'Doctoral student',
        organizations: [{ name: 'University of Tarn' }],
        interests: ['Lamps'],
        education: {
          courses: [
            { course: 'PhD in Light (in progress)', institution: 'University of Tarn', year: 2026 },
          ],
        },
        social: [
          { icon: 'envelope', link: 'mailto:a@example.org' },
          { icon: 'github', link: 'https://github.com/quill' },
        ],
      },
      'Ada Quill studies lamps.',
    );
    expect(found).toMatchObject([
      {
        kind: 'person',
        title: 'Ada Quill',
        body: 'Ada Quill studies lamps.',
        fields: { role: 'Doctoral student', topics: ['Lamps'], links: [{ label: 'GitHub' }] },
      },
      {
        kind: 'education',
        fields: { status: 'in progress' },
        remarks: ['Expected in 2026.'],
      },
    ]);
    expect(JSON.stringify(found)).not.toContain('a@example.org');
  });
});
