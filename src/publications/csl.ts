import type { CslItem } from '@citation-js/core';
import { citationOfSubtype, isOneOf, kindOf } from '../corpus/kinds.ts';
import { isPublication } from '../corpus/works.ts';
import type { Source, Subtype } from '../domain.ts';
import { bestPage } from '../text/identifiers.ts';
import { parsePersonName } from '../text/person-name.ts';
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

/** The sort of a paper, or of a project that stands for one: as the front matter tells it, else by its venue. */
export function subtypeOf({ kind, subtype, venue }: Source): Subtype | undefined {
  if (kind !== 'paper' && !isOneOf(kind, 'undertaking')) return undefined;
  if (subtype !== undefined || venue === undefined) return subtype;
  if (/^arxiv\b/i.test(venue)) return 'preprint';
  return isJournal(venue) ? 'journal' : 'conference';
}

/**
 * A source as an item of CSL-JSON. What is no publication is cited as software, data or a page.
 * @param page where this service tells about it, for a source that has no address of its own
 */
export function toCsl(source: Source, key: string, page: string): CslItem {
  const { title, fullTitle, people, editors = [], doi } = source;
  const issued = datePartsOf(source);
  return {
    id: key,
    'citation-key': key,
    title: fullTitle ?? title,
    ...(people.length > 0 && { author: authorsOf(source).map(toCslName) }),
    ...(editors.length > 0 && { editor: editors.map((name) => toCslName(parsePersonName(name))) }),
    ...(issued && { issued: { 'date-parts': [issued] } }),
    ...(doi !== undefined && { DOI: doi }),
    URL: bestPage(source) ?? page,
    ...placeOf(source),
  };
}

/** [2024, 5, 17], as far as it is known. */
function datePartsOf({ date, year }: Source): [number, ...number[]] | undefined {
  const [first = year, ...rest] = date?.split('-').map(Number) ?? [];
  return first === undefined ? undefined : [first, ...rest];
}

/** The type, and the fields that depend on it. */
function placeOf(source: Source): { readonly type: string; readonly [field: string]: unknown } {
  const { kind, venue, event, organization, arxiv } = source;
  const note = arxiv === undefined ? {} : { note: `arXiv:${arxiv}` };
  const publisher = source.publisher ?? venue ?? organization;
  const published = publisher === undefined ? {} : { publisher };
  const subtype = subtypeOf(source);
  if (subtype === 'preprint') {
    const number = arxiv === undefined ? {} : { number: `arXiv:${arxiv}` };
    return { type: citationOfSubtype(subtype).csl, publisher: 'arXiv', ...number };
  }
  const isWritten = source.people.length > 0 && source.year !== undefined;
  if (subtype !== undefined && (isPublication(source) || isWritten)) {
    const { csl: type } = citationOfSubtype(subtype);
    const isOfMeeting = subtype !== 'journal';
    const meeting = event ?? venue;
    return {
      type,
      ...(venue !== undefined && { 'container-title': venue }),
      ...(isOfMeeting && meeting !== undefined && { 'event-title': meeting }),
      ...(source.publisher !== undefined && { publisher: source.publisher }),
      ...numbersOf(source),
      ...note,
    };
  }
  if (kind === 'thesis') {
    const degree = degreeOf(source);
    return { type: 'thesis', ...(degree !== null && { genre: GENRES[degree] }), ...published };
  }
  if (kind === 'chapter' || kind === 'review') {
    return {
      type: kindOf(kind).cite.csl,
      ...(venue !== undefined && { 'container-title': venue }),
      ...(source.publisher !== undefined && { publisher: source.publisher }),
      ...(source.reviewed !== undefined && { 'reviewed-title': source.reviewed }),
      ...numbersOf(source),
      ...note,
    };
  }
  if (kind !== 'paper' && isOneOf(kind, 'publication', 'work')) {
    return { type: kindOf(kind).cite.csl, ...published, ...numbersOf(source), ...note };
  }
  if (isOneOf(kind, 'event') && kindOf(kind).cite.csl !== 'webpage') {
    const meeting = event ?? venue ?? organization;
    return {
      type: kindOf(kind).cite.csl,
      ...(kind === 'poster' && { genre: 'Poster' }),
      ...(meeting !== undefined && { 'event-title': meeting }),
      ...(source.place !== undefined && { 'event-place': source.place }),
    };
  }
  if (!isWritten) return { type: 'webpage', ...published, ...note };
  return { type: venue === undefined ? 'document' : 'report', ...published, ...note };
}

/** Where within a volume, and the numbers under which it is known. */
function numbersOf({ pages, volume, issue, number, version, isbn, place }: Source) {
  return {
    ...(pages !== undefined && { page: pages }),
    ...(volume !== undefined && { volume }),
    ...(issue !== undefined && { issue }),
    ...(number !== undefined && { number }),
    ...(version !== undefined && { version }),
    ...(isbn !== undefined && { ISBN: isbn }),
    ...(place !== undefined && { 'publisher-place': place }),
  };
}
