import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';
import type { Service } from '../../domain.ts';
import { PAGES } from '../../language/en/templates/pages.ts';
import { pathOf } from '../middleware/addresses.ts';
import { exampleQuestions } from './examples.ts';
import { escapeHtml, Html, html } from './html.ts';
import { sendPage } from './page.ts';

/**
 * `GET /`: `index.html` with the name in place of `{{researcher}}`. Behind a proxy that strips a path,
 * "/chat" and "/chat/" look the same from here, so the page gets a `<base>` with the path.
 * @param keepDays how long the questions of visitors are kept, if they are
 */
export function homePage(
  publicDir: string,
  service: Service,
  publicUrl: string | undefined,
  keepDays?: number,
): RequestHandler {
  const name = escapeHtml(service.researcher ?? PAGES.unnamed);
  const examples = exampleQuestions(service).text;
  const privacy =
    keepDays === undefined ? '' : html`<p class="privacy">${PAGES.privacy(keepDays)}</p>`.text;
  const below = pathOf(publicUrl);
  const base = below === '' ? '' : `<base href="${escapeHtml(below)}/">`;
  return (_request, response) => {
    const template = readFileSync(path.join(publicDir, 'index.html'), 'utf8');
    sendPage(
      response,
      200,
      new Html(
        template
          .replaceAll('{{researcher}}', () => name)
          .replace('<!--base-->', () => base)
          .replace('<!--examples-->', () => examples)
          .replace('<!--privacy-->', () => privacy),
      ),
    );
  };
}
