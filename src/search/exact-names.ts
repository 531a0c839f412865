import type { Passage, Source } from '../domain.ts';
import { wordsOf } from '../text/words.ts';

/** The passages of a source if the text is its name and nothing else; otherwise none. */
export type ExactNames = (text: string) => readonly number[];

/**
 * Finds sources by their whole name, in any form of its words. Titles and ids take precedence over
 * printed titles and aliases, and sources with a record over plain texts and derived lists.
 */
export function exactNames(sources: readonly Source[], passages: readonly Passage[]): ExactNames {
  const sourceIdByName = new Map<string, string>();
  const add = (name: string | undefined, source: Source) => {
    const key = keyOf(name ?? '');
    if (key !== '' && !sourceIdByName.has(key)) sourceIdByName.set(key, source.id);
  };
  const records = sources.filter((source) => source.kind !== 'list' && source.kind !== 'text');
  for (const source of records) add(source.title, source);
  for (const source of sources) add(source.id, source);
  for (const source of records) {
    for (const name of [source.fullTitle, ...source.aliases]) add(name, source);
  }
  for (const source of sources) add(source.title, source);
  const passagesBySource = new Map<string, number[]>();
  passages.forEach(({ sourceId }, id) => {
    const ids = passagesBySource.get(sourceId);
    if (ids) ids.push(id);
    else passagesBySource.set(sourceId, [id]);
  });
  return (text) => passagesBySource.get(sourceIdByName.get(keyOf(text)) ?? '') ?? [];
}

function keyOf(name: string): string {
  return wordsOf(name)
    .map((word) => word.stem)
    .join(' ');
}
