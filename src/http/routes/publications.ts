import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { parse } from '../../api/parse.ts';
import {
  citationQuerySchema,
  publicationListSchema,
  publicationQuerySchema,
  publicationSchema,
} from '../../api/publication-schemas.ts';
import { findPublications, toPublication } from '../../api/publications.ts';
import type { Service, Source } from '../../domain.ts';
import { type CitationFormat, type Cite, createCite } from '../../publications/citations.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { findSource } from './sources.ts';

export const MEDIA_TYPES: Readonly<Record<CitationFormat, string>> = {
  bibtex: 'application/x-bibtex',
  csl: 'application/vnd.citationstyles.csl+json',
  ris: 'application/x-research-info-systems',
};

/** `GET /api/publications?year=&venue=&topic=&person=&kind=&award=&role=&format=` */
export function listPublications(service: Service, originOf: WebOrigin): RequestHandler {
  const cite = createCite(service.sources);
  return (request, response) => {
    const { format, ...query } = parse(publicationQuerySchema, request.query, 'The query');
    const found = findPublications(service.sources, query);
    send(request, response, { format, found, cite, originOf }, () =>
      publicationListSchema.parse({ publications: found.map(toPublication) }),
    );
  };
}

/** `GET /api/sources/:id/citation?format=`; what is no publication is cited as software, data or a page. */
export function showCitation(
  service: Service,
  originOf: WebOrigin,
): RequestHandler<{ id: string }> {
  const cite = createCite(service.sources);
  return (request, response) => {
    const source = findSource(service, request.params.id);
    const { format } = parse(citationQuerySchema, request.query, 'The query');
    send(request, response, { format, found: [source], cite, originOf }, () =>
      publicationSchema.parse(toPublication(source)),
    );
  };
}

interface Wanted {
  readonly format: z.infer<typeof citationQuerySchema>['format'];
  readonly found: readonly Source[];
  readonly cite: Cite;
  readonly originOf: WebOrigin;
}

function send(
  request: Pick<Request, 'accepts' | 'host' | 'protocol'>,
  response: Response,
  { format, found, cite, originOf }: Wanted,
  json: () => unknown,
): void {
  response.vary('Accept');
  const wanted = format ?? accepted(request);
  if (wanted === 'json') {
    response.json(json());
    return;
  }
  const origin = originOf(request);
  const text = cite(found, wanted, ({ id }) => `${origin}/sources/${id}`);
  response.set('Content-Type', `${MEDIA_TYPES[wanted]}; charset=utf-8`).send(text);
}

function accepted(request: Pick<Request, 'accepts'>): CitationFormat | 'json' {
  const type = request.accepts('application/json', ...Object.values(MEDIA_TYPES), 'text/x-bibtex');
  if (type === 'text/x-bibtex') return 'bibtex';
  const formats = Object.keys(MEDIA_TYPES) as CitationFormat[];
  return formats.find((format) => MEDIA_TYPES[format] === type) ?? 'json';
}
