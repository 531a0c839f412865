import type { Link } from '../domain.ts';
import { readTimes, type Times } from './dates.ts';
import type { Entry } from './outline.ts';

/** What can be told apart in a line of a list without knowing what it lists. */
export interface Parts extends Times {
  readonly text: string;
  /** What stands in quotation marks, without them. */
  readonly quoted: readonly string[];
  /** What stands in brackets. */
  readonly bracketed: readonly string[];
  readonly amount: string | undefined;
  readonly links: readonly Link[];
  readonly doi: string | undefined;
  /** The rest, cut at commas and sentence ends. */
  readonly pieces: readonly string[];
  /** Sentences behind the first one. */
  readonly sentences: readonly string[];
}

const CURRENCY = '(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|CAD|AUD|JPY|CNY|INR|PLN|CZK|HUF|€|\\$|£|US\\$|kr)';
const NUMBER = "\\d{1,3}(?:[.,’' ]\\d{3})+|\\d+(?:[.,]\\d+)?";
const SCALE = '(?:\\s?(?:[kKM]|million|Mio\\.?|Mill?\\.?|billion|thousand)(?![\\p{L}]))?';
const AMOUNT = new RegExp(
  `(?:${CURRENCY}\\s?(?:${NUMBER})${SCALE}|(?<![\\p{L}\\d])(?:${NUMBER})${SCALE}\\s?(?:${CURRENCY})(?![\\p{L}]))`,
  'u',
);
const QUOTED = /[“„"«]([^“”„"«»]{2,300})[”“"»]/gu;
const BRACKETED = /\(([^()]*)\)/g;
const ADDRESS = /https?:\/\/[^\s<>"”)\]]+[^\s<>"”)\].,;:]/g;
const DOI =
  /\b(?:doi:?\s*|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,9}\/[^\s"”<>()]+[^\s"”<>().,;])/i;
/** Ends a sentence; an initial, a title or a number does not. */
const SENTENCE_END =
  /(?<!\b(?:\p{Lu}|Dr|Prof|Ph\.D|M\.Sc|B\.Sc|M\.A|B\.A|St|Mr|Ms|Mrs|vs|No|Vol|pp|Ed|Eds|Jr|Sr|et al|e\.g|i\.e|Univ|Inst|Dept|Int|Conf|Proc|Trans|Symp|Lett|Appl|Phys|Rev|Math|Soc|Sci|Comput|Natl|Acad|Am|Ann|Bull|Mech|Eng|Res|Assoc|Chem|approx|ca))\.\s+(?=[\p{Lu}“"„(]|https?:)/u;

/** Takes a line apart: times, quotations, amounts and addresses first, then what commas divide. */
export function partsOf({ text, links }: Pick<Entry, 'text' | 'links'>): Parts {
  const addresses = [...text.matchAll(ADDRESS)]
    .map(([url]) => url)
    .filter((url) => URL.canParse(url));
  const doi = DOI.exec(text)?.[1]?.toLowerCase();
  let rest = text.replace(ADDRESS, ' ').replace(DOI, ' ');
  const amount = AMOUNT.exec(rest)?.[0];
  if (amount !== undefined) rest = rest.replace(amount, ' ');
  const quoted = [...rest.matchAll(QUOTED)].map(([, inner = '']) =>
    inner.replace(/[.,]$/, '').trim(),
  );
  // A year within a title is no date.
  const { rest: undated, ...times } = readTimes(rest.replace(QUOTED, '“”'));
  const bracketed = [...undated.matchAll(BRACKETED)].map(([, inner = '']) => inner.trim());
  const bare = withoutYears(undated, times.years)
    .replace(BRACKETED, ' ')
    .replace(/“”/g, ' ')
    .replace(/\s+/g, ' ');
  const [first = '', ...sentences] = bare
    .split(SENTENCE_END)
    .map((sentence) => tidy(sentence))
    .filter((sentence) => sentence !== '');
  return {
    text,
    ...times,
    rest: undated,
    quoted,
    bracketed: bracketed.filter((inner) => /[\p{L}\d]/u.test(inner)),
    amount,
    doi,
    links: linksOf(links, addresses),
    pieces: first
      .split(/\s*[,;|–—]\s+|\s+[–—|]\s+|\s+·\s+/)
      .map(tidy)
      .filter((piece) => piece !== ''),
    sentences,
  };
}

/** "in 2019, 2021 and 2023" without what follows the first year. */
function withoutYears(text: string, years: readonly string[]): string {
  if (years.length === 0) return text;
  const others = new RegExp(
    `[,;]?\\s*(?:\\b(?:and|und|et|y)\\b|&)?\\s*\\b(?:${years.join('|')})\\b`,
    'g',
  );
  return text.replace(others, ' ');
}

function linksOf(marked: readonly Link[], addresses: readonly string[]): Link[] {
  const known = new Set(marked.map(({ url }) => url));
  const others = [...new Set(addresses)].filter((url) => !known.has(url));
  const named = marked.map(({ label, url }) => ({
    label: label === '' || /^https?:|^www\./.test(label) ? labelOf(url) : label,
    url,
  }));
  return [...named, ...others.map((url) => ({ label: labelOf(url), url }))].filter(
    ({ url }) => !/^https?:\/\/(?:dx\.)?doi\.org\//.test(url),
  );
}

/** What a page is, by its address. */
export function labelOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const host = hostname.replace(/^www\./, '');
  const forge = /(?:^|\.)(github|gitlab|bitbucket|codeberg)\./.exec(host)?.[1];
  const names: Record<string, string> = {
    github: 'GitHub',
    gitlab: 'GitLab',
    bitbucket: 'Bitbucket',
    codeberg: 'Codeberg',
  };
  if (forge) return `Code on ${names[forge]}`;
  if (/^code\.|^git\./.test(host)) return `Code on ${host}`;
  if (/\.pdf$/i.test(pathname)) return 'PDF';
  if (/(?:^|\.)orcid\.org$/.test(host)) return 'ORCID';
  if (/^scholar\.google\./.test(host)) return 'Google Scholar';
  if (/(?:^|\.)linkedin\.com$/.test(host)) return 'LinkedIn';
  if (/youtube|youtu\.be|vimeo/.test(host)) return 'Video';
  if (/arxiv\.org$/.test(host)) return 'arXiv';
  if (/^data\./.test(host) || /zenodo|figshare|dataverse|osf\.io/.test(host)) return 'Data';
  return 'Page';
}

export function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\s+(?=[,.;:])/g, '')
    .replace(/^[\s,;:.|–—-]+|[\s,;:|–—-]+$/g, '')
    .replace(/(?<!\b(?:\p{Lu}|Jr|Sr|Ph\.D|M\.Sc|B\.Sc|St|etc))\.$/u, '')
    .trim();
}
