import type { z } from 'zod';
import { readYears } from '../corpus/time-span.ts';
import {
  filterWorks,
  publicationsOf,
  supervisedTheses,
  topicCalled,
  worksAbout,
} from '../corpus/works.ts';
import type { Source } from '../domain.ts';
import type { publicationListSchema, publicationQuerySchema } from './publication-schemas.ts';
import { shownSource } from './shown-source.ts';

type Query = Omit<z.infer<typeof publicationQuerySchema>, 'format'>;

/** The publications that a query asks for, newest first, for every interface that lists them. */
export function findPublications(
  sources: readonly Source[],
  { year, role, ...filter }: Query,
): readonly Source[] {
  const works = role === 'author' ? publicationsOf(sources) : supervisedTheses(sources);
  const years = year === undefined ? null : readYears(year);
  return filterWorks(works, { ...filter, ...(years && { years }) }, sources);
}

/** What a publication is shown as, before a schema leaves out what is not shown. */
export function toPublication(
  source: Source,
): Source & Pick<z.infer<typeof publicationListSchema>['publications'][number], 'authors'> {
  const { title, fullTitle, people } = source;
  return { ...shownSource(source), title: fullTitle ?? title, authors: people };
}

/** The publications about a theme, and what else of the work is about it; newest first. */
export function worksOfTheme(
  theme: Source,
  sources: readonly Source[],
): { readonly works: readonly Source[]; readonly others: readonly Source[] } {
  const about = worksAbout(
    topicCalled(theme.id, sources) ?? { title: theme.title, theme },
    sources,
  );
  const own = new Set(publicationsOf(sources));
  return {
    works: about.filter((source) => own.has(source)),
    others: about.filter((source) => !own.has(source)),
  };
}
