import type { RequestHandler } from 'express';
import { toMarkdown } from '../../api/source-markdown.ts';
import type { Service } from '../../domain.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { findSource } from '../routes/sources.ts';

/** `GET /sources/:id.md`: a source in Markdown, for models and for copying. */
export function sourceMarkdown(
  service: Service,
  originOf: WebOrigin,
): RequestHandler<{ id: string }> {
  return (request, response) => {
    const source = findSource(service, request.params.id);
    const text = toMarkdown(source, `${originOf(request)}/sources/${source.id}`);
    response.set('Content-Type', 'text/markdown; charset=utf-8').send(text);
  };
}
