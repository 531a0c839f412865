import { labelOf } from '../corpus/kinds.ts';
import type { Link, Source } from '../domain.ts';
import { whereAndWhen } from '../language/en/templates/facts.ts';
import { PAGES, type PageTexts } from '../language/en/templates/pages.ts';
import { arxivAddress, doiAddress } from '../text/identifiers.ts';

const { facts: LABELS } = PAGES;

/** The title, the front matter as a list, and the text. */
export function toMarkdown(source: Source, page: string): string {
  const { kind, title, fullTitle, people, doi, arxiv, awards, topics, asOf } = source;
  const published = whereAndWhen(source);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [LABELS.kind, labelOf(kind)],
    [LABELS.shortName, fullTitle === undefined ? undefined : title],
    ...factsOfPerson(source, LABELS),
    [LABELS.authors, people.join(', ')],
    [people.length > 0 ? LABELS.published : LABELS.whereAndWhen, published],
    [LABELS.doi, doi && linked(doi, doiAddress(doi))],
    [LABELS.arxiv, arxiv && linked(arxiv, arxivAddress(arxiv))],
    [LABELS.awards, awards.join('; ')],
    [LABELS.topics, topics.join(', ')],
    [LABELS.asOf, asOf],
    [
      LABELS.links,
      linksOf(source, LABELS)
        .map(({ label, url }) => linked(label, url))
        .join(', '),
    ],
    [LABELS.thisPage, `<${page}>`],
  ];
  const lines = facts.filter(([, value]) => value).map(([name, value]) => `- ${name}: ${value}`);
  return `# ${fullTitle ?? title}\n\n${lines.join('\n')}\n\n${source.body.trim()}\n`;
}

/** What is told of a person alone, with its labels; empty texts where it is not. */
export function factsOfPerson(
  source: Source,
  labels: PageTexts['facts'],
): (readonly [string, string])[] {
  if (source.kind !== 'person') return [];
  const { aliases, pronouns = '' } = source;
  return [
    [labels.otherNames, aliases.join(', ')],
    [labels.pronouns, pronouns],
    [labels.role, positionOf(source)],
  ];
}

/** "Professor of Hydrology, University of Lund, Sweden"; empty where nothing is told. */
export function positionOf({ role, organization, place }: Source): string {
  const isPlaceTold = place !== undefined && organization?.includes(place);
  return [role, organization, isPlaceTold ? undefined : place].filter(Boolean).join(', ');
}

function linked(words: string, address: string): string {
  // A bracket would end the link text.
  return `[${words.replace(/[[\]\\]/g, '\\$&')}](<${address}>)`;
}

/** Its links, or if it has none, its best page. */
export function linksOf(
  { links, url }: Pick<Source, 'links' | 'url'>,
  labels: PageTexts['facts'],
): readonly Link[] {
  if (links.length > 0 || url === undefined) return links;
  return [{ label: labels.page, url }];
}
