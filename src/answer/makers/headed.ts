import { KIND_NAMES, kindOf } from '../../corpus/kinds.ts';
import type { SourceKind } from '../../domain.ts';
import { PUBLICATION_NOUNS } from '../../language/en/lexicon.ts';
import { contentStems } from '../../text/words.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Reading } from '../types.ts';
import { KINDS_WANTED } from './list-subjects.ts';
import { type Section, sectionsOf } from './sections.ts';

/** The probability from which a kind of thing counts as asked for. */
const WANTED = 0.1;
/** What a heading above the last one counts. */
const ABOVE = 0.5;

/** Sections under headings that have the words of the question or of what it wants, best first. */
export function headed(reading: Reading, knowledge: Knowledge): Section[] {
  const asked = askedStems(reading);
  return sectionsOf(knowledge)
    .flatMap((section) => {
      const [last = 0, ...above] = [...section.headingStems]
        .reverse()
        .map((stems) => share(stems, asked));
      const score = Math.max(last, ...above.map((one) => one * ABOVE));
      return score > 0 ? [{ section, score }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ section }) => section);
}

/** The stems of a question, and of the kinds of things that it names or seems to want. */
export function askedStems({ question, wants }: Reading): Set<string> {
  const stems = contentStems(question);
  const wanted = [...wants].filter(([, probability]) => probability >= WANTED).map(([w]) => w);
  const kinds = new Set([
    ...KIND_NAMES.filter((kind) =>
      namesOf(kind)
        .flatMap(contentStems)
        .some((s) => stems.includes(s)),
    ),
    ...KINDS_WANTED.filter(([want]) => wanted.includes(want)).flatMap(([, all]) => all),
  ]);
  const works = wanted.includes('list-works') ? PUBLICATION_NOUNS : [];
  const words = [...wanted, ...[...kinds].flatMap(namesOf), ...works];
  return new Set([...stems, ...words.flatMap(contentStems)]);
}

function namesOf(kind: SourceKind): string[] {
  const { one, many, synonyms = [] } = kindOf(kind);
  return [one, many, ...synonyms];
}

/** The share of stems that are asked for. */
export function share(stems: readonly string[], asked: ReadonlySet<string>): number {
  return stems.filter((stem) => asked.has(stem)).length / Math.max(1, stems.length);
}
