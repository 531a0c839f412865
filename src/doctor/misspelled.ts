import distance from 'damerau-levenshtein';
import { isSamePerson } from '../corpus/people.ts';
import { topicCalled } from '../corpus/works.ts';
import type { Source } from '../domain.ts';
import { DIAGNOSES } from '../language/en/templates/owner-doctor.ts';
import { nearest } from '../text/nearest.ts';
import { fold } from '../text/words.ts';
import type { Diagnosis } from './finding.ts';
import type { PlacedSource } from './sources.ts';

/** Topics further from a theme than this share of their length are others. */
const MAX_TOPIC = 0.2;
/** Shorter names are often those of two people: "Zhang" and "Zheng". */
const MIN_LETTERS = 6;

/** Topics that are nearly a theme, and people who are nearly others. */
export function examineNames(placed: readonly PlacedSource[]): Diagnosis[] {
  return [...topics(placed), ...people(placed)];
}

function topics(placed: readonly PlacedSource[]): Diagnosis[] {
  const sources = placed.map(({ source }) => source);
  const themes = sources
    .filter(({ kind }) => kind === 'theme')
    .flatMap(({ title, aliases }) => [title, ...aliases]);
  return placed.flatMap((one) =>
    one.source.topics.flatMap((topic): Diagnosis[] => {
      if (topicCalled(topic, sources)?.theme) return [];
      const meant = nearest(topic, themes, MAX_TOPIC);
      return meant === undefined ? [] : [remark(one, 'topics', DIAGNOSES.nearTopic(topic, meant))];
    }),
  );
}

function people(placed: readonly PlacedSource[]): Diagnosis[] {
  const named = new Map<string, PlacedSource[]>();
  for (const one of placed) {
    for (const name of namesIn(one.source)) named.set(name, [...(named.get(name) ?? []), one]);
  }
  const times = (name: string) => named.get(name)?.length ?? 0;
  // Names that are the same but for one word, with that word.
  const alike = new Map<string, { name: string; word: string }[]>();
  const found: Diagnosis[] = [];
  for (const name of named.keys()) {
    const words = fold(name).split(' ');
    for (const [i, word] of words.entries()) {
      if (words.length < 2 || word.length < MIN_LETTERS) continue;
      const rest = words.with(i, '').join(' ');
      const others = alike.get(rest) ?? [];
      for (const other of others) {
        if (distance(word, other.word).steps !== 1 || areTold(name, other.name, placed)) continue;
        const [wrong, right] =
          times(name) > times(other.name) ? [other.name, name] : [name, other.name];
        const [at] = named.get(wrong) ?? [];
        if (at) found.push(remark(at, 'people', DIAGNOSES.nearPerson(wrong, right)));
      }
      alike.set(rest, [...others, { name, word }]);
    }
  }
  return found;
}

/** One person by any spelling, or two by a source that names both. */
function areTold(one: string, other: string, placed: readonly PlacedSource[]): boolean {
  if (isSamePerson(one, other)) return true;
  return placed.some(({ source: { title, aliases, people } }) => {
    const names = new Set([title, ...aliases, ...people]);
    return names.has(one) && names.has(other);
  });
}

function namesIn({ kind, title, people }: Source): ReadonlySet<string> {
  return new Set(kind === 'person' ? [title, ...people] : people);
}

function remark({ file, lineOf }: PlacedSource, field: string, message: string): Diagnosis {
  return { severity: 'warning', check: 'misspelling', file, line: lineOf(field) ?? null, message };
}
