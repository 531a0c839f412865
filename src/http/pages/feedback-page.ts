import type { RequestHandler } from 'express';
import { parse } from '../../api/parse.ts';
import { feedbackSchema, MAX_COMMENT_LENGTH } from '../../api/schemas.ts';
import type { Answer, Feedback, Service } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import type { FeedbackSink } from '../routes/feedback.ts';
import { type Carried, earlierPart, fieldOf, readCarried } from './ask-history.ts';
import { page } from './ask-view.ts';
import { type Html, html } from './html.ts';
import { widgetTexts } from './languages.ts';
import { sendPage, type View, viewOf } from './page.ts';

/** The reasons, and the strings that tell them. */
const REASONS = [
  ['incorrect', 'incorrect'],
  ['incomplete', 'incomplete'],
  ['off-topic', 'offTopic'],
  ['unclear', 'unclear'],
] as const satisfies readonly [Feedback['reasons'][number], string][];

/** Forms that rate an answer: up at once, down with reasons and words. */
export function feedbackForms(
  { id, question }: Answer,
  asked: string,
  history: Carried,
  { texts }: View,
): Html {
  const words = widgetTexts(texts);
  const form = (
    content: Html,
  ) => html`<form method="post" action="feedback#latest">${fieldOf(history)}
        <input type="hidden" name="answerId" value="${id}">
        <input type="hidden" name="question" value="${asked || question}">
        ${content}
      </form>`;
  const reason = ([value, string]: (typeof REASONS)[number]) =>
    html`<label><input type="checkbox" name="reasons" value="${value}"> ${words[string]}</label>`;
  return html`<div class="rating">
      ${form(html`<button name="rating" value="up">${words.helpful}</button>`)}
      <details><summary>${words.unhelpful}</summary>
      ${form(html`<fieldset><legend>${words.why}</legend>${REASONS.map(reason)}</fieldset>
        <label for="comment">${words.comment}</label>
        <textarea id="comment" name="comment" rows="2" maxlength="${MAX_COMMENT_LENGTH}"></textarea>
        <button name="rating" value="down">${words.sendComment}</button>`)}
      </details>
      </div>`;
}

/** `POST /feedback`: stores what a visitor thought of an answer, and goes on with the conversation. */
export function feedbackPage(
  service: Service,
  sink: FeedbackSink,
  describeProblem: DescribeProblem,
): RequestHandler {
  return async (request, response) => {
    const view = viewOf(service, request, response);
    const { history: field, comment, ...sent } = request.body ?? {};
    let history: Carried = [];
    let status = 200;
    let note = widgetTexts(view.texts).thanks;
    try {
      history = readCarried(field);
      const reasons = sent.reasons === undefined ? [] : [sent.reasons].flat();
      const rating = { ...sent, reasons, ...(comment && { comment }) };
      await sink(parse(feedbackSchema, rating, WHOLE.form));
    } catch (error) {
      status = describeProblem(error, requestIdOf(response)).status;
      note = view.texts.answer.failed;
    }
    const earlier = await earlierPart(view, history);
    const main = html`<p class="note" role="status">${note}</p>`;
    const title = view.texts.answer.feedback;
    sendPage(response, status, page(view, { title, question: '', earlier, main, history }));
  };
}
