import { describe, expect, it } from 'vitest';
import { OWNER } from '../../src/import/finding.ts';
import { readHtml, readMarkdownText, readPlainText } from '../../src/import/formats/text.ts';

const CV = `                    CURRICULUM VITAE

                    Dr. Ada Quill
      Professor of Lamps, University of Vardal
   aquill@example.org | +00 555 0142 | https://quill.example.org
       (Before 2013 I published as Ada Rook.)

RESEARCH

Oil lamps. Oil is cheap and burns for long, but it smells of whale in a small room.
The lamp is called LANTERN.

Gas lamps. Gas is bright and needs a pipe, which few houses had in those days and
fewer have now.

EMPLOYMENT

2019 -          Professor of Lamps, University of Vardal
2012 - 2014     Postdoctoral researcher, Institute for Light, Lindenau
                (with Prof. Bruno Rook)

EDUCATION

2012            Ph.D. in Chemistry, University of Tarn. Thesis: "The burning of
                wicks". Advisor: Prof. Cora Finch

GRANTS

2023 - 2027     Coastal Science Foundation, "Light in motion",
                EUR 1,450,000 (principal investigator)

PATENTS

* Lamp with two wicks. EP 5550027, filed 2022, pending.

DOCTORAL STUDENTS

* Daan van der Meulen (2015 - 2019), "Cold light". Now at Lux, Ghent.

TEACHING

LUX-210   Lamps I (bachelor, every autumn since 2014)

INVITED TALKS

2025   "Light without heat", keynote, Lamp Forum, Tarn, February

SOFTWARE AND DATA

* wick, a Python package that computes wicks. MIT License.
  https://code.example.org/quill/wick

SERVICE

Editor, Letters in Light (since 2020). Member of the program committee, Symposium
on Lamps (2019, 2021).

LANGUAGES

German (native), English

OPEN POSITIONS

One doctoral position will open in October. I take no interns.
`;

describe('a CV in plain text', () => {
  const { findings, notes } = readPlainText(CV, 'cv.txt');
  const of = (kind: string) => findings.filter((finding) => finding.kind === kind);

  it.each([
    ['position', 'Professor of Lamps, University of Vardal', { start: '2019', end: 'present' }],
    [
      'education',
      'Ph.D. in Chemistry, University of Tarn',
      { end: '2012', advisors: ['Cora Finch'] },
    ],
    ['thesis', 'The burning of wicks', { people: [OWNER], date: '2012', advisors: ['Cora Finch'] }],
    [
      'grant',
      'Light in motion',
      {
        funder: 'Coastal Science Foundation',
        amount: 'EUR 1,450,000',
        role: 'principal investigator',
      },
    ],
    ['patent', 'Lamp with two wicks', { number: 'EP 5550027', status: 'pending' }],
    ['student', 'Daan van der Meulen', { degree: 'PhD', start: '2015', end: '2019' }],
    ['course', 'Lamps I', { number: 'LUX-210', start: '2014' }],
    [
      'talk',
      'Light without heat',
      { role: 'Keynote', event: 'Lamp Forum', place: 'Tarn', date: '2025-02' },
    ],
    ['software', 'wick', { license: 'MIT', url: 'https://code.example.org/quill/wick' }],
    ['service', 'Editor, Letters in Light', { role: 'Editor', start: '2020' }],
    ['theme', 'Oil lamps', { aliases: ['LANTERN'] }],
  ])('%s: %s', (kind, title, fields) => {
    const found = of(kind).find((finding) => finding.title === title);
    expect(found).toMatchObject({ fields });
  });

  it('names its owner, without private matter', () => {
    expect(of('person')[0]).toMatchObject({
      title: 'Ada Quill',
      fields: {
        role: 'Professor of Lamps',
        organization: 'University of Vardal',
        aliases: ['Ada Rook'],
        url: 'https://quill.example.org',
      },
    });
    expect(JSON.stringify(findings)).not.toMatch(/0142|aquill@/);
    expect(notes.map(({ reason }) => reason).sort()).toEqual([
      'e-mail address',
      'telephone number',
    ]);
  });

  it('keeps what is told of openings with the supervision, in its own words', () => {
    const page = of('supervision')[0];
    expect(page?.title).toBe('Open positions');
    expect(page?.body).toContain('I take no interns.');
  });

  it('tells with whom, what became of students, and which languages', () => {
    const remarks = findings.flatMap((finding) => finding.remarks);
    expect(remarks).toContain('Daan van der Meulen is now at Lux, Ghent.');
    expect(remarks).toContain(`${OWNER} speaks German (native) and English.`);
    expect(of('position')[1]?.detail).toBe('with Prof. Bruno Rook');
  });
});

