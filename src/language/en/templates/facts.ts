import type { Link, Source, SourceKind } from '../../../domain.ts';
import { agree, atDate, behind, dateInWords, inBrackets, joinNames, phrases } from '../grammar.ts';

/** The heading above the facts, which are the last section of a source. */
export const FACTS_HEADING = 'Facts';

/** What is done with something of a kind: in the past, and if it still goes on. */
type Verbs = readonly [past: string, ongoing: string];

const VERBS: Partial<Record<SourceKind, Verbs>> = {
  position: ['was held', 'has been held'],
  education: ['was pursued', 'has been pursued'],
  talk: ['was given', 'has been given'],
  poster: ['was shown', 'has been shown'],
  course: ['was taught', 'has been taught'],
  grant: ['was funded', 'has been funded'],
  award: ['was received', 'has been held'],
  service: ['was done', 'has been done'],
  student: ['was advised', 'has been advised'],
  patent: ['was filed', 'has been filed'],
  software: ['was released', 'has been developed'],
  dataset: ['was released', 'has been maintained'],
  standard: ['was published', 'has been developed'],
  page: ['appeared', 'has appeared'],
  media: ['appeared', 'has appeared'],
  news: ['appeared', 'has appeared'],
  project: ['was worked on', 'has been worked on'],
};
const OTHER_VERBS: Verbs = ['took place', 'has taken place'];

/** What the people of a kind are: one of them, and several. */
const PEOPLE: Partial<Record<SourceKind, readonly [one: string, many: string]>> = {
  patent: ['inventor', 'inventors'],
  talk: ['speaker', 'speakers'],
  poster: ['presenter', 'presenters'],
  course: ['instructor', 'instructors'],
  grant: ['investigator', 'investigators'],
  award: ['recipient', 'recipients'],
  service: ['member', 'members'],
};
const AUTHORS = ['author', 'authors'] as const;

/** "Lantern was published as “Tracing with Lantern” (TRACES 2023, pages 1–12)." */
export function published(source: Source): string {
  const { title, status, reviewed } = source;
  const where = inBrackets(whereAndWhen(source));
  const full = printedTitle(source);
  if (status !== undefined && status.toLowerCase() !== 'published') {
    const as = full === null ? '' : ` and the full title ${full}`;
    return `${title}${where} has the status “${status}”${as}.`;
  }
  const as = full === null ? '' : ` as ${full}`;
  const of = reviewed === undefined ? '' : ` as a review of “${reviewed}”`;
  return `${title} was published${as}${of}${where}.`;
}

/** "Ada Quill wrote the PhD thesis “Lanterns” (Lund University 2018)." */
export function thesisBy(source: Source): string {
  const { people, title, fullTitle, degree } = source;
  const where = inBrackets(whereAndWhen(source));
  return `${joinNames(people)} wrote the${phrases(degree)} thesis “${fullTitle ?? title}”${where}.`;
}

/** "Ada Quill (she/her) works as Professor at Lund University in Lund."; null where nothing is told. */
export function personAt(person: Source): string | null {
  const { title, pronouns, role, organization, place } = person;
  if (role === undefined && organization === undefined && place === undefined) {
    return pronouns === undefined ? null : `${title} uses the pronouns ${pronouns}.`;
  }
  return `${title}${inBrackets(pronouns ?? '')} works${phrases(behind('as', role), behind('at', organization), behind('in', place))}.`;
}

/**
 * What something is, where and when: "The talk Lanterns was given at NSDI in Boston on April 5, 2023."
 * Null where the front matter tells neither where nor when, nor for what.
 * @param noun what its kind is called
 */
export function happened(source: Source, noun: string): string | null {
  const { kind, title, role, organization, event, place, funder, amount, degree } = source;
  const isCareer = kind === 'position' || kind === 'education';
  const isNamedByRole = kind === 'position' || kind === 'service';
  const told = {
    for: kind === 'student' ? behind('toward the degree', degree) : undefined,
    role: isNamedByRole ? undefined : role && `with the role “${role}”`,
    funder: behind(kind === 'award' ? 'from' : 'by', funder),
    amount: behind('with', amount),
    at: behind(kind === 'award' ? 'from' : 'at', organization),
    event: behind('at', event),
    place: behind('in', place),
    when: when(source),
  };
  const names = isNamedByRole ? role : kind === 'education' ? degree : undefined;
  if (names === undefined && Object.values(told).every((part) => part === undefined)) return null;
  // A career is told under the name of the employer or the university.
  const at =
    isCareer && names !== undefined && organization === undefined ? `at ${title}` : told.at;
  const verb = (VERBS[kind] ?? OTHER_VERBS)[isOngoing(source) ? 1 : 0];
  const rest = [
    told.for,
    told.role,
    told.funder,
    told.amount,
    at,
    told.event,
    told.place,
    told.when,
  ];
  return `${subject(source, noun)} ${verb}${phrases(...rest)}.`;
}

