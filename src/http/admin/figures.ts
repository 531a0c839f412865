import type { Day } from '../../journal/records.ts';
import { ADMIN as TEXTS } from '../../language/en/templates/admin.ts';
import { type Html, html } from '../pages/html.ts';
import { barList, columnChart, lineChart } from './charts.ts';
import type { AdminData } from './data.ts';

/** The days in charts and as a table, and what answers were about. */
export function figures({ days, topics, areTopics }: AdminData): Html {
  const dates = days.map(({ date }) => date);
  const or = (of: (day: Day) => number) => days.map((day) => (totalOf(day) === 0 ? null : of(day)));
  return html`<section aria-labelledby="figures">
        <h2 id="figures">${TEXTS.figures}</h2>
        <div class="charts">
        ${columnChart({
          name: TEXTS.perDay,
          days: dates,
          format: String,
          series: [
            { name: TEXTS.answered, values: days.map((day) => day.answered) },
            { name: TEXTS.askedBack, values: days.map((day) => day.askedBack) },
            { name: TEXTS.declinedPart, values: days.map((day) => day.declined) },
          ],
        })}
        ${lineChart({
          name: TEXTS.share,
          days: dates,
          format: TEXTS.percent,
          top: 100,
          series: [{ name: TEXTS.answered, values: or(shareOf) }],
        })}
        ${lineChart({
          name: TEXTS.latency,
          days: dates,
          format: TEXTS.milliseconds,
          series: [
            { name: TEXTS.median, values: or((day) => day.medianMs) },
            { name: TEXTS.slow, values: or((day) => day.slowMs) },
          ],
        })}
        ${topics.length > 0 ? topicChart(topics, areTopics ? TEXTS.topicsHint : TEXTS.sourcesHint) : ''}
        </div>
        ${table(days)}
      </section>`;
}

function topicChart(topics: AdminData['topics'], hint: string): Html {
  return html`<figure class="chart">
          <figcaption>${TEXTS.topics}</figcaption>
          <div class="list"><p class="where">${hint}</p>${barList(topics)}</div>
        </figure>`;
}

function table(days: readonly Day[]): Html {
  const heads = [TEXTS.answered, TEXTS.askedBack, TEXTS.declinedPart, TEXTS.median, TEXTS.slow];
  const rows = days
    .filter((day) => totalOf(day) > 0)
    .map(
      ({ date, answered, askedBack, declined, medianMs, slowMs }) =>
        html`<tr><th scope="row">${date}</th>${[answered, askedBack, declined].map((value) => html`<td>${value}</td>`)}${[medianMs, slowMs].map((value) => html`<td>${TEXTS.milliseconds(value)}</td>`)}</tr>`,
    );
  return html`<details class="table"><summary>${TEXTS.table}</summary>
          <div class="scroll" role="region" aria-label="${TEXTS.table}" tabindex="0"><table>
            <thead><tr><th scope="col">${TEXTS.day}</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
            <tbody>${rows}</tbody>
          </table></div>
        </details>`;
}

/** How much was asked on a day. */
export function totalOf({ answered, declined, askedBack }: Day): number {
  return answered + declined + askedBack;
}

function shareOf(day: Day): number {
  return (100 * day.answered) / totalOf(day);
}
