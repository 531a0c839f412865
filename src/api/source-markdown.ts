import { labelOf } from '../corpus/kinds.ts';
import type { Link, Source } from '../domain.ts';
import { whereAndWhen } from '../language/en/templates/facts.ts';
import { arxivAddress, doiAddress } from '../text/identifiers.ts';

/** The title, what the front matter tells, and the text below. */
export function toMarkdown(source: Source, page: string): string {
  const { kind, title, fullTitle, people, doi, arxiv, awards, topics, asOf } = source;
  const published = whereAndWhen(source);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Kind', labelOf(kind)],
    ['Short name', fullTitle === undefined ? undefined : title],
    ['Authors', people.join(', ')],
    [people.length > 0 ? 'Published' : 'Where and when', published],
    ['DOI', doi && linked(doi, doiAddress(doi))],
    ['arXiv', arxiv && linked(arxiv, arxivAddress(arxiv))],
    ['Awards', awards.join('; ')],
    ['Topics', topics.join(', ')],
    ['As of', asOf],
    [
      'Links',
      linksOf(source)
        .map(({ label, url }) => linked(label, url))
        .join(', '),
    ],
    ['This page', `<${page}>`],
  ];
  const lines = facts.filter(([, value]) => value).map(([name, value]) => `- ${name}: ${value}`);
  return `# ${fullTitle ?? title}\n\n${lines.join('\n')}\n\n${source.body.trim()}\n`;
}

function linked(words: string, address: string): string {
  // A bracket would end the name of the link.
  return `[${words.replace(/[[\]\\]/g, '\\$&')}](<${address}>)`;
}

/** Its links; where it has none, its best page. */
export function linksOf({ links, url }: Source): readonly Link[] {
  if (links.length > 0 || url === undefined) return links;
  return [{ label: 'Page', url }];
}
