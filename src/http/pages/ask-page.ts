import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { collectAnswer } from '../../api/answer-events.ts';
import { parse } from '../../api/parse.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { chatRequestSchema, MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Answer, Citation, Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { PAGES } from '../../language/en/templates/pages.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { webAddress } from '../../widget/web-address.ts';
import { disconnectSignal } from '../middleware/disconnect-signal.ts';
import { FORM_TYPE, readForm } from '../middleware/form-body.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { type Carried, carryOn, earlierPart, fieldOf, readCarried } from './ask-history.ts';
import { type Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';
import { sendPage } from './page.ts';
import { anchorOf } from './prose-html.ts';

const { answer: TEXTS } = PAGES;

const questionSchema = chatRequestSchema.pick({ question: true });

/** What was sent: the question, and the conversation so far as the form has it. */
interface Sent {
  readonly question: unknown;
  readonly history?: unknown;
}

/** What a page shows and carries. */
interface Shown {
  readonly title: string;
  readonly question: string;
  /** The turns before. */
  readonly earlier: Html | '';
  readonly main: Html;
  /** The turns that its forms send. */
  readonly history: Carried;
}

/**
 * `GET /ask?question=` begins a conversation on pages that need no script, and `POST /ask` continues
 * it: the forms of each page carry the turns so far.
 */
export function askPage(service: Service, describeProblem: DescribeProblem): RequestHandler {
  return async (request, response) => {
    const sent = sentIn(request);
    const whole = request.method === 'POST' ? WHOLE.form : WHOLE.address;
    let earlier: Carried = [];
    try {
      earlier = readCarried(sent.history);
      const { question } = parse(questionSchema, sent, whole);
      const asked = { question, history: earlier.map(({ role, content }) => ({ role, content })) };
      const answer = await collectAnswer(service.ask(asked, disconnectSignal(response)));
      const history = carryOn(earlier, question, answer);
      const main = answerPart(answer, history);
      const shown = await earlierPart(service, earlier);
      const { question: title } = answer;
      sendPage(response, 200, page(service, { title, question, earlier: shown, main, history }));
    } catch (error) {
      if (response.destroyed) return;
      const { status } = describeProblem(error, requestIdOf(response));
      const apology = apologyFor(error, textOf(sent.question));
      const shown = await earlierPart(service, earlier);
      sendPage(response, status, noAnswer(service, sent, apology, earlier, shown));
    }
  };
}

/**
 * Answers a visitor beyond the rate limit with a page that carries the conversation and does not show
 * it: what is refused should cost little.
 */
export function askPageLimit(service: Service): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (!(error instanceof ServiceError) || error.code !== 'rate-limited') return next(error);
    const send = () => {
      const sent = sentIn(request);
      const page = noAnswer(service, sent, error.message, carriedIn(sent));
      sendPage(response, error.status, page);
    };
    // Requests are counted before their bodies are read.
    if (request.is(FORM_TYPE)) readForm(request, response, send);
    else send();
  };
}

function sentIn({ method, query, body }: Request): Sent {
  if (method !== 'POST') return { question: query['question'] };
  return { question: body?.question, history: body?.history };
}

function carriedIn({ history }: Sent): Carried {
  try {
    return readCarried(history);
  } catch {
    return [];
  }
}

function textOf(question: unknown): string {
  return typeof question === 'string' ? question.trim() : '';
}

function apologyFor(error: unknown, question: string): string {
  if (!(error instanceof InvalidRequest)) return TEXTS.failed;
  if (error.errors.some(({ pointer }) => pointer.startsWith('/history'))) return TEXTS.badHistory;
  return question === '' ? TEXTS.noQuestion : TEXTS.tooLong(question.length, MAX_QUESTION_LENGTH);
}

function noAnswer(
  service: Service,
  sent: Sent,
  apology: string,
  history: Carried,
  earlier: Html | '' = '',
): Html {
  const title = TEXTS.noAnswer;
  const main = html`<p class="note" role="alert">${apology}</p>`;
  return page(service, { title, question: textOf(sent.question), earlier, main, history });
}

function page(service: Service, { title, question, earlier, main, history }: Shown): Html {
  const about = PAGES.askAbout(service.researcher);
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
      ${earlier}
      <h1 id="latest">${question === '' ? title : question}</h1>
      ${main}
      ${form(
        'ask',
        history,
        html`<label for="question">${TEXTS.askAnother}</label>
        <textarea id="question" name="question" rows="2" required maxlength="${MAX_QUESTION_LENGTH}"></textarea>
        <button type="submit">${TEXTS.ask}</button>`,
      )}
      ${history.length > 0 ? html`<p class="links"><a href="./">${TEXTS.startOver}</a></p>` : ''}
    </main>
  </body>
</html>
`;
}

/** A form that continues the conversation; without one it begins one, at an address to share. */
function form(name: string, history: Carried, content: Html): Html {
  const target = history.length > 0 ? html`method="post" action="ask#latest"` : html`action="ask"`;
  return html`<form class="${name}" ${target}>${fieldOf(history)}
        ${content}
      </form>`;
}

function answerPart(
  { answer, status, citations, mode, followUps }: Answer,
  history: Carried,
): Html {
  const pages = new Map(citations.map(({ index }) => [index, `#source-${index}`]));
  return html`<div class="answer">${markdownToHtml(answer, pages)}</div>
      ${status === 'answered' ? html`<p class="mode">${TEXTS[mode]}</p>` : ''}
      ${citations.length > 0 ? html`<h2>${PAGES.sources}</h2><p class="where">${TEXTS.quotesNote}</p><ol class="sources">${citations.map(sourceItem)}</ol>` : ''}
      ${followUps.length > 0 ? html`<h2>${TEXTS.followUps}</h2>${form('next', history, html`${followUps.map(followUp)}`)}` : ''}`;
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
  return html`<button name="question" value="${question}">${question}</button>`;
}
