import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';
import type { Service } from '../../domain.ts';
import { pathOf } from '../middleware/addresses.ts';
import { escapeHtml, Html } from './html.ts';
import { sendPage } from './page.ts';

/**
 * `GET /`: `index.html`, where `{{researcher}}` stands for the name. Behind a proxy that takes a path
 * off, "/chat" and "/chat/" look alike from here: the page names the path, so that its addresses do not
 * depend on the slash.
 */
export function homePage(
  publicDir: string,
  { researcher }: Service,
  publicUrl: string | undefined,
): RequestHandler {
  const name = escapeHtml(researcher ?? 'this researcher');
  const below = pathOf(publicUrl);
  const base = below === '' ? '' : `<base href="${escapeHtml(below)}/">`;
  return (_request, response) => {
    const template = readFileSync(path.join(publicDir, 'index.html'), 'utf8');
    sendPage(
      response,
      200,
      new Html(
        template.replaceAll('{{researcher}}', () => name).replace('<!--base-->', () => base),
      ),
    );
  };
}
