import { type Gap, timesOf } from '../../gaps/find.ts';
import type { Day } from '../../journal/records.ts';
import { ADMIN as TEXTS } from '../../language/en/templates/admin.ts';
import { PAGES } from '../../language/en/templates/pages.ts';
import { type Html, html } from '../pages/html.ts';
import { sparkline } from './charts.ts';
import type { AdminData } from './data.ts';
import { figures, totalOf } from './figures.ts';

/** Whose page it is, and the way from its address to the root. */
export interface Place {
  readonly researcher: string | null;
  readonly root: string;
}

/** The page where the owner types in the key. */
export function loginView({ researcher, root }: Place, error: string | null): Html {
  const note = error === null ? '' : html`<p class="note" role="alert" id="error">${error}</p>`;
  const described = error === null ? 'hint' : 'error hint';
  return document(
    { researcher, root },
    html`<h1>${TEXTS.title}</h1>
      ${note}
      <form class="log-in" method="post" action="${root}admin/login">
        <input name="username" autocomplete="username" value="owner" hidden>
        <label for="key">${TEXTS.key}</label>
        <input id="key" name="key" type="password" required autocomplete="current-password" aria-describedby="${described}">
        <p id="hint" class="where">${TEXTS.keyHint}</p>
        <button type="submit">${TEXTS.logIn}</button>
      </form>`,
  );
}

/** The page where there is nothing to show. */
export function noticeView(place: Place, sentences: readonly string[]): Html {
  return document(
    place,
    html`<h1>${TEXTS.title}</h1>
      ${sentences.map((sentence) => html`<p>${sentence}</p>`)}`,
  );
}

/** What the owner is told after an action. */
export interface Notice {
  readonly text: string;
  readonly status: 200 | 400 | 500;
}

export function adminView(
  { researcher, root }: Place,
  period: number,
  data: AdminData,
  notice: Notice | null,
): Html {
  const { report, days, votes } = data;
  const asked = days.map(totalOf).reduce((a, b) => a + b, 0);
  const sum = (of: (day: Day) => number) => days.reduce((total, day) => total + of(day), 0);
  const answered = sum((day) => day.answered);
  const share = asked === 0 ? 0 : Math.round((100 * answered) / asked);
  const told =
    notice &&
    html`<p class="note" role="${notice.status === 200 ? 'status' : 'alert'}">${notice.text}</p>`;
  return document(
    { researcher, root },
    html`<header>
        <h1>${TEXTS.title}</h1>
        <form method="post" action="${root}admin/logout"><button class="quiet">${TEXTS.logOut}</button></form>
      </header>
      ${told ?? ''}
      <nav class="periods" aria-label="${TEXTS.period}">${TEXTS.periods.map(
        ([length, name]) =>
          html`<a href="${root}admin?days=${length}"${length === period ? html` aria-current="page"` : ''}>${name}</a> `,
      )}</nav>
      <p>${
        asked === 0
          ? TEXTS.nothingAsked
          : TEXTS.summary(
              asked,
              share,
              sum((day) => day.declined),
              votes.up,
              votes.down,
            )
      }</p>
      <section aria-labelledby="gaps">
        <h2 id="gaps">${TEXTS.gaps}</h2>
        ${report.gaps.length === 0 ? html`<p>${TEXTS.nothing}</p>` : gapList(data, root, period)}
        ${report.left > 0 ? html`<p class="where">${TEXTS.left(report.left)}</p>` : ''}
        <p class="export">${TEXTS.export} <a href="${root}admin/gaps.csv?days=${period}" download>${TEXTS.csv}</a> <a href="${root}admin/gaps.json?days=${period}" download>${TEXTS.json}</a></p>
      </section>
      ${asked === 0 ? '' : figures(data)}`,
  );
}

function gapList({ report, caseOf }: AdminData, root: string, period: number): Html {
  return html`<p class="where">${TEXTS.gapsHint}</p>
        <ol class="gaps">${report.gaps.map(
          (gap) =>
            html`<li>${gapParts(gap, root)}${caseOf(gap) ? html`<p class="where noted">${TEXTS.noted}</p>` : stubForm(gap, root, period)}</li>`,
        )}</ol>`;
}

function gapParts(gap: Gap, root: string): Html {
  const { question, declined, downVoted, reasons, lastAsked, trend, outOfScope } = gap;
  const facts = [
    ...(declined > 0 ? [TEXTS.declined(declined)] : []),
    ...(downVoted > 0 ? [TEXTS.downVoted(downVoted, Object.keys(reasons))] : []),
    TEXTS.last(lastAsked),
    ...(trend === 'steady' ? [] : [TEXTS.trends[trend]]),
    ...(outOfScope ? [TEXTS.outOfScope] : []),
  ];
  const others = gap.wordings.slice(1);
  return html`
          <span class="times" aria-hidden="true">${timesOf(gap)}</span>
          <div>
            <h3>${question}</h3>
            <p class="where">${facts.join(' · ')}</p>
            ${gap.nearest.length > 0 ? html`<p class="where">${TEXTS.nearest} ${gap.nearest.map(({ id, title }, i) => html`${i > 0 ? ' · ' : ''}<a href="${root}sources/${id}">${title}</a>`)}</p>` : ''}
            ${others.length > 0 ? html`<details><summary>${TEXTS.otherWordings(others.length)}</summary><ul>${others.map((other) => html`<li>${other.question} (${other.count})</li>`)}</ul></details>` : ''}
          </div>
          ${sparkline(TEXTS.counts(gap.counts), gap.counts)}`;
}

function stubForm({ question }: Gap, root: string, period: number): Html {
  return html`<form method="post" action="${root}admin/stub">
            <input type="hidden" name="days" value="${period}">
            <button class="quiet" name="question" value="${question}" aria-label="${TEXTS.stubOf(question)}">${TEXTS.stub}</button>
          </form>`;
}

function document({ researcher, root }: Place, main: Html): Html {
  return html`<!doctype html>
<html lang="${PAGES.lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${TEXTS.title} · ${TEXTS.visit(researcher)}</title>
    <link rel="icon" href="${root}icon.svg">
    <link rel="stylesheet" href="${root}page.css">
    <link rel="stylesheet" href="${root}admin.css">
  </head>
  <body>
    <main class="admin">
      <p class="eyebrow"><a href="${root}">${TEXTS.visit(researcher)}</a></p>
      ${main}
    </main>
  </body>
</html>
`;
}
