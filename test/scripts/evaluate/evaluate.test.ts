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
const ask = (id: string, question: string, expected: object) =>
  `${JSON.stringify({ id, kind: id.replace(/-\d+$/, ''), split: 'tune', question, expect: expected })}\n`;
const GOLDEN =
  ask('definition-1', 'What is Hindsight?', {
    status: 'answered',
    facts: [['retroactive sampling']],
    sources: ['hindsight'],
  }) +
  ask('definition-2', 'What is Retro?', { status: 'answered', sources: ['retro'] }) +
  ask('not-covered-1', 'What is the capital of France?', { status: 'not_covered' });
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
      table: 'Golden questions (all, keyword search alone)',
      column: 'extractive',
      figures: [{ name: 'hit@5', value, unit: 'share', better: 'more' }],
    },
  ],
});

describe('npm run evaluate', () => {
  it('measures both modes without an embedder, and shows no sentence that nothing carries', async () => {
    const { stdout, code } = await evaluate(['--json']);
    expect(code).toBe(0);
    const { sections } = JSON.parse(stdout) as {
      sections: { column: string; figures: { name: string; value: number }[] }[];
    };
    const figureOf = (column: string, name: string) =>
      sections
        .filter((section) => section.column === column)
        .flatMap(({ figures }) => figures)
        .find((figure) => figure.name === name)?.value;
    expect(figureOf('extractive', 'score')).toBe(1);
    expect(figureOf('extractive', 'sentences carried')).toBe(1);
    expect(figureOf('keyword search alone', 'promise (1)')).toBe(1);
    expect(figureOf('keyword search alone', 'answers quoted whole')).toBe(1);
    expect(figureOf('keyword search alone', 'proposed questions answered')).toBe(1);
    expect(figureOf('keyword search alone', 'names of the profile in src/')).toBe(0);
    expect(figureOf('llm', 'citation validity')).toBe(1);
    expect(figureOf('llm', 'answers given up')).toBe(0);
    expect(figureOf('negations', 'false sentences written')).toBeGreaterThan(0);
    expect(figureOf('negations', 'false sentences shown')).toBe(0);
  });

  it('fails when a committed figure has fallen, and names it', async () => {
    const outcome = await evaluate(['--mode', 'extractive'], committed(1.1));
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/WORSE Golden questions .*: hit@5: 1\.1 → 1 \(-0\.100\)/);
    expect(outcome.stdout).toMatch(/^\| score +\| +1\.000 \|/m);
  });

  it('passes when the figures rose, and tells the difference', async () => {
    const outcome = await evaluate(['--mode', 'extractive'], committed(0.5));
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/hit@5: 0\.5 → 1 \(\+0\.500\)/);
  });

  it('lists failures with what was got, but not among Markdown', async () => {
    const golden = await temporaryFolder();
    await writeFile(
      path.join(golden, 'a.jsonl'),
      ask('a-1', 'What is Retro?', { status: 'answered', facts: [['blue']] }),
    );
    const plain = await evaluate(['--mode', 'extractive', '--golden', golden]);
    expect(plain.stdout).toMatch(
      /^- a-1 \(tune, extractive\): What is Retro\?\n {2}missed: fact blue/m,
    );
    const markdown = await evaluate(['--mode', 'extractive', '--golden', golden, '--markdown']);
    expect(markdown.stdout).toMatch(/^### Golden questions/);
  });

  it('says which values an option has', async () => {
    const { stderr, code } = await evaluate(['--split', 'half']);
    expect(stderr).toMatch(/^--split half must be one of tune, test, all\./);
    expect(code).toBe(1);
  });
});
