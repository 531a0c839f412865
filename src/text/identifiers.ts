import type { Link, Source } from '../domain.ts';

/**
 * The address of a DOI. Characters with a meaning in an address or in the text around it are
 * percent-encoded (DOI Handbook, section 2.5.2).
 */
export function doiAddress(doi: string): string {
  const name = encode(doi);
  // A browser reads "/../" as the parent folder.
  const path = /\/\.{1,2}(?:\/|$)/.test(name) ? name.replace(/(?<=\/.*)\//g, '%2F') : name;
  return `https://doi.org/${path}`;
}

/** The page of a preprint, by a number such as "2202.05769". */
export function arxivAddress(number: string): string {
  return `https://arxiv.org/abs/${encode(number)}`;
}

/** The best page about a source: its own, or that of an identifier. */
export function bestPage({ url, doi, arxiv, links }: Source): string | undefined {
  if (url !== undefined) return url;
  if (doi !== undefined) return doiAddress(doi);
  if (arxiv !== undefined) return arxivAddress(arxiv);
  return links[0]?.url;
}

/** The pages of a source, and those of its identifiers unless a link leads there. */
export function linksWithIdentifiers({ links, doi, arxiv }: Source): readonly Link[] {
  const identified = [
    doi === undefined ? undefined : { label: 'DOI', url: doiAddress(doi) },
    arxiv === undefined ? undefined : { label: 'arXiv', url: arxivAddress(arxiv) },
  ].filter((link) => link !== undefined);
  const known = new Set(links.map(({ url }) => comparable(url)));
  return [...links, ...identified.filter(({ url }) => !known.has(comparable(url)))];
}

function encode(identifier: string): string {
  return (
    encodeURIComponent(identifier.trim().replace(/\p{Surrogate}/gu, '\uFFFD'))
      .replace(/%(?:3A|2F|3B|2C|3D|26|40|24)/g, decodeURIComponent)
      .replace(/[*']/g, percent)
      // At the end of an address, these would be read as part of the sentence around it.
      .replace(/[.,:;!?_~]+$/, (end) => end.replace(/./g, percent))
  );
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function comparable(address: string): string {
  return address
    .replace(/^http:/, 'https:')
    .replace(/^https:\/\/(?:dx|www)\./, 'https://')
    .replace(/\/$/, '')
    .toLowerCase();
}
