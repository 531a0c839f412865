import type { Facet, Source } from '../domain.ts';
import {
  advisorsOf,
  codeAt,
  editorsOf,
  happened,
  numbersOf,
  pagesAbout,
  peopleOf,
  personAt,
  published,
  received,
  thesisBy,
} from '../language/en/templates/facts.ts';
import { arxivAddress, doiAddress } from '../text/identifiers.ts';
import { isOneOf, kindOf } from './kinds.ts';
import { isCode, isPublication } from './works.ts';

/** A sentence that front matter says, told in words, so that it can be found, quoted and cited. */
export interface Fact {
  readonly facet: Facet;
  readonly text: string;
}

const FACTS_HEADING = 'Facts';

/** The source with its facts as the last section of its body. */
export function withFacts(source: Source): Source {
  const facts = factsOf(source);
  if (facts.length === 0) return source;
  const lines = facts.map((fact) => `- ${fact.text}`).join('\n');
  return { ...source, body: `${source.body.trimEnd()}\n\n## ${FACTS_HEADING}\n\n${lines}` };
}

/** What the front matter of a source tells, a sentence each. */
export function factsOf(source: Source): Fact[] {
  const { kind, people, editors = [], advisors = [], awards } = source;
  if (isOneOf(kind, 'internal')) return [];
  const facts: Fact[] = [];
  const add = (facet: Facet, text: string | null) => {
    if (text !== null) facts.push({ facet, text });
  };
  const isWritten = isPublished(source);
  if (kind === 'thesis') add('publication', people.length > 0 ? thesisBy(source) : null);
  else if (kind === 'person') add('publication', personAt(source));
  else if (isWritten) add('publication', published(source));
  else add('publication', happened(source, kindOf(kind).one));
  if (people.length > 0 && kind !== 'thesis' && (isWritten || isOneOf(kind, 'event', 'work'))) {
    add('people', peopleOf(source));
  }
  if (editors.length > 0) add('people', editorsOf(source));
  if (advisors.length > 0) add('people', advisorsOf(source));
  if (awards.length > 0 && kind !== 'award') add('award', received(source));
  const code = source.links.filter(isCode);
  if (code.length > 0) add('code', codeAt(source, code));
  // Of a publication the status is told with where and when it appeared.
  const numbered = isWritten ? { ...source, status: undefined } : source;
  add('identifier', numbersOf(numbered, addressesOf(source)));
  const pages = source.links.filter((link) => !isCode(link));
  if (pages.length > 0) add('link', pagesAbout(source, pages));
  return facts;
}

function addressesOf({ doi, arxiv }: Source) {
  return {
    doi: doi === undefined ? undefined : doiAddress(doi),
    arxiv: arxiv === undefined ? undefined : arxivAddress(arxiv),
  };
}

/** Whether it is told of as published: publications, and what else has authors and a year. */
function isPublished(source: Source): boolean {
  const { kind, people, year } = source;
  if (isPublication(source)) return true;
  return (
    people.length > 0 &&
    year !== undefined &&
    kind !== 'patent' &&
    isOneOf(kind, 'work', 'undertaking', 'overview')
  );
}
