import { isOneOf, kindOf } from '../../corpus/kinds.ts';
import { isCode, isPublication } from '../../corpus/works.ts';
import type { Source } from '../../domain.ts';
import { isJournal } from '../../publications/csl.ts';
import { authorsOf } from '../../publications/names.ts';
import { isGroupName } from '../../text/group-name.ts';
import {
  arxivAddress,
  bestPage,
  doiAddress,
  linksWithIdentifiers,
} from '../../text/identifiers.ts';
import { Html } from './html.ts';

type Thing = { readonly [property: string]: unknown };

/** Structured data in the vocabulary of schema.org, for search engines and reference managers. */
export function jsonLd(thing: Thing): Html {
  // A "<" could end the element. Browsers do not run scripts of this type.
  const text = JSON.stringify({ '@context': 'https://schema.org', ...thing }).replaceAll(
    '<',
    '\\u003c',
  );
  return new Html(`<script type="application/ld+json">${text}</script>`);
}

/** @param pageOf the address of the page of a source */
export function describeSource(source: Source, pageOf: (id: string) => string): Thing {
  const { title, fullTitle, aliases, people, venue, year, pages, doi, arxiv, kind } = source;
  const page = pageOf(source.id);
  const names = [...(fullTitle === undefined ? [] : [title]), ...aliases];
  const code = source.links.find(isCode);
  const type = typeOf(source, code !== undefined);
  const isWritten = people.length > 0;
  return withoutEmpty({
    '@type': type,
    '@id': page,
    name: fullTitle ?? title,
    alternateName: names,
    description: source.summary,
    url: bestPage(source) ?? page,
    mainEntityOfPage: page,
    sameAs: linksWithIdentifiers(source).map(({ url }) => url),
    award: source.awards,
    ...(kind === 'person' ? aboutPerson(source) : { keywords: source.topics }),
    author: authorsOf(source).map(({ literal }, i) => ({
      '@type': literal === undefined || !isGroupName(literal) ? 'Person' : 'Organization',
      name: people[i],
    })),
    datePublished: isWritten && year !== undefined ? String(year) : undefined,
    pagination: pages,
    identifier: [
      ...(doi === undefined ? [] : [identifier('DOI', doi, doiAddress(doi))]),
      ...(arxiv === undefined ? [] : [identifier('arXiv', arxiv, arxivAddress(arxiv))]),
    ],
    ...(isWritten && venue !== undefined && publishedIn(type, venue)),
    codeRepository: type === 'SoftwareSourceCode' ? (code?.url ?? source.url) : undefined,
  });
}

function aboutPerson({ topics, pronouns, photo, role, organization }: Source): Thing {
  const affiliation = organization && { '@type': 'Organization', name: organization };
  return { knowsAbout: topics, pronouns, image: photo, jobTitle: role, affiliation };
}

function identifier(propertyID: string, value: string, url: string): Thing {
  return { '@type': 'PropertyValue', propertyID, value, url };
}

function typeOf(source: Source, hasCode: boolean): string {
  const { kind, people, year } = source;
  if (isOneOf(kind, 'undertaking')) {
    if (isPublication(source) || (people.length > 0 && year !== undefined)) {
      return 'ScholarlyArticle';
    }
    return hasCode ? 'SoftwareSourceCode' : kindOf(kind).schema;
  }
  const isReport = kind === 'page' && people.length > 0 && year !== undefined;
  return isReport ? 'Report' : kindOf(kind).schema;
}

function publishedIn(type: string, venue: string): Thing {
  if (type === 'Thesis') {
    return { sourceOrganization: { '@type': 'CollegeOrUniversity', name: venue } };
  }
  if (type !== 'ScholarlyArticle') {
    return { publisher: { '@type': 'Organization', name: venue } };
  }
  return {
    isPartOf: { '@type': isJournal(venue) ? 'Periodical' : 'PublicationVolume', name: venue },
  };
}

function withoutEmpty(thing: Thing): Thing {
  return Object.fromEntries(
    Object.entries(thing).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
