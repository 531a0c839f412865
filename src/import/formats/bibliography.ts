import type { Link, SourceKind, Subtype } from '../../domain.ts';
import { READ } from '../../language/en/templates/owner-import.ts';
import {
  type CslItem,
  type ParsedCitation,
  type ParsedCitations,
  parseBibtex,
  parseRis,
} from '../../publications/parse-citations.ts';
import { type Fields, type Finding, filled, type Note, RANK, type Reading } from '../finding.ts';
import { labelOf } from '../parts.ts';
import { withoutPrivateMatter } from '../privacy.ts';
import {
  addressOf,
  dateOf,
  degreeOf,
  doiOf,
  namesOf,
  pagesOf,
  plain,
  reviewedIn,
  topicsOf,
} from './bibliography-fields.ts';
import { object } from './json.ts';

/** The kinds of CSL's types; a paper's subtype depends on where it appeared. */
const KINDS: Readonly<Record<string, SourceKind>> = {
  book: 'book',
  chapter: 'chapter',
  'entry-encyclopedia': 'chapter',
  'entry-dictionary': 'chapter',
  thesis: 'thesis',
  report: 'report',
  patent: 'patent',
  software: 'software',
  dataset: 'dataset',
  speech: 'talk',
  graphic: 'poster',
  review: 'review',
  'review-book': 'review',
  standard: 'standard',
  'article-newspaper': 'media',
  broadcast: 'media',
  interview: 'media',
};
const STATUS =
  /\b(in press|to appear|forthcoming|accepted|under review|submitted|in preparation|pending|granted|im druck|in vorbereitung|à paraître)\b/i;
const AWARD =
  /\b(?:best|distinguished|outstanding|honou?rable|test[- ]of[- ]time)\b[\p{L}\s-]*?\b(?:paper|award|mention|artifact|poster|prize|demo)(?:\s+award)?(?:\s+(?:finalist|nominee|nomination|runner-up))?/iu;
/** Links that al-folio and other sites keep in an entry. */
const LINKS: Readonly<Record<string, string>> = {
  pdf: 'PDF',
  code: 'Code',
  website: 'Project page',
  slides: 'Slides',
  poster: 'Poster',
  video: 'Video',
  html: 'Page',
  blog: 'Blog post',
  supp: 'Supplement',
};

export function readBibtex(text: string, file: string): Reading {
  // Jekyll wants front matter at the head of a file that it publishes.
  return readingOf(parseBibtex(text.replace(/^---\s*\n---\s*\n/, '\n\n')), file, READ.brokenEntry);
}

export function readRis(text: string, file: string): Reading {
  return readingOf(parseRis(text), file, READ.brokenRecord);
}

/** CSL-JSON, as Zotero, pandoc and Crossref write it. */
export function readCslJson(items: readonly unknown[], file: string): Reading {
  const isItem = (item: unknown) => typeof object(item)['type'] === 'string';
  const problems = items.flatMap((item, i) =>
    isItem(item) ? [] : [{ line: undefined, reason: READ.noItem(i + 1) }],
  );
  const citations = items
    .filter(isItem)
    .map((item) => ({ item: item as CslItem, line: undefined, fields: {} }));
  return readingOf({ citations, problems }, file, (reason) => reason);
}

function readingOf(
  { citations, problems }: ParsedCitations,
  file: string,
  inWords: (reason: string) => string,
): Reading {
  const notes = problems.map(
    ({ line, reason }): Note => ({
      origin: { file, line },
      type: 'problem',
      reason: inWords(reason),
    }),
  );
  const findings = citations.flatMap((citation) => findingOf(citation, file));
  const missing = citations
    .filter(({ item }) => !item.title)
    .map(
      ({ item, line }): Note => ({
        origin: { file, line },
        type: 'skipped',
        reason: READ.noTitle(String(item.id ?? '')),
      }),
    );
  const fields = new Set(citations.flatMap((citation) => Object.keys(citation.fields)));
  const hidden = [
    ...['file', 'annote', 'annotation', 'note', 'comment', 'owner', 'review'].filter((field) =>
      fields.has(field),
    ),
  ].map((field): Note => ({ origin: { file }, type: 'private', reason: `the field ${field}` }));
  return { findings, notes: [...notes, ...missing, ...hidden] };
}

