/// <reference path="./citation-js.d.ts" />
import type { Name } from '@citation-js/core';
import { parse } from '@citation-js/name';

const SUFFIX = /,?\s+((?:Jr|Sr)\.?|I{2,3}|IV)$/;

/** A full name in its parts: "Roberta De Viti" → "De Viti", "Roberta". */
export function parseName(name: string): Name {
  const suffix = SUFFIX.exec(name)?.[1];
  const base = name.replace(SUFFIX, '').trim();
  const parsed = parse(base);
  const cut = base.lastIndexOf(' ');
  // The library takes some surnames, as "Ma", for degrees.
  const isWhole = cut === -1 || (parsed.family && parsed.given && parsed.suffix === undefined);
  const parts = isWhole ? parsed : { given: base.slice(0, cut), family: base.slice(cut + 1) };
  return suffix === undefined ? parts : { ...parts, suffix };
}
