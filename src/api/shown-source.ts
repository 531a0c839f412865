import type { Source } from '../domain.ts';
import { bestPage, linksWithIdentifiers } from '../text/identifiers.ts';

/** A source as JSON shows it: with the addresses that its identifiers lead to. */
export function shownSource(source: Source): Source {
  return { ...source, url: bestPage(source), links: linksWithIdentifiers(source) };
}
