import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { type Html, html } from './html.ts';

/** One column of a chart. */
export interface Column {
  readonly label: string;
  /** The heights of its parts from the bottom up; every column has as many. */
  readonly parts: readonly number[];
  /** What stands above it; nothing for 0. */
  readonly figure: number;
  /** What it says in words. */
  readonly title: string;
  readonly href?: string | undefined;
}

/** Of the chart, in pixels. */
const HEIGHT = { figures: 18, columns: 84, labels: 22 };
/** More columns are too narrow for figures above them. */
const MAX_WITH_FIGURES = 40;
/** One label for so many columns. */
const STEPS = [1, 2, 5, 10, 20, 50];
const MAX_LABELS = 18;

/**
 * A column chart as SVG. Across it has percentages and no `viewBox`, so texts have the same size on
 * every screen; colors come from the style sheet, by the classes `part-0`, `part-1`, …
 */
export function columnChart(name: string, columns: readonly Column[]): Html {
  const across = scaleBand<number>([...columns.keys()], [0, 100]).padding(0.3);
  const totals = columns.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0));
  const bottom = HEIGHT.figures + HEIGHT.columns;
  const up = scaleLinear()
    .domain([0, Math.max(1, ...totals)])
    .rangeRound([bottom, HEIGHT.figures]);
  const stacked = stack<Column, number>()
    .keys([...(columns[0]?.parts.keys() ?? [])])
    .value(({ parts }, key) => parts[key] ?? 0)([...columns]);
  const step = STEPS.find((size) => columns.length / size <= MAX_LABELS) ?? columns.length;
  const width = percent(across.bandwidth());

  const drawn = columns.map((column, i) => {
    const left = across(i) ?? 0;
    const middle = percent(left + across.bandwidth() / 2);
    const total = totals[i] ?? 0;
    const bars = stacked.map((series, part) => {
      const [from = 0, to = 0] = series[i] ?? [];
      if (from === to) return '';
      return html`<rect class="part-${part}" x="${percent(left)}" y="${up(to)}" width="${width}" height="${up(from) - up(to)}"/>`;
    });
    const figure =
      column.figure === 0 || columns.length > MAX_WITH_FIGURES
        ? ''
        : html`<text class="figure" x="${middle}" y="${up(total) - 5}">${column.figure}</text>`;
    const place = (columns.length - 1 - i) / step;
    const label = Number.isInteger(place)
      ? html`<text class="label${place % 2 === 1 ? ' minor' : ''}" x="${middle}" y="${bottom + 16}">${column.label}</text>`
      : '';
    // All of its place can be pointed at.
    const start = percent(left - (across.step() - across.bandwidth()) / 2);
    const area = html`<rect class="area" x="${start}" y="0" width="${percent(across.step())}" height="${bottom + HEIGHT.labels}"/>`;
    const content = html`<title>${column.title}</title>${area}${bars}${figure}${label}`;
    return column.href === undefined
      ? html`<g>${content}</g>`
      : html`<a href="${column.href}">${content}</a>`;
  });
  return html`<svg class="columns" role="group" aria-label="${name}" width="100%" height="${bottom + HEIGHT.labels}"><line class="axis" x1="0" x2="100%" y1="${bottom}" y2="${bottom}"/>${drawn}</svg>`;
}

/** One row of a list with bars. */
export interface Row {
  readonly label: string;
  readonly value: number;
  readonly href?: string | undefined;
  readonly isCurrent?: boolean;
}

/** A list of figures, each with a bar. */
export function barList(rows: readonly Row[]): Html {
  const length = scaleLinear([0, Math.max(1, ...rows.map(({ value }) => value))], [0, 100]);
  return html`<ul class="bars">${rows.map(({ label, value, href, isCurrent }) => {
    const name =
      href === undefined
        ? html`<span>${label}</span>`
        : html`<a href="${href}"${isCurrent ? html` aria-current="true"` : ''}>${label}</a>`;
    return html`<li>${name} <span class="figure">${value}</span><svg aria-hidden="true" width="100%" height="4"><rect class="part-0" width="${percent(length(value))}" height="4"/></svg></li>`;
  })}</ul>`;
}

function percent(share: number): string {
  return `${Number(share.toFixed(2))}%`;
}
