import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import type { Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { NOT_FOUND } from '../../language/en/templates/problems.ts';
import { isForPrograms } from '../middleware/addresses.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { type Html, html } from './html.ts';
import { document, sendPage, type View, viewOf } from './page.ts';

/** The last route: answers 404, as a page if the client prefers one. */
export function notFoundPage(service: Service): RequestHandler {
  return (request, response) => {
    response.vary('Accept');
    const shown = show(request.path);
    const error = new ServiceError('not-found', NOT_FOUND.route(shown));
    if (!prefersPage(request)) throw error;
    const view = viewOf(service, request, response);
    const { notFound, nothingAt } = view.texts.error;
    sendPage(response, error.status, page(view, notFound, nothingAt(shown)));
  };
}

/** Answers errors of pages and files with a page if the client prefers one; other errors are passed on. */
export function answerErrorsWithPage(
  service: Service,
  describe: DescribeProblem,
): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (isForPrograms(request.path) || response.headersSent || response.destroyed) {
      return next(error);
    }
    response.vary('Accept');
    if (!prefersPage(request)) return next(error);
    const { status, title, detail } = describe(error, requestIdOf(response));
    const view = viewOf(service, request, response);
    const { notFound, nothingAt } = view.texts.error;
    // What a program would do about it, such as call the API, is no help to a visitor.
    const [heading, sentence] =
      status === 404
        ? [notFound, nothingAt(show(request.path))]
        : [STATUS_CODES[status] ?? title, detail];
    sendPage(response, status, page(view, heading, sentence));
  };
}

/** Browsers list HTML first; programs that list nothing get JSON. */
function prefersPage(request: Request): boolean {
  return (
    request.accepts('application/problem+json', 'application/json', 'text/html') === 'text/html'
  );
}

function page(view: View, title: string, sentence: string): Html {
  const { root, texts, service } = view;
  const main = html`<div class="reading">
      <h1>${title}</h1>
      <p class="note" role="alert">${sentence}</p>
      <p><a href="${root}">${texts.error.ask}</a> · <a href="${root}sources">${texts.error.sources}</a></p>
      </div>`;
  return document(view, { title: `${title} · ${texts.askAbout(service.researcher)}` }, main);
}
