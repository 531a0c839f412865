import { isOneOf, isRecord } from '../corpus/kinds.ts';
import { isOwnerName, namesOf } from '../corpus/works.ts';
import type { LaidOutItem, Layout, Source } from '../domain.ts';
import { bestPage, linksWithIdentifiers } from '../text/identifiers.ts';
import type { Statement } from './statement.ts';
import type { Candidate } from './types.ts';

const EVEN = 0.5;
const MAX_COLUMNS = 3;

/** How statements can be shown, besides as text. A list of works needs none: it is known by its items. */
export interface Shape {
  readonly type: 'comparison' | 'timeline';
  /** The columns or entries, in their order. */
  readonly subjects: readonly Source[];
}

/** What stands behind a list that shows only the first of it. */
export interface Whole {
  readonly total: number;
  /** The page that lists all, if there is one. */
  readonly page?: string | undefined;
}

/** A statement as it was written, and where it begins and ends in the answer. */
export interface Written {
  readonly statement: Statement;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The shape of a candidate: that of its maker, or columns for what a visitor compares. */
export function shapeOf({
  shape,
  reading,
}: Pick<Candidate, 'shape' | 'reading'>): Shape | undefined {
  const isCompared = (reading.wants.get('difference') ?? 0) > EVEN;
  const subjects = reading.subjects.slice(0, MAX_COLUMNS);
  return (
    shape ?? (isCompared && subjects.length > 1 ? { type: 'comparison', subjects } : undefined)
  );
}

/** A layout for written statements; null where they are no more than text. */
export function layOut(
  written: readonly Written[],
  shape: Shape | undefined,
  whole: Whole | undefined,
  owner: Source | null,
): Layout | null {
  const bySubject = new Map<Source, Written[]>();
  for (const one of written) {
    const subject = subjectOf(one.statement);
    if (subject) bySubject.set(subject, [...(bySubject.get(subject) ?? []), one]);
  }
  const found = [...bySubject.keys()];
  const isList = written.length > 0 && written.every(({ statement }) => statement.isItem);
  const isOfWorks = found.length === written.length && found.every(({ kind }) => isRecord(kind));
  if (isList ? !isOfWorks : !shape) return null;
  const type = isList || !shape ? 'works' : shape.type;
  const all = isList || !shape ? found : shape.subjects;
  const subjects = all.filter((subject) => bySubject.has(subject));
  // A column without a sentence would say that nothing is told.
  if (subjects.length < (type === 'comparison' ? all.length : 2)) return null;
  const told = subjects.flatMap((subject) => bySubject.get(subject) ?? []);
  const start = Math.min(...told.map((one) => one.start));
  const inside = written.filter((one) => one.start >= start);
  const isPart = whole !== undefined && whole.total > subjects.length;
  return {
    type,
    start,
    end: Math.max(...inside.map((one) => one.end)),
    items: subjects.map((subject) => itemOf(subject, bySubject.get(subject) ?? [], owner)),
    rest: textOf(inside.filter((one) => !told.includes(one))),
    ...(isPart && { total: whole.total, ...(whole.page && { allAt: whole.page }) }),
  };
}

/** The one source that a statement tells of; null if it quotes several. */
function subjectOf({ about, quotes }: Statement): Source | null {
  if (about) return about;
  const [first, ...others] = new Set(quotes.map(({ source }) => source));
  return first === undefined || others.length > 0 ? null : first;
}

function itemOf(source: Source, written: readonly Written[], owner: Source | null): LaidOutItem {
  const { id, kind, title, fullTitle, venue, event, organization, publisher, place } = source;
  const { year, date, start, end, pages, role, degree, awards, asOf } = source;
  const people = namesOf(source);
  return {
    ...{ sourceId: id, kind, title, fullTitle, venue, event, organization, publisher, place },
    ...{ year, date, start, end, pages, role, degree, awards, asOf, people },
    researcher: people.find((name) => owner !== null && isOwnerName(name, owner)),
    url: bestPage(source) ?? null,
    links: linksWithIdentifiers(source),
    text: textOf(written),
    isTold: written.every(({ statement }) => isTold(source, statement)),
  };
}

function textOf(written: readonly Written[]): string {
  return written.map(({ text }) => text).join(' ');
}

/** Whether a sentence was made from fields that the item has, too. */
function isTold(source: Source, { facet }: Statement): boolean {
  if (facet !== 'publication') return facet !== undefined && facet !== 'identifier';
  const { kind, venue, event, publisher, organization, date, role } = source;
  const { volume, issue, status, reviewed, funder, amount, term } = source;
  const others = [volume, issue, status, reviewed, funder, amount, term];
  const [place, otherPlace] = [venue, event, publisher, organization].filter(Boolean);
  // Of an event, the sentence names all places and the day; of a publication, the publisher.
  if (isOneOf(kind, 'event')) others.push(role, otherPlace, venue && date);
  else if (place !== publisher) others.push(publisher);
  return others.every((field) => field === undefined);
}
