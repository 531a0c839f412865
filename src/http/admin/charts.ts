import { scaleBand, scaleLinear } from 'd3-scale';
import { line, stack } from 'd3-shape';
import { type Html, html } from '../pages/html.ts';

/** What is drawn in one color, with a value for each day. */
export interface Series {
  readonly name: string;
  /** Null where there is nothing to show. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly name: string;
  /** One for each value, oldest first. */
  readonly days: readonly string[];
  readonly series: readonly Series[];
  /** What a value is called: "45 ms". */
  readonly format: (value: number) => string;
  /** The end of the scale; by default the largest value. */
  readonly top?: number;
}

/** Columns with a part for each series, the first at the bottom. */
export function columnChart(chart: Chart): Html {
  const { days, series } = chart;
  const rows = days.map((_, day) => series.map(({ values }) => values[day] ?? 0));
  const stacked = stack<number[], number>()
    .keys([...series.keys()])
    .value((row, key) => row[key] ?? 0)(rows);
  const up = scaleOf(chart, Math.max(...rows.map((row) => row.reduce((a, b) => a + b, 0))));
  const { across } = placesOf(days);
  const bars = stacked.map((layer, part) =>
    layer.map(([from, to], day) =>
      from === to
        ? ''
        : html`<rect class="part-${part}" x="${round(across(day) ?? 0)}" y="${round(up(to))}" width="${round(across.bandwidth())}" height="${round(up(from) - up(to))}"/>`,
    ),
  );
  return figure(chart, up.domain()[1] ?? 0, html`${bars}`);
}

/** A line for each series, with a dot for each day; days without a value interrupt it. */
export function lineChart(chart: Chart): Html {
  const { days, series } = chart;
  const largest = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const up = scaleOf(chart, largest);
  const { middle } = placesOf(days);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, day) => round(middle(day)))
    .y((value) => round(up(value ?? 0)));
  const lines = series.map(({ values }, part) => {
    // Lines without length and with round ends: dots that stay round, however wide the chart is.
    const dots = values
      .map((value, day) => (value === null ? '' : `M${round(middle(day))} ${round(up(value))}h0`))
      .join('');
    return html`<path class="line part-${part}" d="${path(values) ?? ''}"/><path class="dot part-${part}" d="${dots}"/>`;
  });
  return figure(chart, up.domain()[1] ?? 0, html`${lines}`);
}

/** A list of figures, each with a bar. */
export function barList(
  rows: readonly { readonly label: string; readonly value: number; readonly href?: string }[],
): Html {
  const length = scaleLinear([0, Math.max(1, ...rows.map(({ value }) => value))], [0, 100]);
  return html`<ul class="bars">${rows.map(
    ({ label, value, href }) =>
      html`<li>${href === undefined ? label : html`<a href="${href}">${label}</a>`} <span class="number">${value}</span><svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none"><rect class="part-0" width="${round(length(value))}" height="1"/></svg></li>`,
  )}</ul>`;
}

/** How often in each part of a time, as small columns. */
export function sparkline(name: string, counts: readonly number[]): Html {
  const across = scaleBand<number>([...counts.keys()], [0, 100]).paddingInner(0.3);
  const up = scaleLinear([0, Math.max(1, ...counts)], [0, 20]);
  const bars = counts.map((count, part) => {
    // A part without questions is a line on the ground.
    const height = Math.max(1, up(count));
    return html`<rect class="${count === 0 ? 'empty' : 'part-2'}" x="${round(across(part) ?? 0)}" y="${round(20 - height)}" width="${round(across.bandwidth())}" height="${round(height)}"/>`;
  });
  return html`<svg class="sparkline" role="img" aria-label="${name}" viewBox="0 0 100 20">${bars}</svg>`;
}

/** The drawing is stretched, so that all texts are outside of it and have the same size on every screen. */
function figure({ name, days, series, format }: Chart, top: number, drawn: Html): Html {
  const { across } = placesOf(days);
  const areas = days.map((day, i) => {
    const told = series.flatMap(({ name: part, values }) => {
      const value = values[i] ?? null;
      return value === null ? [] : `${part}: ${format(value)}`;
    });
    return html`<rect class="area" x="${round(across(i) ?? 0)}" width="${round(across.bandwidth())}" height="100"><title>${[day, ...told].join('\n')}</title></rect>`;
  });
  const keys = series.map(({ name: part }, i) => html`<span class="key part-${i}">${part}</span> `);
  return html`<figure class="chart">
          <figcaption>${name} ${series.length > 1 ? html`<span class="keys">${keys}</span>` : ''}</figcaption>
          <div class="plot">
            <div class="scale" aria-hidden="true"><span>${format(top)}</span><span>${format(0)}</span></div>
            <svg role="img" aria-label="${name}" viewBox="0 0 100 100" preserveAspectRatio="none"><path class="grid" d="M0 0H100M0 50H100M0 100H100"/>${drawn}${areas}</svg>
            <div class="ends" aria-hidden="true"><span>${days[0] ?? ''}</span><span>${days.at(-1) ?? ''}</span></div>
          </div>
        </figure>`;
}

function scaleOf({ top }: Chart, largest: number) {
  const scale = scaleLinear([0, top ?? Math.max(1, largest)], [100, 0]);
  return top === undefined ? scale.nice(4) : scale;
}

function placesOf(days: readonly string[]) {
  const across = scaleBand<number>([...days.keys()], [0, 100]).padding(0.15);
  return { across, middle: (day: number) => (across(day) ?? 0) + across.bandwidth() / 2 };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
