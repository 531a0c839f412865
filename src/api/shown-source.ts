import type { Source } from '../domain.ts';
import { bestPage, linksWithIdentifiers } from '../text/identifiers.ts';

/** A source as shown in JSON, with the web addresses of its identifiers. */
export function shownSource(source: Source): Source {
  return { ...source, url: bestPage(source), links: linksWithIdentifiers(source) };
}
