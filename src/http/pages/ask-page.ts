import type { ErrorRequestHandler, RequestHandler } from 'express';
import { collectAnswer } from '../../api/answer-events.ts';
import { parse } from '../../api/parse.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { askQuerySchema, MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Answer, Citation, Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { PAGES } from '../../language/en/templates/pages.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { webAddress } from '../../widget/web-address.ts';
import { disconnectSignal } from '../middleware/disconnect-signal.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { type Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';
import { sendPage } from './page.ts';
import { anchorOf } from './prose-html.ts';

const { answer: TEXTS } = PAGES;

/** `GET /ask?question=`: the answer on a page that needs no script. */
export function askPage(service: Service, describeProblem: DescribeProblem): RequestHandler {
  return async (request, response) => {
    const asked = request.query['question'];
    const question = typeof asked === 'string' ? asked : '';
    try {
      const query = parse(askQuerySchema, request.query, WHOLE.address);
      const events = service.ask({ ...query, history: [] }, disconnectSignal(response));
      const answer = await collectAnswer(events);
      sendPage(response, 200, page(service, answer.question, question, answerPart(answer)));
    } catch (error) {
      if (response.destroyed) return;
      const { status } = describeProblem(error, requestIdOf(response));
      const apology = note(apologyFor(error, question));
      sendPage(response, status, page(service, TEXTS.noAnswer, question, apology));
    }
  };
}

/** Answers a visitor beyond the rate limit with a page. */
export function askPageLimit(service: Service): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (!(error instanceof ServiceError) || error.code !== 'rate-limited') return next(error);
    const asked = request.query['question'];
    const question = typeof asked === 'string' ? asked : '';
    sendPage(response, error.status, page(service, TEXTS.noAnswer, question, note(error.message)));
  };
}

function note(sentence: string): Html {
  return html`<p class="note" role="alert">${sentence}</p>`;
}

function apologyFor(error: unknown, question: string): string {
  if (!(error instanceof InvalidRequest)) return TEXTS.failed;
  const { length } = question.trim();
  return length === 0 ? TEXTS.noQuestion : TEXTS.tooLong(length, MAX_QUESTION_LENGTH);
}

function page({ researcher }: Service, title: string, question: string, main: Html): Html {
  const about = PAGES.askAbout(researcher);
  return html`<!doctype html>
<html lang="${PAGES.lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · ${about}</title>
    <link rel="icon" href="icon.svg">
    <link rel="stylesheet" href="page.css">
  </head>
  <body>
    <main class="reading">
      <p class="eyebrow"><a href="./">${about}</a></p>
      <h1>${question.trim() === '' ? title : question.trim()}</h1>
      ${main}
      <form class="ask" action="ask">
        <label for="question">${TEXTS.askAnother}</label>
        <textarea id="question" name="question" rows="2" required maxlength="${MAX_QUESTION_LENGTH}"></textarea>
        <button type="submit">${TEXTS.ask}</button>
      </form>
    </main>
  </body>
</html>
`;
}

function answerPart({ answer, status, citations, mode, followUps }: Answer): Html {
  return html`<div class="answer">${markdownToHtml(answer, new Set(citations.map(({ index }) => index)))}</div>
      ${status === 'answered' ? html`<p class="mode">${TEXTS[mode]}</p>` : ''}
      ${citations.length > 0 ? html`<h2>${PAGES.sources}</h2><p class="where">${TEXTS.quotesNote}</p><ol class="sources">${citations.map(sourceItem)}</ol>` : ''}
      ${followUps.length > 0 ? html`<h2>${TEXTS.followUps}</h2><ul class="next">${followUps.map(followUp)}</ul>` : ''}`;
}

function sourceItem(citation: Citation): Html {
  const { index, title, heading, quote, url, links } = citation;
  const where =
    heading === '' || heading === title ? '' : html` <span class="where">${heading}</span>`;
  return html`<li id="source-${index}" value="${index}">
        ${TEXTS.about} <cite>${url === null ? ownPage(citation) : link(url, title)}</cite>${where}
        <blockquote>${quote}</blockquote>
        ${links.length > 0 ? html`<p class="links">${links.map(({ url: page, label }) => html`${link(page, label)} `)}</p>` : ''}
      </li>`;
}

/** Links to our page about the source, at the passage. */
function ownPage({ sourceId, passageId, title }: Citation): Html {
  return html`<a href="sources/${sourceId}#${anchorOf(passageId)}">${title}</a>`;
}

function link(address: string, text: string): Html {
  const href = webAddress(address);
  return href === undefined
    ? html`${text}`
    : html`<a href="${href}" rel="noopener nofollow">${text}</a>`;
}

function followUp(question: string): Html {
  return html`<li><a href="ask?question=${encodeURIComponent(question)}">${question}</a></li>`;
}
