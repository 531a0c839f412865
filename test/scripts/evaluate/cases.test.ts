import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  loadCases,
  loadFolder,
  loadProfiles,
  refuseForeign,
} from '../../../scripts/evaluate/cases.ts';
import { readFigures } from '../../../scripts/evaluate/committed.ts';
import { toMarkdown, withTables } from '../../../scripts/evaluate/report.ts';
import { corpusOf, sourceOf } from '../../support/corpus.ts';

describe('loadCases', () => {
  it.each([
    ['no JSON', '{', /a\.jsonl:2: /],
    [
      'no regular expression',
      '{"id":"a-2","kind":"a","split":"tune","question":"?","expect":{"status":"answered","facts":[["("]]}}',
      /a\.jsonl:2: .*is not a regular expression/,
    ],
    ['an unknown field', '{"id":"a-2","kid":"a"}', /a\.jsonl:2: /],
  ])('names file and line of what is %s', async (_, line, expected) => {
    const good =
      '{"id":"a-1","kind":"a","split":"tune","question":"?","expect":{"status":"answered"}}';
    const folder = await corpusOf({ 'a.jsonl': `${good}\n${line}\n` });
    await expect(loadFolder(folder)).rejects.toThrow(expected);
  });
});

it('takes projects for sources, and a case without a split for one that is held out', async () => {
  const expected = { status: 'answered', projects: ['owl'], minProjects: 2 };
  const line = JSON.stringify({ id: 'a', kind: 'list', question: 'Which?', expect: expected });
  const [one] = await loadCases(path.join(await corpusOf({ 'a.jsonl': line }), 'a.jsonl'));
  expect(one).toMatchObject({
    split: 'test',
    history: [],
    expect: { status: 'answered', sources: ['owl'], minSources: 2 },
  });
});

it('finds the profiles of a folder with their cases, and the probes of the shipped one', async () => {
  const line = (id: string) =>
    JSON.stringify({ id, kind: 'a', question: `${id}?`, expect: { status: 'any' } });
  const folder = await corpusOf({
    'shipped-cases.jsonl': line('probe'),
    'botanist/cases.jsonl': line('fern'),
    'botanist/corpus/a.md': '# Fern',
  });
  const sets = await loadProfiles(folder, 'corpus');
  expect(sets.map(({ name, corpusDir, cases }) => [name, corpusDir, cases[0]?.id])).toEqual([
    ['probes', 'corpus', 'probe'],
    ['botanist', path.join(folder, 'botanist', 'corpus'), 'fern'],
  ]);
});

describe('a folder of cases', () => {
  const line = (id: string, question: string) =>
    `{"id":"${id}","kind":"a","split":"tune","question":"${question}","expect":{"status":"answered"}}\n`;

  it.each([
    [
      'an id twice',
      { 'a.jsonl': line('a-1', 'Who?'), 'b.jsonl': line('a-1', 'Why?') },
      /a-1 repeats/,
    ],
    ['a question twice', { 'a.jsonl': line('a-1', 'Who?') + line('a-2', 'Who?') }, /a-2 repeats/],
  ])('is refused that has %s', async (_, files, expected) => {
    await expect(loadFolder(await corpusOf(files))).rejects.toThrow(expected);
  });

  it('is refused for a profile that lacks what it expects', async () => {
    const expecting =
      '{"id":"a-1","kind":"a","split":"tune","question":"?","expect":{"status":"answered","sources":["owl"]}}';
    const cases = await loadFolder(await corpusOf({ 'a.jsonl': expecting }));
    expect(() => refuseForeign(cases, [sourceOf({ id: 'owl' })], 'corpus')).not.toThrow();
    expect(() => refuseForeign(cases, [sourceOf()], 'corpus')).toThrow(
      /a-1 expects owl, which corpus does not have\. .*--cases FILE --corpus DIR/,
    );
  });
});

describe('docs/evaluation.md', () => {
  it('shows the committed figures', async () => {
    const page = await readFile('docs/evaluation.md', 'utf8');
    const sections = await readFigures('evaluation/golden');
    expect(sections.length).toBeGreaterThan(0);
    expect(withTables(page, toMarkdown(sections))).toBe(page);
  });
});