describe('a homepage', () => {
  const { findings, notes } = readHtml(
    `<html><head><title>Ada Quill</title><style>.x{display:none}</style></head><body>
<nav><a href="#p">Publications</a></nav><!-- complain to B. -->
<table><tr><td><h1>Ada Quill</h1><p>Doctoral student, Institute of Light. Pronouns: they/them.</p>
<div class="x">phone for family only: 555 0177</div></td></tr></table>
<h2 id="p">Publications</h2><ul>
<li><b>A. Quill</b>, B. Rook. <i>Quiet Lamps.</i> Annals of Light, 2024. <a href="https://data.example.org/q">[data]</a></li></ul>
<h2>Funding</h2><table><tr><th>Funder</th><th>Grant</th><th>Amount</th><th>Years</th></tr>
<tr><td>Lux Foundation</td><td>Lamp recordings</td><td>9,500</td><td>2024</td></tr></table>
<h2>Students</h2><p>I co-supervise theses. Finished: Ilmari Voss, &ldquo;Wicks in rain&rdquo; (Master's thesis, 2024).</p>
<h2>FAQ</h2><details><summary>Do you review papers?</summary><p>Yes, four a year.</p></details></body></html>`,
    'index.html',
  );

  it('is read by its structure: lists, tables with their headings, links, questions', () => {
    expect(findings).toMatchObject([
      { kind: 'person', title: 'Ada Quill', fields: { pronouns: 'they/them' } },
      {
        kind: 'paper',
        title: 'Quiet Lamps',
        fields: {
          venue: 'Annals of Light',
          year: 2024,
          links: [{ url: 'https://data.example.org/q' }],
        },
      },
      {
        kind: 'grant',
        title: 'Lamp recordings',
        fields: { funder: 'Lux Foundation', amount: '9,500', start: '2024' },
      },
      {
        kind: 'thesis',
        title: 'Wicks in rain',
        fields: { people: ['Ilmari Voss'], degree: 'MSc' },
      },
      { kind: 'supervision', title: 'Students' },
      { kind: 'page', title: 'FAQ', body: '## Do you review papers?\n\nYes, four a year.' },
    ]);
  });

  it('keeps comments and hidden parts', () => {
    expect(JSON.stringify(findings)).not.toMatch(/complain|0177/);
    expect(notes.map(({ reason }) => reason)).toEqual(['comment', 'hidden part']);
  });
});

describe('Markdown', () => {
  it('gives each dated line of a section its kind, in other languages, too', () => {
    const { findings } = readMarkdownText(
      `# Ada Quill

## Werdegang
- 2016 – heute: Leiterin, Institut für Licht, Vardal

## Ausbildung
- 2008 Promotion in Geschichte, Universität Tarn. Betreuer: Bruno Rook

## Vorträge
- „Licht ohne Wärme“, Lampentage, Tarn, Mai 2019`,
      'cv.md',
    );
    expect(findings).toMatchObject([
      { kind: 'person', title: 'Ada Quill' },
      { kind: 'position', fields: { role: 'Leiterin', start: '2016', end: 'present' } },
      { kind: 'education', fields: { organization: 'Universität Tarn', advisors: ['Bruno Rook'] } },
      { kind: 'talk', title: 'Licht ohne Wärme', fields: { date: '2019-05' } },
    ]);
  });
});
