import type { SourceKind, Subtype } from '../../domain.ts';
import { readDocument } from '../document.ts';
import { itemOf } from '../entries/entry.ts';
import { readReference } from '../entries/reference.ts';
import { type Fields, type Finding, filled, OWNER, RANK, type Reading } from '../finding.ts';
import { markdownOf } from '../outline.ts';
import { type Document, treeOfHtml, treeOfMarkdown } from '../tree.ts';
import { addressOf, doiOf, plain } from './bibliography-fields.ts';
import { type Json, list, text } from './json.ts';
import { readAuthorPage } from './site-author.ts';
import { awardsOf, dateOf, linksOf, roleOf } from './site-fields.ts';
import { withNotes } from './text.ts';

/** A page of a site, without drafts and comments. */
export interface SitePage {
  /** The path below the folder of the site. */
  readonly file: string;
  readonly fields: Json;
  readonly markdown: string;
  readonly left: readonly string[];
}

/** What the collections and folders of site generators hold, by their names. */
const COLLECTIONS: readonly (readonly [SourceKind | 'author' | 'post', RegExp])[] = [
  ['author', /(?:^|\/)authors\/[^/]+\/_?index\.md$/],
  ['paper', /(?:^|\/)_?(?:publications?|papers?|pubs|research\/publications?)\//],
  ['talk', /(?:^|\/)_?(?:talks?|events?|presentations?|slides)\//],
  ['course', /(?:^|\/)_?(?:teachings?|courses?|classes)\//],
  ['project', /(?:^|\/)_?(?:projects?|portfolio)\//],
  ['software', /(?:^|\/)_?(?:software|code)\//],
  ['dataset', /(?:^|\/)_?(?:datasets?|data)\//],
  ['award', /(?:^|\/)_?(?:awards?|honors)\//],
  ['grant', /(?:^|\/)_?(?:grants?|funding)\//],
  ['news', /(?:^|\/)_?(?:news|announcements?)\//],
  ['post', /(?:^|\/)_?(?:posts?|blog|notes|articles)\//],
];
/** Types of Hugo's academic themes, by number before 2023 and by the names of CSL since. */
const TYPES: Readonly<Record<string, readonly [SourceKind, Subtype?]>> = {
  ...{ '1': ['paper', 'conference'], '2': ['paper', 'journal'], '3': ['paper', 'preprint'] },
  ...{ '4': ['report'], '5': ['book'], '6': ['chapter'], '7': ['thesis'], '8': ['patent'] },
  ...{ 'paper-conference': ['paper', 'conference'], 'article-journal': ['paper', 'journal'] },
  ...{
    article: ['paper', 'preprint'],
    preprint: ['paper', 'preprint'],
    manuscript: ['paper', 'preprint'],
  },
  ...{
    report: ['report'],
    book: ['book'],
    chapter: ['chapter'],
    thesis: ['thesis'],
    patent: ['patent'],
  },
  ...{ books: ['book'], conferences: ['paper', 'conference'], manuscripts: ['paper', 'journal'] },
  ...{
    journal: ['paper', 'journal'],
    conference: ['paper', 'conference'],
    workshop: ['paper', 'workshop'],
  },
  ...{ dataset: ['dataset'], software: ['software'], chapters: ['chapter'], reports: ['report'] },
};
/** Pages about the owner, by their names: "_pages/about.md", "content/_index.md", "cv.md". */
const HOME_PAGE =
  /^(?:_pages\/|content\/|content\/home\/|src\/(?:content\/)?pages\/)?(?:index|_index|about|home|bio|cv|resume|research)\.\w+$/i;

export function readSitePage(page: SitePage): Reading {
  const { file, fields, markdown } = page;
  const collection =
    COLLECTIONS.find(([, pattern]) => pattern.test(file))?.[0] ?? collectionNamed(fields);
  const document = treeOfMarkdown(markdown);
  const left = [...page.left, ...document.left];
  const isList = /(?:^|\/)_index\.md$/.test(file) && collection !== 'author';
  if (collection === 'author') return withNotes(readAuthorPage(page, document), file, left);
  if (
    collection === undefined ||
    isList ||
    (text(fields['title']) === undefined && collection !== 'news')
  ) {
    return withNotes(readPage(page, document), file, left);
  }
  const body = bodyOf(page, document);
  return withNotes({ findings: [recordOf(collection, page, body)], notes: [] }, file, left);
}

function collectionNamed(fields: Json): SourceKind | undefined {
  const name = text(fields['collection']);
  return name === undefined
    ? undefined
    : (COLLECTIONS.find(([, pattern]) => pattern.test(`_${name}/`))?.[0] as SourceKind | undefined);
}

/** A page of text: the person's own, or another one. */
function readPage({ file, fields }: SitePage, document: Document): Reading {
  const permalink = text(fields['permalink']) ?? '';
  const isHome = permalink === '/' || HOME_PAGE.test(file);
  const title = text(fields['title']);
  return readDocument(document.tree, {
    file,
    rank: RANK.site,
    isPersonal: isHome,
    isOwn: isHome,
    title,
  });
}

function bodyOf({ fields }: SitePage, document: Document): string {
  const title = text(fields['title']);
  const abstract = markdownText(fields['abstract']);
  const body = markdownOf(document.tree.children);
  const summary =
    markdownText(fields['summary']) ??
    markdownText(fields['description']) ??
    markdownText(fields['excerpt']);
  const texts = [abstract, body].filter(
    (part): part is string => part !== undefined && part !== '',
  );
  if (texts.length === 0) return summary === undefined ? '' : sentenceOf(summary, title);
  // A teaser may say what the text does not.
  const isNew =
    summary !== undefined && !texts.join(' ').includes(summary.replace(/…$|\.\.\.$/, ''));
  return [isNew ? sentenceOf(summary, title) : '', ...texts]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** "a tool that finds salt" as "Shaker is a tool that finds salt." */
function sentenceOf(summary: string, title: string | undefined): string {
  const whole =
    title !== undefined && /^(?:a|an|the)\s/.test(summary) ? `${title} is ${summary}` : summary;
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
}

function markdownText(value: unknown): string | undefined {
  const written = text(value);
  if (written === undefined) return undefined;
  return markdownOf(treeOfMarkdown(written).tree.children) || undefined;
}

function recordOf(collection: SourceKind | 'post', page: SitePage, body: string): Finding {
  const { file, fields } = page;
  const title = plain(text(fields['title']) ?? firstSentence(body));
  const date = dateOf(fields, file);
  const type =
    list(fields['publication_types'])[0] ?? text(fields['category']) ?? text(fields['type']);
  const [kind, subtype] =
    collection === 'paper'
      ? (TYPES[String(type ?? '').toLowerCase()] ?? ['paper' as const])
      : [collection === 'post' ? ('page' as const) : collection];
  const base = {
    links: linksOf(fields),
    doi: doiOf(text(fields['doi']) ?? text(fields['paperurl']) ?? ''),
    topics: list(fields['tags']).flatMap((tag) => text(tag) ?? []),
  };
  const finding = {
    kind,
    title,
    fields: filled({ ...base, ...detailsOf(kind, subtype, page, date) }),
    body,
    remarks:
      kind === 'course'
        ? list(fields['type'])
            .flatMap((form) => text(form) ?? [])
            .map((form) => `${form}.`)
        : [],
    origin: { file, line: 1 },
    guessed: collection === 'paper' && type === undefined ? ['kind'] : [],
    rank: RANK.site,
  };
  return withCitation(finding, fields);
}

function detailsOf(
  kind: SourceKind,
  subtype: Subtype | undefined,
  { fields }: SitePage,
  date: string | undefined,
): Fields {
  const where =
    plain(
      markdownText(fields['publication']) ?? text(fields['venue']) ?? text(fields['event']) ?? '',
    )
      .replace(/[_*]/g, '')
      .replace(/^In:?\s+/, '') || undefined;
  const place = text(fields['location']);
  const people = list(fields['authors']).flatMap((author) => {
    const name = text(author) ?? text((author as Json)?.['name']);
    return name === undefined ? [] : [/^(?:admin|me)$/i.test(name) ? OWNER : name];
  });
  const awards = awardsOf(fields);
  switch (kind) {
    case 'talk':
      return { date, event: where, place, role: roleOf(text(fields['type'])), people: [] };
    case 'course':
      return { date, organization: where, place, role: undefined, degree: undefined };
    case 'project':
      return { date, url: addressOf(text(fields['external_link']) ?? '') };
    case 'news':
    case 'award':
    case 'grant':
    case 'software':
      return { date };
    case 'dataset':
      return { date, people };
    case 'page':
      return { year: date === undefined ? undefined : Number(date.slice(0, 4)) };
    case 'book':
      return { date, people, publisher: where, awards };
    case 'thesis':
    case 'report':
    case 'patent':
      return { date, people, organization: where, awards };
    default:
      return { date, people, venue: where, awards, ...(kind === 'paper' && { subtype }) };
  }
}

/** academicpages writes authors, volume and pages into a citation only. */
function withCitation(finding: Finding, fields: Json): Finding {
  const written = text(fields['citation']);
  if (written === undefined) return finding;
  const { tree } = treeOfHtml(written);
  const entry = {
    type: 'item' as const,
    text: plain(written.replace(/&quot;/g, '"')),
    emphasized: [],
    links: [],
    below: [],
    line: undefined,
  };
  const marks =
    tree.children.length > 0
      ? [...written.matchAll(/<i>(.*?)<\/i>|\*([^*]+)\*/g)].map(([, html, star]) => ({
          text: plain(html ?? star),
          isStrong: false,
        }))
      : [];
  const [cited] = readReference(
    itemOf(
      { ...entry, emphasized: marks },
      { heading: '', file: finding.origin.file, rank: RANK.text },
    ),
  );
  if (!cited) return finding;
  const { people = [], pages, volume, issue } = cited.fields;
  const numbers = finding.kind === 'paper' || finding.kind === 'chapter' ? { volume, issue } : {};
  return {
    ...finding,
    fields: filled({ ...(people.length > 0 && { people }), pages, ...numbers, ...finding.fields }),
  };
}

function firstSentence(body: string): string {
  const [first = ''] = body.replace(/[*_#]/g, '').split(/(?<=[.!?])\s/);
  return first.length <= 80 ? first : `${first.slice(0, 78).replace(/\s+\S*$/, '')} …`;
}
