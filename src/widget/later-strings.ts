import { type LaterStrings, later } from '../language/en/templates/widget.ts';
import type { Strings } from './strings.ts';

export type AllStrings = Strings & LaterStrings;

/** Adds the English strings that come with `later.ts`; those of another language are there already. */
export function withLater(strings: Strings): AllStrings {
  return { ...later, ...strings };
}
