import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import type { Service } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { rootFrom } from '../access/web-origin.ts';
import { isForPrograms } from '../middleware/addresses.ts';
import { type DescribeProblem, problemOf } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { type Html, html } from './html.ts';
import { sendPage } from './page.ts';

/** The last route: an address at which there is nothing, as a page for who prefers pages. */
export function nothingHere(service: Service): RequestHandler {
  return (request, response) => {
    response.vary('Accept');
    const detail = `There is nothing at ${show(request.path)}. Questions go to POST /api/chat; the page is at /.`;
    if (!prefersPage(request)) throw new ServiceError('not-found', detail);
    const { status } = problemOf('not-found', detail);
    const sentence = `There is nothing at ${show(request.path)}.`;
    sendPage(response, status, page(service, request, 'Nothing here', sentence));
  };
}

/** Answers errors of pages and files as a page where the visitor prefers one; others are left to who comes next. */
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
    sendPage(response, status, page(service, request, STATUS_CODES[status] ?? title, detail));
  };
}

/** A browser names HTML first; programs that name nothing get JSON. */
function prefersPage(request: Request): boolean {
  return (
    request.accepts('application/problem+json', 'application/json', 'text/html') === 'text/html'
  );
}

function page({ researcher }: Service, request: Request, title: string, sentence: string): Html {
  const about = researcher === null ? 'Ask about this research' : `Ask about ${researcher}`;
  const root = rootFrom(request);
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · ${about}</title>
    <link rel="icon" href="${root}icon.svg">
    <link rel="stylesheet" href="${root}page.css">
  </head>
  <body>
    <main class="reading">
      <p class="eyebrow"><a href="${root}">${about}</a></p>
      <h1>${title}</h1>
      <p class="note" role="alert">${sentence}</p>
      <p><a href="${root}">Ask a question</a> or see <a href="${root}sources">all sources</a>.</p>
    </main>
  </body>
</html>
`;
}
