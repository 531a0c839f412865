import type { Source } from '../domain.ts';
import { wordsOf } from '../text/words.ts';
import { isWorkOf } from './works.ts';

/** Each as a person writes it: without regard to case and diacritics, in whole words. */
export interface PublicationFilter {
  readonly years?: { readonly first: number; readonly last: number } | undefined;
  /** Words of the venue in a row: "TVCG" finds "IEEE TVCG". */
  readonly venue?: string | undefined;
  /** Words of a topic in a row, or the id or name of a theme. */
  readonly topic?: string | undefined;
  /** Words of a name in any order; a single letter is an initial. */
  readonly person?: string | undefined;
  readonly kind?: string | undefined;
}

/** The publications that fit all of the filter; `sources` tells of the themes. */
export function filterPublications(
  publications: readonly Source[],
  { years, venue, topic, person, kind }: PublicationFilter,
  sources: readonly Source[],
): Source[] {
  const isAbout = topic === undefined ? undefined : aboutTopic(topic, sources);
  return publications.filter(
    (source) =>
      (years === undefined || isWithin(source.year, years)) &&
      (venue === undefined || hasPhrase(source.venue ?? '', venue)) &&
      (isAbout === undefined || isAbout(source)) &&
      (person === undefined || source.people.some((name) => isCalled(name, person))) &&
      (kind === undefined || source.kind === kind.trim().toLowerCase()),
  );
}

function isWithin(year: number | undefined, { first, last }: { first: number; last: number }) {
  return year !== undefined && first <= year && year <= last;
}

function aboutTopic(topic: string, sources: readonly Source[]): (source: Source) => boolean {
  const wanted = forms(topic).join(' ');
  const theme = sources.find(
    ({ kind, id, title, aliases }) =>
      kind === 'theme' && [id, title, ...aliases].some((name) => forms(name).join(' ') === wanted),
  );
  return (source) =>
    source.topics.some((own) => hasPhrase(own, topic)) ||
    (theme !== undefined && isWorkOf(theme, source));
}

/** What has no words, as "?", is found nowhere. */
function hasPhrase(text: string, phrase: string): boolean {
  const wanted = forms(phrase);
  return wanted.length > 0 && ` ${forms(text).join(' ')} `.includes(` ${wanted.join(' ')} `);
}

function isCalled(name: string, wanted: string): boolean {
  const own = forms(name);
  const words = forms(wanted);
  return (
    words.length > 0 &&
    words.every((word) =>
      own.some((part) => part === word || (word.length === 1 && part.startsWith(word))),
    )
  );
}

function forms(text: string): string[] {
  return wordsOf(text).map((word) => word.form);
}
