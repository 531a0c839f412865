import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { corpusOf, temporaryFolder } from '../../support/corpus.ts';

const CORPUS = {
  'hindsight.md': `---
id: hindsight
kind: project
title: Hindsight
people: [Lei Zhang]
venue: NSDI
year: 2023
---
Hindsight is a framework for distributed tracing with retroactive sampling. Hindsight records all
traces in cheap local storage.
`,
  'retro.md': `---
id: retro
kind: project
title: Retro
---
Retro is a resource management framework for shared distributed systems and their many tenants.
`,
};
const BLOOM = `---
id: bloom
kind: project
title: Bloom
---
Bloom is a survey that counts petals in alpine meadows.
`;
const ask = (id: string, question: string, expected: object) =>
  `${JSON.stringify({ id, kind: id.replace(/-\d+$/, ''), split: 'test', question, expect: expected })}\n`;
const GOLDEN =
  ask('definition-1', 'What is Hindsight?', {
    status: 'answered',
    facts: [['retroactive sampling']],
    sources: ['hindsight'],
  }) +
  ask('definition-2', 'What is Retro?', { status: 'answered', sources: ['retro'] }) +
  ask('not-covered-1', 'What is the capital of France?', { status: 'not_covered' });
const claim = (sentence: string, label: string, kind: string) =>
  `${JSON.stringify({ profile: 'botanist', source: 'bloom', title: 'Bloom', quotes: ['Bloom counts petals in 12 meadows.'], sentence, label, kind, split: 'test' })}\n`;
const CLAIMS =
  claim('In twelve meadows, Bloom looks at how many petals there are.', 'supported', 'true') +
  claim('Bloom counts petals in 14 meadows.', 'unsupported', 'number') +
  claim('Petals in 12 meadows count Bloom.', 'unsupported', 'relation');
const PROMISE = ask('promise-1', 'Who wrote Hindsight?', {
  status: 'answered',
  facts: [['Lei Zhang']],
});

async function evaluate(flags: readonly string[], figures?: object) {
  const golden = await corpusOf({
    'golden.jsonl': GOLDEN,
    ...(figures && { 'figures.json': JSON.stringify(figures) }),
  });
  const promises = path.join(golden, 'promises', 'a.jsonl');
  await mkdir(path.dirname(promises));
  await writeFile(promises, PROMISE);
  const profiles = await corpusOf({
    'shipped-cases.jsonl': ask('probe-1', 'What is Retro?', { status: 'any' }),
    'botanist/cases.jsonl': ask('bloom-1', 'What is Bloom?', {
      status: 'answered',
      facts: [['petals']],
    }),
    'botanist/corpus/bloom.md': BLOOM,
  });
  const claims = await corpusOf({ 'botanist.jsonl': CLAIMS });
  const TMPDIR = path.join(await temporaryFolder(), 'tmp');
  await mkdir(TMPDIR);
  const environment = {
    EMBEDDER: 'none',
    READER: 'none',
    CORPUS_DIR: await corpusOf(CORPUS),
    TMPDIR,
  };
  return promisify(execFile)(
    process.execPath,
    [
      '--import',
      'tsx',
      'scripts/evaluate.ts',
      '--golden',
      golden,
      '--promises',
      promises,
      '--profiles',
      profiles,
      '--claims',
      claims,
      ...flags,
    ],
    { env: { ...process.env, ...environment } },
  ).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    ({ stdout, stderr, code }) => ({ stdout, stderr, code }),
  );
}

const committed = (value: number) => ({
  sections: [
    {
      table: 'Answers (test, keyword search alone)',
      column: 'golden',
      figures: [{ name: 'citations valid', value, unit: 'share', better: 'more' }],
    },
  ],
});
const ANSWERS = ['--only', 'answers'];

describe('npm run evaluate', () => {
  it('measures the answers to all profiles, and shows no sentence that nothing supports', async () => {
    const { stdout, code } = await evaluate(['--json']);
    expect(code).toBe(0);
    const { sections } = JSON.parse(stdout) as {
      sections: { table: string; column: string; figures: { name: string; value: number }[] }[];
    };
    const figureOf = (table: string, column: string, name: string) =>
      sections
        .filter((section) => section.table.startsWith(table) && section.column === column)
        .flatMap(({ figures }) => figures)
        .find((figure) => figure.name === name)?.value;
    expect(figureOf('Answers (', 'golden', 'right')).toBe(1);
    expect(figureOf('Answers (', 'all', 'right')).toBe(1);
    expect(figureOf('Answers (', 'all', 'sentences supported')).toBe(1);
    expect(figureOf('Answers (', 'botanist', 'expected facts given')).toBe(1);
    expect(figureOf('Answers by kind', 'golden', 'definition')).toBe(1);
    expect(figureOf('Answers by kind', 'the others', 'bloom')).toBe(1);
    expect(figureOf('Answerability', 'golden', 'area under the ROC curve')).toBe(1);
    expect(figureOf('Time by stage', 'p50', 'keyword')).toBeGreaterThan(0);
    expect(figureOf('Promises', 'keyword search alone', 'promise (1)')).toBe(1);
    const profile = 'The profile, asked about itself';
    expect(figureOf(profile, 'keyword search alone', 'answers quoted whole')).toBe(1);
    expect(figureOf(profile, 'keyword search alone', 'proposed questions answered')).toBe(1);
    expect(figureOf(profile, 'keyword search alone', 'names of the profile in src/')).toBe(0);
    expect(figureOf('Sentences', 'quotes (test)', 'true ones dropped')).toBe(0);
    expect(figureOf('Sentences', 'quotes (test)', 'number: shown')).toBe(0);
    expect(figureOf('Sentences', 'quotes (test)', 'relation: shown')).toBe(1);
    expect(figureOf('Weights', 'with the reader', 'reader')).toBeGreaterThan(0);
  });

  it('fails when a committed figure has fallen, and names it', async () => {
    const outcome = await evaluate(ANSWERS, committed(1.1));
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/WORSE Answers .*: citations valid: 1\.1 → 1 \(-0\.100\)/);
    expect(outcome.stdout).toMatch(/^\| right +\| +1\.000 \(/m);
  });

  it('passes when the figures rose, and tells the difference', async () => {
    const outcome = await evaluate(ANSWERS, committed(0.5));
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/citations valid: 0\.5 → 1 \(\+0\.500\)/);
  });

  it('answers the cases of a file, and lists what was missed, but not among Markdown', async () => {
    const cases = path.join(await temporaryFolder(), 'blue.jsonl');
    const expected = { status: 'answered', facts: [['blue']] };
    await writeFile(cases, ask('a-1', 'What is Retro?', expected));
    const plain = await evaluate(['--cases', cases]);
    expect(plain.code).toBe(0);
    expect(plain.stdout).toMatch(/^- a-1 \(test, blue\): What is Retro\?\n {2}missed: fact blue/m);
    const markdown = await evaluate(['--cases', cases, '--markdown']);
    expect(markdown.stdout).toMatch(/^### Answers \(all/);
  });

  it.each([
    [['--split', 'half'], /^--split half must be one of tune, test, all\./],
    [['--only', 'answers,figs'], /^--only figs must be one of answers, promises, sentences, /],
    [['--cases', 'a.jsonl', '--update'], /^--update cannot commit the figures of a\.jsonl\./],
  ])('says what is wrong with %s', async (flags, expected) => {
    const { stderr, code } = await evaluate(flags);
    expect(stderr).toMatch(expected);
    expect(code).toBe(1);
  });
});
