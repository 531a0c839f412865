import type { Facet, Link, Source } from '../domain.ts';
import { arxivAddress, doiAddress } from '../text/identifiers.ts';

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

export function factsOf(source: Source): Fact[] {
  const facts: Fact[] = [];
  const add = (facet: Facet, text: string) => facts.push({ facet, text });
  const { title, people, awards } = source;
  const published = whereAndWhen(source);
  const printed = `“${source.fullTitle ?? title}”`;
  if (source.kind === 'thesis' && people.length > 0) {
    add('publication', `${joinNames(people)} wrote the thesis ${printed}${inBrackets(published)}.`);
  } else if (isPublication(source)) {
    const as = source.fullTitle && source.fullTitle !== title ? ` as ${printed}` : '';
    add('publication', `${title} was published${as}${inBrackets(published)}.`);
    add(
      'people',
      `The ${people.length === 1 ? 'author' : 'authors'} of ${title} ${people.length === 1 ? 'is' : 'are'} ${joinNames(people)}.`,
    );
  }
  if (awards.length > 0 && source.kind !== 'award') {
    add('award', `${title} received the ${joinNames(awards, ' and the ')}.`);
  }
  const code = source.links.filter(isCode);
  if (code.length > 0) {
    const places = code.map(({ label, url }) => `${label.replace(/^code\s*/i, '')} at ${url}`);
    add('code', `The code of ${title} is public ${joinNames(places)}.`);
  }
  const identifiers = [
    source.doi && `the DOI ${source.doi} (${doiAddress(source.doi)})`,
    source.arxiv && `the arXiv number ${source.arxiv} (${arxivAddress(source.arxiv)})`,
  ].filter((identifier) => identifier !== undefined);
  if (identifiers.length > 0) add('identifier', `${title} has ${joinNames(identifiers)}.`);
  const pages = source.links.filter((link) => !isCode(link));
  if (pages.length > 0) {
    const named = pages.map(({ label, url }) => `${label}, ${url}`);
    add('link', `Pages about ${title}: ${named.join('; ')}.`);
  }
  return facts;
}

function isPublication(source: Source): boolean {
  return source.people.length > 0 && source.year !== undefined && source.kind !== 'award';
}

/** "Code on GitLab", not "Code host". */
export function isCode(link: Link): boolean {
  return /^code (on|of|for)\b/i.test(link.label);
}

/** "NSDI 2023, pages 321–339" */
function whereAndWhen(source: Source): string {
  const where = [source.venue, source.year].filter((part) => part !== undefined).join(' ');
  return [where, source.pages && `pages ${source.pages.replace('-', '–')}`]
    .filter(Boolean)
    .join(', ');
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

/** "A", "A and B", "A, B and C" */
export function joinNames(names: readonly string[], last = ' and '): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')}${last}${names.at(-1)}`;
}
