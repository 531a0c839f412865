/// <reference path="./citation-js.d.ts" />
import type { Name } from '@citation-js/core';
import type { Source } from '../domain.ts';
import { type PersonName, parsePersonName } from '../text/person-name.ts';

/** The authors of a source, split into parts, in order. */
export function authorsOf({ people, writtenNames }: Source): PersonName[] {
  return people.map((name, i) => parsePersonName(writtenNames?.[i] ?? name));
}

/** A name as CSL-JSON represents it: "Willem van den Berg" → "Willem", "van den", "Berg". */
export function toCslName({ particle, ...parts }: PersonName): Name {
  return particle === undefined ? parts : { ...parts, 'non-dropping-particle': particle };
}
