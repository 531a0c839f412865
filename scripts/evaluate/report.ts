import { z } from 'zod';

const figureSchema = z.object({
  name: z.string(),
  value: z.number(),
  /** Shares lie between 0 and 1. Times, weights, and counts without a target, inform only. */
  unit: z.enum(['share', 'count', 'ms', 'weight']),
  /** Of how many cases it is a share; then it is shown with its interval. */
  of: z.number().optional(),
  better: z.enum(['more', 'less']),
  /** What it has to reach, or may not exceed. */
  target: z.number().optional(),
});
const sectionSchema = z.object({
  /** One table; the sections of a table are its columns. */
  table: z.string(),
  column: z.string(),
  figures: z.array(figureSchema),
  /** Markdown below the table. */
  notes: z.string().optional(),
});
export const figuresSchema = z.object({ sections: z.array(sectionSchema) });

export type Figure = z.infer<typeof figureSchema>;
export type Section = z.infer<typeof sectionSchema>;

/** A share may fall by this much, absolute, before it counts as worse. */
export const TOLERANCE = 0.02;

/** A share, unless the unit says otherwise; rounded so that files stay readable. */
export function figure(name: string, value: number, more: Partial<Figure> = {}): Figure {
  return { name, value: Number(value.toFixed(4)), unit: 'share', better: 'more', ...more };
}

/** The share of items that pass; 1 of none. */
export function share<T>(items: readonly T[], passes: (item: T) => boolean): number {
  return items.length === 0 ? 1 : items.filter(passes).length / items.length;
}

/** The share of items that pass, with their number. */
export function shareOf<T>(
  name: string,
  items: readonly T[],
  passes: (item: T) => boolean,
  more: Partial<Figure> = {},
): Figure {
  return figure(name, share(items, passes), { ...more, of: items.length });
}

/** The standard normal quantile of a 95% interval. */
const Z = 1.96;

/** The 95% confidence interval of a share of independent cases (Wilson 1927). */
export function wilson(value: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const scale = 1 + Z ** 2 / of;
  const center = (value + Z ** 2 / (2 * of)) / scale;
  const spread = (Z / scale) * Math.sqrt((value * (1 - value)) / of + Z ** 2 / (4 * of ** 2));
  return [Math.max(0, center - spread), Math.min(1, center + spread)];
}

export interface Difference {
  readonly section: string;
  readonly name: string;
  readonly before: number;
  readonly now: number;
  readonly isWorse: boolean;
}

/** What changed in the figures that both have. */
export function compareFigures(
  before: readonly Section[],
  now: readonly Section[],
): readonly Difference[] {
  return now.flatMap((section) => {
    const old = before.find((other) => idOf(other) === idOf(section));
    return section.figures.flatMap((figure): Difference[] => {
      const { name, value, unit } = figure;
      const former = old?.figures.find((other) => other.name === name)?.value;
      const isCompared = unit === 'share' || unit === 'count';
      if (former === undefined || former === value || !isCompared) return [];
      return [
        { section: idOf(section), name, before: former, now: value, isWorse: fell(former, figure) },
      ];
    });
  });
}

function fell(former: number, { value, unit, better, target }: Figure): boolean {
  const loss = better === 'more' ? former - value : value - former;
  // What is counted has no scale; only where it may not occur does one more matter.
  if (unit === 'count') return target !== undefined && loss > 0;
  return loss > TOLERANCE + 1e-9;
}

/** The committed sections with those measured now in their places. */
export function mergeSections(before: readonly Section[], now: readonly Section[]): Section[] {
  const kept = before.map((old) => now.find((section) => idOf(section) === idOf(old)) ?? old);
  const added = now.filter((section) => !before.some((old) => idOf(old) === idOf(section)));
  return [...kept, ...added];
}

/** One Markdown table for each group of sections, and their notes. */
export function toMarkdown(sections: readonly Section[]): string {
  const tables = [...new Set(sections.map((section) => section.table))];
  return tables
    .map((table) => {
      const columns = sections.filter((section) => section.table === table);
      const names = [...new Set(columns.flatMap((c) => c.figures.map((f) => f.name)))];
      const rows = names.map((name) => {
        const cells = columns.map((column) => column.figures.find((f) => f.name === name));
        return [name, ...cells.map(text), targetOf(cells)];
      });
      const head = ['', ...columns.map((c) => c.column), 'target'];
      const notes = columns.flatMap(({ column, notes }) =>
        notes ? [`${columns.length > 1 ? `_${column}_\n\n` : ''}${notes}`] : [],
      );
      return [`### ${table}`, toTable([head, ...rows]), ...notes].join('\n\n');
    })
    .join('\n\n');
}

/** A Markdown table, its cells padded as the formatter has them: the first column left, others right. */
export function toTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) =>
    Math.max(3, ...[head, ...rows].map((cells) => (cells[i] ?? '').length)),
  );
  const line = (cells: readonly string[]) => {
    const padded = widths.map((width, i) =>
      i === 0 ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width),
    );
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, i) =>
    i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const BEGIN = '<!-- evaluation:begin -->';
const END = '<!-- evaluation:end -->';

/** The page with the tables put between its markers. */
export function withTables(page: string, tables: string): string {
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`The page lacks ${BEGIN} … ${END}`);
  return `${page.slice(0, start + BEGIN.length)}\n\n${tables}\n\n${page.slice(end)}`;
}

function idOf({ table, column }: Section): string {
  return `${table}, ${column}`;
}

function text(figure: Figure | undefined): string {
  if (!figure) return '';
  const { value, unit, of } = figure;
  if (unit === 'count') return String(value);
  if (unit === 'ms') return `${value.toFixed(1)} ms`;
  if (unit === 'weight') return value.toFixed(2);
  if (of === undefined) return value.toFixed(3);
  const [low, high] = wilson(value, of).map((end) => end.toFixed(2));
  return `${value.toFixed(3)} (${low}–${high}) of ${of}`;
}

function targetOf(cells: readonly (Figure | undefined)[]): string {
  const aimed = cells.find((cell) => cell?.target !== undefined);
  return aimed ? `${aimed.better === 'more' ? '≥' : '≤'} ${aimed.target}` : '';
}