function findingOf({ item, line, fields }: ParsedCitation, file: string): Finding[] {
  const title = plain(item.title);
  if (title === '') return [];
  const { kind, subtype, guessed } = kindOf(item, fields, title);
  const text = (name: string) => plain(item[name]);
  const note = fields['note'] ?? text('note');
  const eprint = arxivOf(item, fields);
  const venue =
    text('container-title') || text('collection-title') || text('event-title') || text('event');
  const publisher = text('publisher');
  const names = namesOf(item.author);
  const editors = namesOf(item['editor']);
  const date = dateOf(item);
  const own: Fields = {
    people: names,
    year: date === undefined ? undefined : Number(date.slice(0, 4)),
    doi: doiOf(text('DOI')),
    arxiv: eprint,
    url: addressOf(text('URL')),
    links: linksOf(fields),
    topics: topicsOf(text('keyword')),
    awards: awardsOf(fields, note),
  };
  return [
    {
      kind,
      title,
      fields: filled({
        ...own,
        ...details(kind, { item, fields, venue, publisher, editors, subtype, note, date }),
      }),
      body: withoutPrivateMatter(plain(item['abstract'])).text,
      remarks: [],
      origin: { file, line },
      guessed,
      rank: RANK.bibliography,
    },
  ];
}

interface Known {
  readonly item: CslItem;
  readonly fields: Readonly<Record<string, string>>;
  readonly venue: string;
  readonly publisher: string;
  readonly editors: readonly string[];
  readonly subtype: Subtype | undefined;
  readonly note: string;
  readonly date: string | undefined;
}

/** The fields that depend on the kind. */
function details(kind: SourceKind, known: Known): Fields {
  const { item, fields, venue, publisher, editors, subtype, note, date } = known;
  const text = (name: string) => plain(item[name]) || undefined;
  const status = STATUS.exec(
    `${note} ${text('status') ?? ''} ${fields['pubstate'] ?? ''}`,
  )?.[1]?.toLowerCase();
  const pages = pagesOf(text('page'));
  const place = text('publisher-place') ?? text('event-place');
  const published = {
    date,
    volume: text('volume'),
    issue: text('issue'),
    publisher: publisher || undefined,
    status,
  };
  switch (kind) {
    case 'paper':
      return {
        ...published,
        subtype,
        venue: venue || (subtype === 'preprint' ? 'arXiv' : undefined),
        pages,
        place,
        publisher: subtype === 'preprint' ? undefined : published.publisher,
      };
    case 'review':
      return {
        ...published,
        venue: venue || undefined,
        pages,
        reviewed: text('reviewed-title') ?? reviewedIn(plain(item.title)),
      };
    case 'chapter':
      return { ...published, venue: venue || undefined, pages, editors, isbn: text('ISBN'), place };
    case 'book':
    case 'edited-volume':
      return { ...published, editors, isbn: text('ISBN'), place };
    case 'thesis':
      return {
        date,
        organization: publisher || undefined,
        degree: degreeOf(text('genre') ?? fields['type'] ?? ''),
        place,
        status,
      };
    case 'report':
      return {
        ...published,
        number: text('number'),
        organization: publisher || undefined,
        publisher: undefined,
        place,
      };
    case 'patent':
      return {
        date,
        number: text('number'),
        status,
        organization: plain(fields['holder']) || publisher || undefined,
        place,
      };
    case 'software':
      return {
        date,
        version: text('version'),
        license: plain(fields['license']) || undefined,
        organization: publisher || undefined,
      };
    case 'dataset':
      return {
        date,
        version: text('version'),
        license: plain(fields['license']) || undefined,
        publisher:
          publisher || plain(fields['howpublished']).replace(/^data ?set$/i, '') || undefined,
      };
    case 'talk':
    case 'poster':
      return { date, event: venue || publisher || undefined, place };
    case 'media':
      return { date, publisher: venue || publisher || undefined };
    default:
      return { date, status };
  }
}

