import { germanLater } from '../language/de/templates/widget.ts';
import { englishLater, type LaterStrings } from '../language/en/templates/widget.ts';
import { isGerman, type Strings } from './strings.ts';

export type AllStrings = Strings & LaterStrings;

/** Adds the strings that come with `later.ts`, except those that the page has replaced. */
export function withLater(strings: Strings): AllStrings {
  return { ...(isGerman(strings.language) ? germanLater : englishLater), ...strings };
}
