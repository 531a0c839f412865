import type { CslItem } from '@citation-js/core';
import type { Source } from '../domain.ts';
import { bestPage } from '../text/identifiers.ts';
import { type Degree, degreeOf } from './degree.ts';
import { authorsOf, toCslName } from './names.ts';

// A journal calls itself one, or goes by an abbreviation that everybody in computing knows.
const JOURNAL_WORD =
  /\b(?:journal|transactions|trans|review|magazine|letters|bulletin|annals|quarterly|communications of)\b/i;
const JOURNAL_ABBREVIATION =
  /^(?:ACM|IEEE(?:\/ACM)?) T[A-Za-z]{1,5}$|\b(?:TOCS|TVCG|TPDS|TKDE|TON|TOPLAS|TOSEM|TSE|TDSC|TODS|TOIS|CACM|JACM|CSUR|PACMPL|PVLDB|POMACS|IMWUT|PER|CCR|OSR|JMLR|TMLR)\b/;
const MEETING = /\b(?:conference|symposium|workshop|meeting)\b/i;

const GENRES: Readonly<Record<Degree, string>> = {
  PhD: 'PhD thesis',
  MSc: "Master's thesis",
  Undergraduate: 'Undergraduate thesis',
};

export function isJournal(venue: string): boolean {
  return !MEETING.test(venue) && (JOURNAL_WORD.test(venue) || JOURNAL_ABBREVIATION.test(venue));
}

export function isPreprint({ kind, venue }: Source): boolean {
  return (kind === 'paper' || kind === 'project') && /^arxiv\b/i.test(venue ?? '');
}

/**
 * A source as an item of CSL-JSON. What is no publication is cited as software, data or a page.
 * @param page where this service tells about it, for a source that has no address of its own
 */
export function toCsl(source: Source, key: string, page: string): CslItem {
  const { title, fullTitle, people, year, doi } = source;
  return {
    id: key,
    'citation-key': key,
    title: fullTitle ?? title,
    ...(people.length > 0 && { author: authorsOf(source).map(toCslName) }),
    ...(year !== undefined && { issued: { 'date-parts': [[year]] } }),
    ...(doi !== undefined && { DOI: doi }),
    URL: bestPage(source) ?? page,
    ...placeOf(source),
  };
}

/** The type, and the fields that depend on it. */
function placeOf(source: Source): { readonly type: string; readonly [field: string]: unknown } {
  const { kind, venue, arxiv, pages } = source;
  const publisher = venue === undefined ? {} : { publisher: venue };
  const page = pages === undefined ? {} : { page: pages };
  const note = arxiv === undefined ? {} : { note: `arXiv:${arxiv}` };
  if (isPreprint(source)) {
    const number = arxiv === undefined ? {} : { number: `arXiv:${arxiv}` };
    return { type: 'article', publisher: 'arXiv', ...number };
  }
  if (kind === 'thesis') {
    const degree = degreeOf(source);
    return { type: 'thesis', ...(degree !== null && { genre: GENRES[degree] }), ...publisher };
  }
  if (kind === 'book') return { type: 'book', ...publisher };
  if (kind === 'dataset') return { type: 'dataset', ...publisher };
  if (kind === 'repository') return { type: 'software', ...publisher };
  const isWritten = source.people.length > 0 && source.year !== undefined;
  if (!isWritten || venue === undefined) {
    return { type: isWritten ? 'document' : 'webpage', ...publisher, ...note };
  }
  if (kind !== 'project' && kind !== 'paper') return { type: 'report', ...publisher, ...note };
  if (isJournal(venue)) {
    return { type: 'article-journal', 'container-title': venue, ...page, ...note };
  }
  return {
    type: 'paper-conference',
    'container-title': venue,
    'event-title': venue,
    ...page,
    ...note,
  };
}
