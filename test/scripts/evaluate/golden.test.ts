import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../scripts/evaluate/committed.ts';
import { loadGolden, refuseForeign } from '../../../scripts/evaluate/golden.ts';
import { toMarkdown, withTables } from '../../../scripts/evaluate/report.ts';
import { corpusOf, sourceOf } from '../../support/corpus.ts';

describe('loadGolden', () => {
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
    await expect(loadGolden(folder)).rejects.toThrow(expected);
  });
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
    ['an id of another kind', { 'a.jsonl': line('b-1', 'Who?') }, /b-1 must be .* as in a-01/],
  ])('is refused that has %s', async (_, files, expected) => {
    await expect(loadGolden(await corpusOf(files))).rejects.toThrow(expected);
  });

  it('is refused for a profile that lacks what it expects', async () => {
    const expecting =
      '{"id":"a-1","kind":"a","split":"tune","question":"?","expect":{"status":"answered","sources":["owl"]}}';
    const cases = await loadGolden(await corpusOf({ 'a.jsonl': expecting }));
    expect(() => refuseForeign(cases, [sourceOf({ id: 'owl' })], 'corpus')).not.toThrow();
    expect(() => refuseForeign(cases, [sourceOf()], 'corpus')).toThrow(
      /a-1 expects owl, which corpus does not have\. .*--golden/,
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
