import type { Link, SourceKind } from '../../domain.ts';
import { READ } from '../../language/en/templates/owner-import.ts';
import { type Fields, type Finding, filled, type Note, RANK, type Reading } from '../finding.ts';
import { addressOf, doiOf, plain } from './bibliography-fields.ts';
import { type Json, list, object, text as written } from './json.ts';

/** What a work of ORCID is (ORCID work types, API v3.0); others are left out. */
const WORKS: Readonly<Record<string, SourceKind>> = {
  'journal-article': 'paper',
  'conference-paper': 'paper',
  'conference-abstract': 'paper',
  'conference-poster': 'poster',
  'conference-presentation': 'talk',
  preprint: 'paper',
  'working-paper': 'paper',
  'magazine-article': 'paper',
  book: 'book',
  'edited-book': 'edited-volume',
  'book-chapter': 'chapter',
  'book-review': 'review',
  review: 'review',
  report: 'report',
  'dissertation-thesis': 'thesis',
  dissertation: 'thesis',
  'supervised-student-publication': 'thesis',
  patent: 'patent',
  software: 'software',
  'data-set': 'dataset',
  'data-management-plan': 'report',
  'lecture-speech': 'talk',
  'standards-and-policy': 'standard',
  'newspaper-article': 'media',
  other: 'paper',
};
const SUBTYPES = {
  'journal-article': 'journal',
  'conference-paper': 'conference',
  preprint: 'preprint',
} as const;

/** A record of ORCID (v3.0, JSON). Only what its owner made public is read. */
export function readOrcid(record: Json, file: string): Reading {
  const hidden = new Set<string>();
  const summaries = object(record['activities-summary']);
  const base = { file, hidden };
  const findings = [
    ...personOf(record, base),
    ...affiliations(summaries['employments'], 'employment-summary', 'position', base),
    ...affiliations(summaries['invited-positions'], 'invited-position-summary', 'position', base),
    ...affiliations(summaries['educations'], 'education-summary', 'education', base),
    ...affiliations(summaries['qualifications'], 'qualification-summary', 'education', base),
    ...affiliations(summaries['distinctions'], 'distinction-summary', 'award', base),
    ...affiliations(summaries['memberships'], 'membership-summary', 'service', base),
    ...affiliations(summaries['services'], 'service-summary', 'service', base),
    ...fundings(summaries['fundings'], base),
    ...reviews(summaries['peer-reviews'], base),
    ...works(summaries['works'], base),
  ];
  const notes = [...hidden].map((reason): Note => ({ origin: { file }, type: 'private', reason }));
  if (findings.length === 0)
    notes.push({ origin: { file }, type: 'problem', reason: READ.noEntries });
  return { findings, notes };
}

interface Base {
  readonly file: string;
  readonly hidden: Set<string>;
}

function finding(
  { file }: Base,
  kind: SourceKind,
  title: string,
  fields: Fields,
  body = '',
): Finding {
  return {
    kind,
    title: plain(title),
    fields: filled(fields),
    body,
    remarks: [],
    origin: { file },
    guessed: [],
    rank: RANK.record,
  };
}

function personOf(record: Json, base: Base): Finding[] {
  const person = object(record['person']);
  const name = object(person['name']);
  if (name['given-names'] === undefined && name['credit-name'] === undefined) return [];
  const written =
    value(name['credit-name']) ??
    [value(name['given-names']), value(name['family-name'])].filter(Boolean).join(' ');
  const isPublic = publicIn(base, 'an entry that is not public');
  const urls = array(object(person['researcher-urls'])['researcher-url']).filter(isPublic);
  const links = urls.flatMap((entry): Link[] => {
    const url = addressOf(value(entry['url']) ?? '');
    return url === undefined ? [] : [{ label: text(entry['url-name']) ?? 'Page', url }];
  });
  array(object(person['emails'])['email']).forEach(isPublic);
  const orcid = text(object(record['orcid-identifier'])['uri']);
  const biography = object(person['biography']);
  return [
    finding(
      base,
      'person',
      written,
      {
        aliases: array(object(person['other-names'])['other-name'])
          .filter(isPublic)
          .flatMap((entry) => text(entry['content']) ?? []),
        topics: array(object(person['keywords'])['keyword'])
          .filter(isPublic)
          .flatMap((entry) => text(entry['content']) ?? []),
        links: [...links, ...(orcid === undefined ? [] : [{ label: 'ORCID', url: orcid }])],
      },
      isPublic(biography) ? (text(biography['content']) ?? '') : '',
    ),
  ];
}

function affiliations(list: unknown, name: string, kind: SourceKind, base: Base): Finding[] {
  const groups = array(object(list)['affiliation-group']);
  return groups
    .flatMap((group) => array(group['summaries']))
    .map((summary) => object(summary[name]))
    .filter(publicIn(base, 'an entry that is not public'))
    .flatMap((summary): Finding[] => {
      const title = text(summary['role-title']);
      const { name: organization, place } = organizationOf(summary['organization']);
      if (organization === undefined) return [];
      const times = {
        start: date(summary['start-date']),
        end: date(summary['end-date']) ?? (summary['start-date'] ? 'present' : undefined),
      };
      const url = addressOf(value(summary['url']) ?? '');
      if (kind === 'education') {
        return [
          finding(base, kind, [title, organization].filter(Boolean).join(', '), {
            ...times,
            degree: title,
            organization,
            place,
            url,
          }),
        ];
      }
      if (kind === 'award') {
        return [
          finding(base, kind, title ?? organization, {
            date: times.start,
            funder: organization,
            url,
          }),
        ];
      }
      return [
        finding(base, kind, [title, organization].filter(Boolean).join(', '), {
          ...times,
          role: title,
          organization,
          place,
          url,
        }),
      ];
    });
}