function subject({ kind, title, role, degree }: Source, noun: string): string {
  if (kind === 'award') return title;
  if (kind === 'position') return role ? `The position of ${role}` : `The position “${title}”`;
  if (kind === 'education') return degree ? `The degree ${degree}` : `The education “${title}”`;
  if (kind === 'service') return role ? `The service as ${role}` : `The service “${title}”`;
  return `The ${noun} ${title}`;
}

/** "from 2018 to 2021", "since May 2018", "until 2021", "on May 17, 2024", "in Spring 2024" */
function when({ start, end, date, term, year }: Source): string | undefined {
  const last = end === 'present' ? undefined : end;
  if (start !== undefined && last !== undefined) {
    return start === last ? atDate(start) : `from ${dateInWords(start)} to ${dateInWords(last)}`;
  }
  if (start !== undefined) return `since ${dateInWords(start)}`;
  if (last !== undefined) return `until ${dateInWords(last)}`;
  if (term !== undefined) return `in ${term}`;
  if (date !== undefined) return atDate(date);
  return year === undefined ? undefined : `in ${year}`;
}

function isOngoing({ start, end }: Source): boolean {
  return start !== undefined && (end === undefined || end === 'present');
}

/** "The authors of Lantern are A and B." */
export function peopleOf({ kind, title, people }: Source): string {
  return areOf(title, people, PEOPLE[kind] ?? AUTHORS);
}

export function editorsOf({ title, editors = [] }: Source): string {
  return areOf(title, editors, ['editor', 'editors']);
}

export function advisorsOf({ title, advisors = [] }: Source): string {
  return areOf(title, advisors, ['advisor', 'advisors']);
}

function areOf(
  title: string,
  names: readonly string[],
  [one, many]: readonly [string, string],
): string {
  const n = names.length;
  return `The ${agree(n, one, many)} of ${title} ${agree(n, 'is', 'are')} ${joinNames(names)}.`;
}

/** "Lantern received the Best Paper Award." */
export function received({ title, awards }: Source): string {
  return `${title} received the ${joinNames(awards, ' and the ')}.`;
}

/** "The code of Lantern is public on GitLab at https://gitlab.example/h." */
export function codeAt({ title }: Source, code: readonly Link[]): string {
  const places = code.map(({ label, url }) => {
    const place = /^git/i.test(label) ? `on ${label}` : label.replace(/^(?:source )?code\s*/i, '');
    return `${place} at ${url}`.trim();
  });
  return `The code of ${title} is public ${joinNames(places)}.`;
}

/** Where a number leads to. */
interface Addresses {
  readonly doi: string | undefined;
  readonly arxiv: string | undefined;
}

function withAddress(name: string, number: string | undefined, address: string | undefined) {
  return behind(name, number && address && `${number} (${address})`);
}

/** "Lantern has the DOI 10.5555/h (https://…) and the version 2."; null where it has none. */
export function numbersOf(source: Source, addresses: Addresses): string | null {
  const { title, doi, arxiv, isbn, number, version, license, status } = source;
  const told = [
    withAddress('the DOI', doi, addresses.doi),
    withAddress('the arXiv number', arxiv, addresses.arxiv),
    behind('the ISBN', isbn),
    behind('the number', number),
    behind('the version', version),
    behind('the license', license),
    status === undefined ? undefined : `the status “${status}”`,
  ].filter((part) => part !== undefined);
  return told.length === 0 ? null : `${title} has ${joinNames(told)}.`;
}

/** "Pages about Lantern: PDF, https://traces.example/l.pdf." */
export function pagesAbout({ title }: Source, links: readonly Link[]): string {
  return `Pages about ${title}: ${links.map(({ label, url }) => `${label}, ${url}`).join('; ')}.`;
}

/**
 * "NSDI 2023, volume 12, issue 3, pages 321–339"
 * @param words what stands before the numbers
 */
export function whereAndWhen(
  source: Pick<
    Source,
    'venue' | 'event' | 'publisher' | 'organization' | 'year' | 'volume' | 'issue' | 'pages'
  >,
  words = { volume: 'volume', issue: 'issue', pages: 'pages' },
): string {
  const { venue, event, publisher, organization, year, volume, issue, pages } = source;
  const where = venue ?? event ?? publisher ?? organization;
  const isYearTold = year !== undefined && where?.endsWith(` ${year}`);
  return [
    [where, isYearTold ? undefined : year].filter((part) => part !== undefined).join(' '),
    behind(words.volume, volume),
    behind(words.issue, issue),
    behind(words.pages, pages?.replace('-', '–')),
    where === publisher ? undefined : publisher,
  ]
    .filter(Boolean)
    .join(', ');
}

/** In quotation marks, if it is not the name that people use. */
function printedTitle({ title, fullTitle }: Source): string | null {
  return fullTitle === undefined || fullTitle === title ? null : `“${fullTitle}”`;
}
