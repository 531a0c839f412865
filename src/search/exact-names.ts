import type { Passage, Source } from '../domain.ts';
import { wordsOf } from '../text/words.ts';

/** The passages of the source that a text names and says nothing beside; none for other texts. */
export type ExactNames = (text: string) => readonly number[];

/**
 * Finds sources by their whole name, in any form of its words. Titles and ids go before printed
 * titles and other names, and what the corpus tells before lists that were derived from it.
 */
export function exactNames(sources: readonly Source[], passages: readonly Passage[]): ExactNames {
  const sourceIdByName = new Map<string, string>();
  const add = (name: string | undefined, source: Source) => {
    const key = keyOf(name ?? '');
    if (key !== '' && !sourceIdByName.has(key)) sourceIdByName.set(key, source.id);
  };
  const told = sources.filter((source) => source.kind !== 'list' && source.kind !== 'text');
  for (const source of told) add(source.title, source);
  for (const source of sources) add(source.id, source);
  for (const source of told) {
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
