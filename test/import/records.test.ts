import { describe, expect, it } from 'vitest';
import { OWNER } from '../../src/import/finding.ts';
import { readOrcid } from '../../src/import/formats/orcid.ts';
import { readResume } from '../../src/import/formats/resume.ts';

const value = (text: string) => ({ value: text });
const summary = (name: string, entry: object) => ({
  'affiliation-group': [{ summaries: [{ [name]: { visibility: 'public', ...entry } }] }],
});

describe('a record of ORCID', () => {
  const { findings, notes } = readOrcid(
    {
      'orcid-identifier': { uri: 'https://orcid.example.org/0000' },
      person: {
        name: { 'given-names': value('Ada'), 'family-name': value('Quill'), visibility: 'public' },
        'other-names': { 'other-name': [{ content: 'Ada Rook', visibility: 'public' }] },
        biography: { content: 'Studies lamps.', visibility: 'public' },
        emails: { email: [{ email: 'ada.private@example.net', visibility: 'private' }] },
      },
      'activities-summary': {
        employments: summary('employment-summary', {
          'role-title': 'Professor',
          'start-date': { year: value('2020'), month: value('04') },
          organization: { name: 'University of Vardal', address: { city: 'Vardal' } },
        }),
        'peer-reviews': {
          group: [
            {
              'peer-review-group': ['2020', '2022'].map((year) => ({
                'peer-review-summary': [
                  {
                    visibility: 'public',
                    'completion-date': { year: value(year) },
                    'convening-organization': { name: 'Letters in Light' },
                  },
                ],
              })),
            },
          ],
        },
        works: {
          group: [
            {
              'work-summary': [
                {
                  visibility: 'public',
                  type: 'journal-article',
                  title: { title: value('Lamps'), subtitle: value('A Study') },
                  'journal-title': value('Light &amp; Heat'),
                  'publication-date': { year: value('2017') },
                  'external-ids': {
                    'external-id': [
                      { 'external-id-type': 'doi', 'external-id-value': '10.5555/A.1' },
                    ],
                  },
                },
              ],
            },
          ],
        },
      },
    },
    'orcid.json',
  );

  it('gives the person, positions, services and works that are public', () => {
    expect(findings).toMatchObject([
      {
        kind: 'person',
        title: 'Ada Quill',
        body: 'Studies lamps.',
        fields: { aliases: ['Ada Rook'] },
      },
      {
        kind: 'position',
        fields: { role: 'Professor', start: '2020-04', end: 'present', place: 'Vardal' },
      },
      { kind: 'service', title: 'Reviewer, Letters in Light', fields: { term: '2020, 2022' } },
      {
        kind: 'paper',
        title: 'Lamps: A Study',
        fields: { venue: 'Light & Heat', doi: '10.5555/a.1', date: '2017' },
      },
    ]);
    expect(JSON.stringify(findings)).not.toContain('private');
    expect(notes).toMatchObject([{ type: 'private' }]);
  });
});

describe('a CV in data', () => {
  it('JSON Resume', () => {
    const { findings, notes } = readResume(
      {
        basics: { name: 'Ada Quill', label: 'Lamp maker', phone: '+00 555 0188' },
        work: [{ name: 'Museum of Lamps', position: 'Head of research', startDate: '2015-04-01' }],
        languages: [{ language: 'German', fluency: 'Native' }, { language: 'English' }],
        publications: [
          { name: 'The Patient Lamp', publisher: 'Estuary University Press', releaseDate: '2018' },
        ],
      },
      'resume.json',
    );
    expect(findings).toMatchObject([
      { kind: 'person', title: 'Ada Quill', fields: { role: 'Lamp maker' } },
      {
        kind: 'position',
        fields: { role: 'Head of research', organization: 'Museum of Lamps', start: '2015-04-01' },
      },
      { kind: 'person', remarks: [`${OWNER} speaks German (native) and English.`] },
      { kind: 'paper', title: 'The Patient Lamp' },
    ]);
    expect(notes).toMatchObject([{ reason: 'telephone number' }]);
  });

  it('the sections of al-folio', () => {
    const { findings } = readResume(
      [
        {
          title: 'Positions',
          contents: [{ title: 'Reader', institution: 'University of Tarn', year: '2009 -- 2016' }],
        },
        {
          title: 'Education',
          contents: [
            {
              title: 'PhD in History',
              institution: 'University of Tarn',
              year: 2008,
              description: 'Supervisor: Bruno Rook',
            },
          ],
        },
      ],
      '_data/cv.yml',
    );
    expect(findings).toMatchObject([
      { kind: 'position', fields: { role: 'Reader', start: '2009', end: '2016' } },
      {
        kind: 'education',
        fields: { degree: 'PhD in History', end: '2008', advisors: ['Bruno Rook'] },
      },
    ]);
  });

  it('RenderCV', () => {
    const { findings } = readResume(
      {
        cv: {
          name: 'Ada Quill',
          sections: {
            experience: [
              {
                company: 'Lux Inc',
                position: 'Engineer',
                start_date: '2015-04',
                end_date: 'present',
              },
            ],
            publications: [
              {
                title: 'Lamps',
                authors: ['Ada Quill', 'Bruno Rook'],
                journal: 'Annals of Light',
                date: '2020',
              },
            ],
          },
        },
      },
      'cv.yaml',
    );
    expect(findings).toMatchObject([
      { kind: 'person' },
      { kind: 'position', fields: { role: 'Engineer', organization: 'Lux Inc', start: '2015-04' } },
      {
        kind: 'paper',
        title: 'Lamps',
        fields: { people: ['Ada Quill', 'Bruno Rook'], year: 2020 },
      },
    ]);
  });
});
