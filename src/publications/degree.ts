import type { Source } from '../domain.ts';
import { sentenceSpans } from '../text/sentences.ts';

export type Degree = 'PhD' | 'MSc' | 'Undergraduate';

const DEGREES: readonly (readonly [Degree, RegExp])[] = [
  ['PhD', /\b(?:ph\.? ?d|doctoral|dissertation)\b/i],
  ['MSc', /\b(?:m\.?sc|master['’]?s?|mphil)\b/i],
  ['Undergraduate', /\b(?:undergraduate|bachelor['’]?s?|b\.?sc|honou?rs)\b/i],
];

/** The degree of a thesis as its front matter or its short title tells it, else as the first sentence about it does. */
export function degreeOf({ degree, title, body }: Source): Degree | null {
  const first = sentenceSpans(body)[0];
  const texts = [
    degree ?? '',
    title,
    first === undefined ? '' : body.slice(first.start, first.end),
  ];
  for (const text of texts) {
    const found = DEGREES.find(([, pattern]) => pattern.test(text));
    if (found) return found[0];
  }
  return null;
}
