import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { collectAnswer } from '../../api/answer-events.ts';
import { parse } from '../../api/parse.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { chatRequestSchema, MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import type { PageTexts } from '../../language/en/templates/pages.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { fill } from '../../widget/fill.ts';
import { disconnectSignal } from '../middleware/disconnect-signal.ts';
import { FORM_TYPE, readForm } from '../middleware/form-body.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { type Carried, carryOn, earlierPart, readCarried } from './ask-history.ts';
import { answerPart, page } from './ask-view.ts';
import { feedbackForms } from './feedback-page.ts';
import { type Html, html } from './html.ts';
import { widgetTexts } from './languages.ts';
import { sendPage, type View, viewOf } from './page.ts';

const questionSchema = chatRequestSchema.pick({ question: true });

/** What was sent: the question, and the conversation so far as the form has it. */
interface Sent {
  readonly question: unknown;
  readonly history?: unknown;
}

/**
 * `GET /ask?question=` begins a conversation on pages that need no script, and `POST /ask` continues
 * it: the forms of each page carry the turns so far.
 * @param takesFeedback whether there is a `POST /feedback`
 */
export function askPage(
  service: Service,
  describeProblem: DescribeProblem,
  takesFeedback = false,
): RequestHandler {
  return async (request, response) => {
    const sent = sentIn(request);
    const view = viewOf(service, request, response);
    const whole = request.method === 'POST' ? WHOLE.form : WHOLE.address;
    let earlier: Carried = [];
    try {
      earlier = readCarried(sent.history);
      const { question } = parse(questionSchema, sent, whole);
      const asked = { question, history: earlier.map(({ role, content }) => ({ role, content })) };
      const answer = await collectAnswer(service.ask(asked, disconnectSignal(response)));
      const history = carryOn(earlier, question, answer);
      const rating = takesFeedback ? feedbackForms(answer, question, history, view) : '';
      const main = answerPart(answer, history, view, rating);
      const shown = await earlierPart(view, earlier);
      const { question: title } = answer;
      sendPage(response, 200, page(view, { title, question, earlier: shown, main, history }));
    } catch (error) {
      if (response.destroyed) return;
      const { status } = describeProblem(error, requestIdOf(response));
      const apology = apologyFor(error, textOf(sent.question), view.texts);
      const shown = await earlierPart(view, earlier);
      sendPage(response, status, noAnswer(view, sent, apology, earlier, shown));
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
      const view = viewOf(service, request, response);
      const seconds = Number(response.get('Retry-After'));
      const { rateLimited, rateLimitedFor } = widgetTexts(view.texts);
      const apology = seconds > 0 ? fill(rateLimitedFor, { seconds }) : rateLimited;
      const refusal = noAnswer(view, sent, apology, carriedIn(sent));
      sendPage(response, error.status, refusal);
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

function apologyFor(error: unknown, question: string, { answer: texts }: PageTexts): string {
  if (!(error instanceof InvalidRequest)) return texts.failed;
  if (error.errors.some(({ pointer }) => pointer.startsWith('/history'))) return texts.badHistory;
  return question === '' ? texts.noQuestion : texts.tooLong(question.length, MAX_QUESTION_LENGTH);
}

function noAnswer(
  view: View,
  sent: Sent,
  apology: string,
  history: Carried,
  earlier: Html | '' = '',
): Html {
  const title = view.texts.answer.noAnswer;
  const main = html`<p class="note" role="alert">${apology}</p>`;
  return page(view, { title, question: textOf(sent.question), earlier, main, history });
}
