import { describe, expect, it } from 'vitest';
import {
  compareFigures,
  type Figure,
  figure,
  mergeSections,
  type Section,
  shareOf,
  toMarkdown,
  wilson,
  withTables,
} from '../../../scripts/evaluate/report.ts';

const sectionOf = (figures: Figure[], column = 'extractive'): Section => ({
  table: 'Golden',
  column,
  figures,
});

describe('compareFigures', () => {
  it.each([
    ['a share that fell by 0.02', figure('score', 0.9), figure('score', 0.88), false],
    ['a share that fell by more', figure('score', 0.9), figure('score', 0.87), true],
    ['a share that rose', figure('score', 0.9), figure('score', 1), false],
    [
      'a share that should be small and rose',
      figure('wrong', 0.1, { better: 'less' }),
      figure('wrong', 0.2, { better: 'less' }),
      true,
    ],
    [
      'a count',
      figure('longest', 0, { unit: 'count', better: 'less' }),
      figure('longest', 9, { unit: 'count', better: 'less' }),
      false,
    ],
    [
      'a count of what may not occur',
      figure('shown', 0, { unit: 'count', better: 'less', target: 0 }),
      figure('shown', 1, { unit: 'count', better: 'less', target: 0 }),
      true,
    ],
  ])('judges %s', (_, before, now, isWorse) => {
    const differences = compareFigures([sectionOf([before])], [sectionOf([now])]);
    expect(differences).toMatchObject([{ before: before.value, now: now.value, isWorse }]);
  });

  it('passes over times, and over figures that only one side has', () => {
    const time = (value: number) => figure('p50', value, { unit: 'ms', better: 'less' });
    const before = [sectionOf([time(1), figure('gone', 1)])];
    expect(compareFigures(before, [sectionOf([time(9), figure('new', 0)])])).toEqual([]);
    expect(compareFigures(before, [sectionOf([figure('gone', 0)], 'llm')])).toEqual([]);
  });
});

describe('mergeSections', () => {
  it('replaces what was measured anew and keeps the rest in its place', () => {
    const [a, b, c] = [0.1, 0.2, 0.3].map((value) => figure('score', value));
    if (!a || !b || !c) throw new Error('unreachable');
    const merged = mergeSections(
      [sectionOf([a]), sectionOf([b], 'llm')],
      [sectionOf([c]), sectionOf([c], 'new')],
    );
    expect(merged.map(({ column, figures }) => [column, figures[0]?.value])).toEqual([
      ['extractive', 0.3],
      ['llm', 0.2],
      ['new', 0.3],
    ]);
  });
});

describe('toMarkdown', () => {
  it('puts the sections of a table side by side, with targets and notes', () => {
    const times = figure('p50', 4.26, { unit: 'ms', better: 'less', target: 30 });
    const tables = toMarkdown([
      { ...sectionOf([figure('score', 0.5, { target: 0.95 }), times]), notes: 'A note.' },
      sectionOf([figure('score', 1)], 'llm'),
    ]);
    expect(tables.split('\n')).toEqual([
      '### Golden',
      '',
      '|       | extractive |   llm | target |',
      '| ----- | ---------: | ----: | -----: |',
      '| score |      0.500 | 1.000 | ≥ 0.95 |',
      '| p50   |     4.3 ms |       |   ≤ 30 |',
      '',
      '_extractive_',
      '',
      'A note.',
    ]);
  });
});

describe('withTables', () => {
  it('puts the tables between the markers of a page, again and again', () => {
    const page = 'A\n<!-- evaluation:begin -->\nold\n<!-- evaluation:end -->\nB\n';
    const once = withTables(page, 'new');
    expect(once).toBe('A\n<!-- evaluation:begin -->\n\nnew\n\n<!-- evaluation:end -->\nB\n');
    expect(withTables(once, 'new')).toBe(once);
    expect(() => withTables('A', 'new')).toThrow(/lacks <!-- evaluation:begin -->/);
  });
});

describe('wilson', () => {
  // As published calculators give them.
  it.each([
    [0.9, 20, [0.699, 0.972]],
    [0.5, 100, [0.404, 0.596]],
    [1, 10, [0.722, 1]],
    [0, 10, [0, 0.278]],
  ])('gives the interval of %d of %d cases', (value, of, expected) => {
    expect(wilson(value, of).map((end) => Number(end.toFixed(3)))).toEqual(expected);
  });

  it('stands beside a share of cases', () => {
    const half = shareOf('right', [true, false], Boolean);
    expect(toMarkdown([sectionOf([half])])).toContain('| 0.500 (0.09–0.91) of 2 |');
  });
});
