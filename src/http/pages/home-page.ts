import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';
import type { Service } from '../../domain.ts';
import { escapeHtml, Html } from './html.ts';
import { sendPage } from './page.ts';

/** `GET /`: `index.html`, where `{{researcher}}` stands for the name. */
export function homePage(publicDir: string, { researcher }: Service): RequestHandler {
  const name = escapeHtml(researcher ?? 'this researcher');
  return (_request, response) => {
    const template = readFileSync(path.join(publicDir, 'index.html'), 'utf8');
    sendPage(response, 200, new Html(template.replaceAll('{{researcher}}', () => name)));
  };
}
