import distance from 'damerau-levenshtein';

/**
 * The name that a word may be a misspelling of, in any case.
 * @param most the share of their length by which they may differ
 */
export function nearest(word: string, among: readonly string[], most: number): string | undefined {
  const lower = word.toLowerCase();
  const ranked = among
    .map((name) => ({ name, steps: distance(lower, name.toLowerCase()).relative }))
    .sort((a, b) => a.steps - b.steps);
  return ranked[0] && ranked[0].steps <= most ? ranked[0].name : undefined;
}
