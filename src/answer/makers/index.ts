import type { Maker } from '../types.ts';
import { career } from './career.ts';
import { citation } from './citation.ts';
import { comparison } from './comparison.ts';
import { definition } from './definition.ts';
import { fact } from './fact.ts';
import { items } from './items.ts';
import { list } from './list.ts';
import { path } from './path.ts';
import { prose } from './prose.ts';
import { recall } from './recall.ts';
import { section } from './section.ts';
import { subsections } from './subsections.ts';
import { interest, supervision } from './supervision.ts';
import { talk } from './talk.ts';
import { together } from './together.ts';

/** All that may propose something to say. Their order does not matter. */
export const MAKERS: readonly Maker[] = [
  career,
  citation,
  comparison,
  definition,
  fact,
  interest,
  items,
  list,
  path,
  prose,
  recall,
  section,
  subsections,
  supervision,
  talk,
  together,
];
