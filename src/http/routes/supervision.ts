import type { RequestHandler } from 'express';
import type { z } from 'zod';
import { supervisionSchema } from '../../api/publication-schemas.ts';
import { ownerOf } from '../../corpus/kinds.ts';
import { supervisedTheses } from '../../corpus/works.ts';
import type { Service, Source } from '../../domain.ts';
import { degreeOf } from '../../publications/degree.ts';
import { bestPage } from '../../text/identifiers.ts';
import { sentenceSpans } from '../../text/sentences.ts';

type Supervision = z.infer<typeof supervisionSchema>;

/** `GET /api/supervision`: the theses of students, and where the researcher is now. */
export function showSupervision(service: Service): RequestHandler {
  const theses = supervisedTheses(service.sources).map(thesis);
  const reply = { theses, position: position(service) };
  return (_request, response) => {
    response.json(supervisionSchema.parse(reply));
  };
}

function thesis(source: Source): Supervision['theses'][number] {
  const { id, people, title, fullTitle, year, venue, organization } = source;
  return {
    id,
    student: people.join(', '),
    title: fullTitle ?? title,
    year: year ?? null,
    degree: degreeOf(source),
    place: venue ?? organization ?? null,
    url: bestPage(source) ?? null,
  };
}

/** What stands first below a heading such as "Present position", else about the researcher at all. */
function position(service: Service): Supervision['position'] {
  const { sources } = service;
  const owner = ownerOf(sources);
  const source = sources.find(({ kind }) => kind === 'supervision') ?? owner;
  return (
    (source && told(service, source, /\bposition\b/i)) ??
    (owner ? told(service, owner, null) : null)
  );
}

function told(
  service: Service,
  { id, asOf }: Source,
  heading: RegExp | null,
): Supervision['position'] {
  const passage = service
    .passagesOf(id)
    .find(({ headings }) => heading === null || headings.some((name) => heading.test(name)));
  const first = passage && sentenceSpans(passage.text)[0];
  if (!passage || !first) return null;
  const sentence = passage.text.slice(first.start, first.end);
  return { sentence, sourceId: id, asOf: asOf ?? null };
}
