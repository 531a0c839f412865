import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFigures } from '../../../scripts/evaluate/committed.ts';
import { type GoldenCase, loadGolden } from '../../../scripts/evaluate/golden.ts';
import { toMarkdown, withTables } from '../../../scripts/evaluate/report.ts';
import { readPassages } from '../../../src/indexer.ts';
import { corpusOf } from '../../support/corpus.ts';

describe('loadGolden', () => {
  it.each([
    ['no JSON', '{', /a\.jsonl:2: /],
    [
      'no regular expression',
      '{"id":"a-2","kind":"a","split":"tune","question":"?","expect":{"status":"answered","facts":[["("]]}}',
      /a\.jsonl:2: .*is no regular expression/,
    ],
    ['an unknown field', '{"id":"a-2","kid":"a"}', /a\.jsonl:2: /],
  ])('names file and line of what is %s', async (_, line, expected) => {
    const good =
      '{"id":"a-1","kind":"a","split":"tune","question":"?","expect":{"status":"answered"}}';
    const folder = await corpusOf({ 'a.jsonl': `${good}\n${line}\n` });
    await expect(loadGolden(folder)).rejects.toThrow(expected);
  });
});

describe('the golden questions', () => {
  let cases: readonly GoldenCase[];
  let ids: ReadonlySet<string>;
  beforeAll(async () => {
    cases = await loadGolden('test/golden');
    const { sources } = await readPassages('corpus');
    ids = new Set(sources.map((source) => source.id));
  });

  it('have ids of their own, which begin with their kind', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(cases.filter(({ id, kind }) => id.replace(/-\d+$/, '') !== kind)).toEqual([]);
  });

  it('are asked once', () => {
    const asked = cases.map(({ question, history }) => JSON.stringify([question, history]));
    expect(asked.filter((one, i) => asked.indexOf(one) < i)).toEqual([]);
  });

  it('expect sources that the corpus has', () => {
    const expected = cases.flatMap(({ expect }) => expect.sources ?? []);
    expect(expected.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('are enough, of every kind in both halves, and a fifth of them to be refused', () => {
    expect(cases.length).toBeGreaterThanOrEqual(120);
    for (const kind of new Set(cases.map((golden) => golden.kind))) {
      const splits = new Set(cases.flatMap((one) => (one.kind === kind ? one.split : [])));
      expect([kind, splits.size]).toEqual([kind, 2]);
    }
    const refused = cases.filter(({ expect }) => expect.status === 'not_covered');
    expect(refused.length / cases.length).toBeGreaterThanOrEqual(0.2);
  });
});

describe('docs/evaluation.md', () => {
  it('shows the committed figures', async () => {
    const page = await readFile('docs/evaluation.md', 'utf8');
    const sections = await readFigures('test/golden');
    expect(sections.length).toBeGreaterThan(0);
    expect(withTables(page, toMarkdown(sections))).toBe(page);
  });
});