function kindOf(item: CslItem, fields: Readonly<Record<string, string>>, title: string) {
  const told = (kind: SourceKind, subtype?: Subtype, guessed: readonly string[] = []) => ({
    kind,
    subtype,
    guessed,
  });
  const venue = plain(item['container-title']);
  const words = `${plain(fields['howpublished'])} ${plain(fields['type'])} ${plain(fields['keywords'])} ${plain(item['genre'])} ${plain(item['medium'])}`;
  if (/\breview\b/i.test(words) && /^review of\b|^rezension/i.test(title)) return told('review');
  const known = KINDS[item.type];
  if (known === 'book' && (item.author ?? []).length === 0 && namesOf(item['editor']).length > 0)
    return told('edited-volume');
  if (known) return told(known);
  if (item.type === 'paper-conference')
    return told('paper', /\bworkshop\b/i.test(venue) ? 'workshop' : 'conference');
  if (
    /^article-(?:journal|magazine)$/.test(item.type) ||
    (item.type === 'article' && venue !== '')
  ) {
    return told('paper', /\barxiv\b/i.test(venue) ? 'preprint' : 'journal');
  }
  if (
    arxivOf(item, fields) !== undefined ||
    /preprint/i.test(`${words} ${plain(item['publisher'])}`)
  )
    return told('paper', 'preprint');
  if (/data ?set|\bdata\b/i.test(`${words} ${/\(data ?set\)/i.test(title) ? 'data' : ''}`))
    return told('dataset');
  if (
    /\b(?:zenodo|figshare|dryad|dataverse|pangaea|data (?:archive|repository|bank))\b/i.test(
      `${plain(item['publisher'])} ${words}`,
    )
  )
    return told('dataset');
  if (/software|source code|program|package/i.test(words)) return told('software');
  if (/talk|keynote|slides|presentation/i.test(words)) return told('talk');
  return told('paper', undefined, ['kind']);
}

function arxivOf(item: CslItem, fields: Readonly<Record<string, string>>): string | undefined {
  const isArxiv = /arxiv/i.test(
    `${fields['archiveprefix']} ${fields['eprinttype']} ${fields['journal']} ${plain(item['container-title'])} ${plain(item['archive'])} ${plain(item['publisher'])}`,
  );
  const candidates = [
    isArxiv || fields['archiveprefix'] === undefined ? fields['eprint'] : undefined,
    plain(fields['arxiv']),
    /arxiv[.:/\s]*(?:abs\/|pdf\/)?(\d{4}\.\d{4,5})/i.exec(
      `${plain(item['container-title'])} ${plain(item['URL'])} ${plain(item['DOI'])} ${plain(item['number'])} ${fields['note'] ?? ''} ${plain(item['note'])}`,
    )?.[1],
  ];
  return candidates
    .map((number) => /\d{4}\.\d{4,5}/.exec(number ?? '')?.[0])
    .find((number) => number !== undefined);
}

function linksOf(fields: Readonly<Record<string, string>>): Link[] {
  return Object.entries(LINKS).flatMap(([field, label]) => {
    const url = addressOf(fields[field] ?? '');
    return url === undefined
      ? []
      : [{ label: label === 'Code' ? labelOf(url).replace(/^Page$/, 'Code') : label, url }];
  });
}

function awardsOf(fields: Readonly<Record<string, string>>, note: string): string[] {
  const named = [fields['award'], fields['award_name'], AWARD.exec(note)?.[0]];
  return [...new Set(named.map(plain).filter((award) => award !== ''))];
}
