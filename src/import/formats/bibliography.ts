import type { Link, SourceKind, Subtype } from '../../domain.ts';
import { brokenEntry } from '../../language/en/templates/owner-import.ts';
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
  return readingOf(parseBibtex(text.replace(/^---\s*\n---\s*\n/, '\n\n')), file);
}

export function readRis(text: string, file: string): Reading {
  return readingOf(parseRis(text), file);
}

/** CSL-JSON, as Zotero, pandoc and Crossref write it. */
export function readCslJson(items: readonly unknown[], file: string): Reading {
  const citations = items.map((item) => ({ item: item as CslItem, line: undefined, fields: {} }));
  return readingOf({ citations, problems: [] }, file);
}

function readingOf({ citations, problems }: ParsedCitations, file: string): Reading {
  const notes = problems.map(
    ({ line, reason }): Note => ({
      origin: { file, line },
      type: 'problem',
      reason: brokenEntry(reason),
    }),
  );
  const findings = citations.flatMap((citation) => findingOf(citation, file));
  const missing = citations
    .filter(({ item }) => !item.title)
    .map(
      ({ item, line }): Note => ({
        origin: { file, line },
        type: 'skipped',
        reason: `noTitle ${item.id ?? ''}`,
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

/** Names in the form that the corpus reads: "Family, Given"; groups in braces. */
export function namesOf(names: unknown): string[] {
  if (!Array.isArray(names)) return [];
  return (names as Record<string, string | undefined>[]).map(cleanName).flatMap((name) => {
    const { given, suffix, literal } = name;
    const particle = name['non-dropping-particle'] ?? name['dropping-particle'];
    const family = [particle, name['family']].filter(Boolean).join(' ');
    if (/^(?:others|et al\.?)$/i.test(family) && !given) return [];
    if (literal !== undefined) return [`{${literal}}`];
    if (family === '' && !given) return [];
    if (!given) return [/\s/.test(family) ? `{${family}}` : family];
    return [suffix === undefined ? `${given} ${family}`.trim() : `${family}, ${suffix}, ${given}`];
  });
}

function cleanName(name: Readonly<Record<string, string | undefined>>) {
  const parts = Object.entries(name).flatMap(([part, text]) =>
    plain(text) === '' ? [] : [[part, plain(text)]],
  );
  return Object.fromEntries(parts) as Record<string, string | undefined>;
}

/** "2024-05-17", or as much of it as is known. */
function dateOf(item: CslItem): string | undefined {
  const [year, ...rest] = item.issued?.['date-parts']?.[0] ?? [];
  if (year === undefined || !/^(?:19|20|21)\d\d$/.test(String(year))) return undefined;
  return [year, ...rest.slice(0, 2)].map((part) => String(part).padStart(2, '0')).join('-');
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

function topicsOf(keywords: string): string[] {
  return keywords
    .split(/\s*[,;]\s*/)
    .filter(
      (topic) =>
        topic !== '' &&
        topic.length <= 60 &&
        !/^(?:own|mine|selected|todo|review|unread|read|important|phd|thesis)$/i.test(topic),
    );
}

export function doiOf(text: string): string | undefined {
  return /10\.\d{4,9}\/\S+/
    .exec(text)?.[0]
    .toLowerCase()
    .replace(/[.,;]$/, '');
}

export function addressOf(text: string): string | undefined {
  if (/^https?:\/\/(?:dx\.)?doi\.org\//.test(text)) return undefined;
  const address = text.replace(/\\([_%&#~])/g, '$1').trim();
  return /^https?:\/\/\S+$/.test(address) && URL.canParse(address) ? address : undefined;
}

export function pagesOf(text: string | undefined): string | undefined {
  const [, first, last] = /^(\d+)\s*[–—-]+\s*(\d+)$/.exec(text ?? '') ?? [];
  return first === undefined || last === undefined ? undefined : `${first}-${last}`;
}

function degreeOf(type: string): string | undefined {
  if (/ph\.?\s?d|doctor|dissertation|phdthesis/i.test(plain(type))) return 'PhD';
  if (/master|mathesis|m\.?\s?sc/i.test(type)) return 'MSc';
  if (/bachelor|candthesis/i.test(type)) return 'Bachelor';
  return undefined;
}

function reviewedIn(title: string): string | undefined {
  return /^(?:book )?review of:?\s*(.+)$/i.exec(title)?.[1];
}

/** Text of a bibliography without markup: tags of the library, braces and commands. */
export function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value)
    .replace(/<jats:title>[^<]*<\/jats:title>/gi, ' ')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/\\[a-zA-Z]+\s?|\\(?=[^a-zA-Z])|[{}$]/g, '')
    .replace(/ /g, ' ')
    .replace(/ı\u0301/g, 'í')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
}