function fundings(list: unknown, base: Base): Finding[] {
  return array(object(list)['group'])
    .flatMap((group) => array(group['funding-summary']).slice(0, 1))
    .filter(publicIn(base, 'an entry that is not public'))
    .flatMap((summary): Finding[] => {
      const title = value(object(summary['title'])['title']);
      if (title === undefined) return [];
      const { name: funder } = organizationOf(summary['organization']);
      const amount = object(summary['amount']);
      return [
        finding(base, text(summary['type']) === 'award' ? 'award' : 'grant', title, {
          start: date(summary['start-date']),
          end: date(summary['end-date']),
          funder,
          number: identifier(summary, 'grant_number'),
          amount:
            text(amount['value']) &&
            [text(amount['currency-code']), text(amount['value'])].filter(Boolean).join(' '),
          url: addressOf(value(summary['url']) ?? ''),
        }),
      ];
    });
}

/** The reviews for one journal are one service. */
function reviews(list: unknown, base: Base): Finding[] {
  const all = array(object(list)['group'])
    .flatMap((group) => array(group['peer-review-group']))
    .flatMap((group) => array(group['peer-review-summary']))
    .filter(publicIn(base, 'an entry that is not public'));
  const years = new Map<string, string[]>();
  for (const summary of all) {
    const { name } = organizationOf(summary['convening-organization']);
    const year = date(summary['completion-date'])?.slice(0, 4);
    if (name !== undefined)
      years.set(name, [...(years.get(name) ?? []), ...(year === undefined ? [] : [year])]);
  }
  return [...years].map(([organization, when]) =>
    finding(base, 'service', `Reviewer, ${organization}`, {
      role: 'Reviewer',
      organization,
      term: [...new Set(when)].sort().join(', '),
    }),
  );
}

/** One work for each group: ORCID puts versions together; the first one is preferred. */
function works(list: unknown, base: Base): Finding[] {
  return array(object(list)['group']).flatMap((group) =>
    array(group['work-summary'])
      .filter(publicIn(base, 'an entry that is not public'))
      .flatMap((summary): Finding[] => {
        const type = text(summary['type']) ?? 'other';
        const kind = WORKS[type];
        const titles = object(summary['title']);
        const title = [value(titles['title']), value(titles['subtitle'])]
          .filter(Boolean)
          .join(': ');
        if (kind === undefined || title === '') return [];
        const when = date(summary['publication-date']);
        const isPaper = kind === 'paper';
        return [
          finding(base, kind, title, {
            ...placeOf(kind, value(summary['journal-title'])),
            ...(isPaper &&
              type in SUBTYPES && { subtype: SUBTYPES[type as keyof typeof SUBTYPES] }),
            date: when,
            doi: doiOf(identifier(summary, 'doi') ?? ''),
            arxiv: /\d{4}\.\d{4,5}/.exec(identifier(summary, 'arxiv') ?? '')?.[0],
            ...(kind === 'patent' && { number: identifier(summary, 'pat') }),
            url: addressOf(value(summary['url']) ?? ''),
          }),
        ];
      }),
  );
}

/** What ORCID calls a journal is where a work of that kind appeared. */
function placeOf(kind: SourceKind, journal: string | undefined): Fields {
  switch (kind) {
    case 'talk':
    case 'poster':
      return { event: journal };
    case 'thesis':
      return { organization: journal };
    case 'dataset':
    case 'book':
    case 'media':
      return { publisher: journal };
    case 'patent':
    case 'software':
      return {};
    default:
      return { venue: journal };
  }
}

function identifier(summary: Json, type: string): string | undefined {
  const ids = array(object(summary['external-ids'])['external-id']);
  return text(ids.find((id) => id['external-id-type'] === type)?.['external-id-value']);
}

function publicIn({ hidden }: Base, what: string): (entry: Json) => boolean {
  return (entry) => {
    const { visibility } = entry;
    const isPublic =
      visibility === undefined || visibility === null || /^public$/i.test(String(visibility));
    if (!isPublic) hidden.add(what);
    return isPublic;
  };
}

function organizationOf(found: unknown): { readonly name?: string; readonly place?: string } {
  const organization = object(found);
  const name = text(organization['name']);
  const city = text(object(organization['address'])['city']);
  return { ...(name && { name: plain(name) }), ...(city && { place: city }) };
}

function date(found: unknown): string | undefined {
  const parts = ['year', 'month', 'day'].map((part) => value(object(found)[part]));
  const known = parts.slice(0, parts.includes(undefined) ? parts.indexOf(undefined) : undefined);
  return known.length === 0 ? undefined : known.join('-');
}

/** ORCID wraps values: `{ "value": "Ilka" }`. */
function value(found: unknown): string | undefined {
  return text(object(found)['value']);
}

function text(found: unknown): string | undefined {
  const text = written(found);
  return text === undefined ? undefined : plain(text);
}

function array(found: unknown): Json[] {
  return list(found).map(object);
}
