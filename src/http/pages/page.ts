import type { Request, Response } from 'express';
import type { Service } from '../../domain.ts';
import type { PageTexts } from '../../language/en/templates/pages.ts';
import { rootFrom } from '../access/web-origin.ts';
import { type Html, html } from './html.ts';
import { jsonLd } from './json-ld.ts';
import { textsFor } from './languages.ts';
import { type Section, sectionsOf } from './sections.ts';

/** What every page is written with. */
export interface View {
  readonly service: Service;
  readonly texts: PageTexts;
  /** The relative path to the home page, with a slash at the end. */
  readonly root: string;
}

export function viewOf(
  service: Service,
  request: Pick<Request, 'path' | 'query' | 'acceptsLanguages'>,
  response: Response,
): View {
  return { service, texts: textsFor(request, response), root: rootFrom(request) };
}

/** What the head of a page says about it. */
export interface Frame {
  readonly title: string;
  /** Pages without one are not for search engines. */
  readonly address?: string;
  readonly description?: string;
  /** The address of a picture. */
  readonly image?: string | undefined;
  /** In the vocabulary of schema.org. */
  readonly about?: Readonly<Record<string, unknown>> | undefined;
  /** The address of the page in Markdown. */
  readonly markdown?: string;
  /** The path of the section that the page belongs to. */
  readonly section?: Section | '';
  /** Files of `public/`. */
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
  /** More elements of the head, before those with relative addresses. */
  readonly head?: Html | '';
}

/** A page with the header that leads to all others. */
export function document(view: View, frame: Frame, main: Html): Html {
  const { texts, root, service } = view;
  const { address, description, image, about, markdown, styles = [], scripts = [] } = frame;
  const current = (path: Section | '') =>
    path === frame.section ? html` aria-current="page"` : '';
  return html`<!doctype html>
<html lang="${texts.lang}"${texts.direction === 'rtl' ? html` dir="rtl"` : ''}>
  <head>
    <meta charset="utf-8">
    ${frame.head ?? ''}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${frame.title}</title>
    ${description === undefined ? '' : html`<meta name="description" content="${description}">`}
    ${
      address === undefined
        ? html`<meta name="robots" content="noindex">`
        : html`<link rel="canonical" href="${address}">
    <meta property="og:type" content="website">
    <meta property="og:title" content="${frame.title}">
    <meta property="og:url" content="${address}">
    ${description === undefined ? '' : html`<meta property="og:description" content="${description}">`}
    ${image === undefined ? '' : html`<meta property="og:image" content="${image}">`}`
    }
    ${markdown === undefined ? '' : html`<link rel="alternate" type="text/markdown" href="${markdown}">`}
    <link rel="icon" href="${root}icon.svg">
    <link rel="stylesheet" href="${root}page.css">
    ${styles.map((file) => html`<link rel="stylesheet" href="${root}${file}">`)}
    ${scripts.map((file) => html`<script src="${root}${file}" defer></script>`)}
    ${about === undefined ? '' : jsonLd(about)}
  </head>
  <body>
    <a class="skip" href="#content">${texts.site.skip}</a>
    <header class="site">
      <a class="name" href="${root}"${current('')}>${texts.site.name(service.researcher)}</a>
      <nav aria-label="${texts.site.sections}">
        ${sectionsOf(service.sources).map((path) => html`<a href="${root}${path}"${current(path)}>${texts.sections[path]}</a> `)}
      </nav>
    </header>
    <main id="content">
      ${main}
    </main>
    <footer class="site">
      <p>${texts.site.privacy(service.status)}</p>
      <p><a href="${root}docs">${texts.site.docs}</a> <a href="${root}embed/setup">${texts.site.embed}</a> <a href="${root}llms.txt">llms.txt</a></p>
    </footer>
  </body>
</html>
`;
}

/** Sends a page; its content security policy is in `security-headers.ts`. */
export function sendPage(response: Response, status: number, page: Html): void {
  response.status(status).set('Cache-Control', 'no-cache').type('html').send(page.text);
}
