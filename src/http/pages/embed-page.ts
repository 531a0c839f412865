import type { RequestHandler } from 'express';
import { parse } from '../../api/parse.ts';
import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Service } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { embedElement, embedSchema } from './embed-options.ts';
import { html } from './html.ts';
import { sendPage, viewOf } from './page.ts';

/**
 * `GET /embed?lang=&theme=&heading=&greeting=&examples=&accent=&height=`: the conversation alone, for
 * frames. With a height, it tells the page around it how high it is (`public/frame.js`); without one,
 * it fills the frame.
 */
export function embedPage(service: Service): RequestHandler {
  return (request, response) => {
    const options = parse(embedSchema, { ...request.query, position: 'inline' }, WHOLE.query);
    const { height } = request.query;
    const { texts, root } = viewOf(service, request, response);
    const title = texts.home.title(service.researcher);
    const content = html`<form class="ask" action="ask">
          <label for="question">${texts.home.question}</label>
          <textarea id="question" name="question" rows="2" required maxlength="${MAX_QUESTION_LENGTH}"></textarea>
          <button type="submit">${texts.answer.ask}</button>
        </form>`;
    const page = html`<!doctype html>
<html lang="${texts.lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title}</title>
    <base target="_blank">
    <link rel="icon" href="${root}icon.svg">
    <link rel="stylesheet" href="${root}page.css">
    <link rel="stylesheet" href="${root}embed.css">
    <script src="${root}widget.js" defer></script>
    <script src="${root}embed.js" defer></script>
  </head>
  <body class="${height === undefined ? 'frame fill' : 'frame'}"${height === undefined ? '' : html` data-height="${options.height}"`}>
    <main>
      <h1 class="hidden">${title}</h1>
      ${embedElement(options, content)}
    </main>
  </body>
</html>
`;
    sendPage(response, 200, page);
  };
}
