import type { SourceKind, Subtype } from '../../domain.ts';
import { readDocument } from '../document.ts';
import { isRole, itemOf } from '../entries/entry.ts';
import { readReference } from '../entries/reference.ts';
import { type Fields, type Finding, filled, OWNER, RANK, type Reading } from '../finding.ts';
import type { Input } from '../inputs.ts';
import { markdownOf } from '../outline.ts';
import { pageRole } from '../page-role.ts';
import { tidy } from '../parts.ts';
import { type Document, treeOfHtml, treeOfMarkdown, wordsOfHtml } from '../tree.ts';
import { addressOf, doiOf, plain } from './bibliography-fields.ts';
import { type Json, list, text } from './json.ts';
import { readAuthorPage } from './site-author.ts';
import { awardsOf, dateOf, linksOf, roleOf } from './site-fields.ts';
import { withNotes } from './text.ts';

/** A page of a site, without drafts and comments. */
export interface SitePage {
  readonly input: Input;
  readonly fields: Json;
  readonly document: Document;
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
  1: ['paper', 'conference'],
  2: ['paper', 'journal'],
  3: ['paper', 'preprint'],
  4: ['report'],
  5: ['book'],
  6: ['chapter'],
  7: ['thesis'],
  8: ['patent'],
  'paper-conference': ['paper', 'conference'],
  conference: ['paper', 'conference'],
  conferences: ['paper', 'conference'],
  'article-journal': ['paper', 'journal'],
  journal: ['paper', 'journal'],
  manuscripts: ['paper', 'journal'],
  article: ['paper', 'preprint'],
  preprint: ['paper', 'preprint'],
  manuscript: ['paper', 'preprint'],
  workshop: ['paper', 'workshop'],
  report: ['report'],
  reports: ['report'],
  book: ['book'],
  books: ['book'],
  chapter: ['chapter'],
  chapters: ['chapter'],
  thesis: ['thesis'],
  patent: ['patent'],
  dataset: ['dataset'],
  software: ['software'],
};

export function readSitePage(page: SitePage): Reading {
  const { input, fields, document } = page;
  const collection = collectionOf(input.page) ?? collectionNamed(fields);
  const left = [...page.left, ...document.left];
  const reading =
    collection === 'author'
      ? readAuthorPage(page)
      : collection === undefined || (text(fields['title']) === undefined && collection !== 'news')
        ? readPage(page)
        : { findings: [recordOf(collection, page, bodyOf(page))], notes: [] };
  return withNotes(reading, input.file, left);
}

/** The collection of a page; the index of its folder is a list. */
function collectionOf(file: string) {
  const isAuthor = COLLECTIONS.find(([kind]) => kind === 'author')?.[1].test(file);
  const bundle = isAuthor
    ? file
    : file.replace(/\/_index\.\w+$/i, '').replace(/\/index\.\w+$/i, '');
  return COLLECTIONS.find(([, pattern]) => pattern.test(bundle))?.[0];
}

function collectionNamed(fields: Json): SourceKind | undefined {
  const name = text(fields['collection']);
  return name === undefined
    ? undefined
    : (COLLECTIONS.find(([, pattern]) => pattern.test(`_${name}/`))?.[0] as SourceKind | undefined);
}

/** A page of text: the person's own, or another one. */
function readPage({ input, fields, document }: SitePage): Reading {
  const title = text(fields['title']);
  const role = text(fields['permalink']) === '/' ? 'home' : pageRole(input, title);
  const { file } = input;
  const reading = readDocument(document.tree, { file, rank: RANK.site, role, title });
  const subtitle = role === 'home' ? postIn(wordsOfHtml(text(fields['subtitle']) ?? ''), file) : [];
  return { ...reading, findings: [...subtitle, ...reading.findings] };
}

/** al-folio has it below the name: "PhD Candidate, University of Tarn". */
function postIn(subtitle: string, file: string): Finding[] {
  const [role = '', organization] = subtitle.split(/,\s*|\s+(?:at|@)\s+/).map(tidy);
  if (!isRole(role)) return [];
  return [
    {
      kind: 'person',
      title: OWNER,
      fields: filled({ role, organization }),
      body: '',
      remarks: [],
      origin: { file, line: 1 },
      guessed: [],
      rank: RANK.record,
    },
  ];
}

function bodyOf({ fields, document }: SitePage): string {
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
  const { input, fields } = page;
  const { file } = input;
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
