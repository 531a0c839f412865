import type { Passage, Source } from '../domain.ts';
import { contentStems, wordsOf } from '../text/words.ts';

/** A part of a text that tells of one thing, which its heading names. */
export interface NamedSection {
  readonly name: string;
  readonly passages: readonly Passage[];
}

/** Words that may stand before the name in the sentence that introduces it. */
const BEFORE = 2;

/**
 * The sections of texts without records that begin by telling of what their heading says, by their
 * passages: "Saltbox" above "Saltbox is a program", but not "Research" above "All of my projects".
 */
export function namedSections(
  sources: readonly Source[],
  passagesOf: (sourceId: string) => readonly Passage[],
): ReadonlyMap<Passage, NamedSection> {
  const found = new Map<Passage, NamedSection>();
  for (const source of sources.filter(({ kind }) => kind === 'text')) {
    const byHeadings = new Map<string, Passage[]>();
    for (const passage of passagesOf(source.id)) {
      const key = passage.headings.join('\n');
      byHeadings.set(key, [...(byHeadings.get(key) ?? []), passage]);
    }
    for (const passages of byHeadings.values()) {
      const name = passages[0]?.headings.at(-1);
      if (name === undefined || name === source.title || !begins(passages, name)) continue;
      for (const passage of passages) found.set(passage, { name, passages });
    }
  }
  return found;
}

function begins([first]: readonly Passage[], name: string): boolean {
  const stems = contentStems(name);
  const sentence = first?.sentences[0];
  if (!first || !sentence || stems.length === 0) return false;
  const words = wordsOf(first.text.slice(sentence.start, sentence.end));
  const opening = words.slice(0, wordsOf(name).length + BEFORE).map(({ stem }) => stem);
  return stems.every((stem) => opening.includes(stem));
}
