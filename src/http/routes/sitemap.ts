import type { RequestHandler } from 'express';
import type { Service } from '../../domain.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { html } from '../pages/html.ts';
import { sectionsOf } from '../pages/sections.ts';

/** `GET /sitemap.xml` (sitemaps.org, protocol 0.9) */
export function sitemap({ sources }: Service, originOf: WebOrigin): RequestHandler {
  return (request, response) => {
    const origin = originOf(request);
    const sections = sectionsOf(sources).map((section) => `/${section}`);
    const pages = ['/', ...sections, ...sources.map(({ id }) => `/sources/${id}`)];
    // `html` escapes with numeric character references, which are valid XML too.
    const urls = pages.map((page) => html`  <url><loc>${origin}${page}</loc></url>\n`);
    const { text } = html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls}</urlset>
`;
    response.set('Content-Type', 'application/xml; charset=utf-8').send(text);
  };
}

/**
 * `GET /robots.txt`: everything may be crawled except answers, which cost work and link to more answers,
 * and selections, of which there are as many as combinations of filters.
 */
export function robots(originOf: WebOrigin): RequestHandler {
  return (request, response) => {
    const text = `User-agent: *\nAllow: /\nDisallow: /ask?\nDisallow: /publications?\n\nSitemap: ${originOf(request)}/sitemap.xml\n`;
    response.set('Content-Type', 'text/plain; charset=utf-8').send(text);
  };
}
