/* What `doctor` says of a corpus. Each text follows the file and the line. */

import { count, joinNames } from '../grammar.ts';

export const DIAGNOSES = {
  ownerMissing:
    'No file says whose profile this is. Add one with "kind: person" and the name as its title.',
  /** @param characters as "U+200B" */
  hiddenCharacters: (characters: readonly string[]) =>
    `has hidden characters (${characters.join(', ')}), which visitors do not see but programs read; remove them`,
  toldByImport: (sentence: string) =>
    `“${sentence}” Correct the field above if need be, and remove this sentence`,
  duplicate: (file: string) =>
    `is about the same thing as ${file}; keep one of the two, or tell them apart by title, year or place`,
  /** @param told values and the files that have them */
  contradiction: (field: string, told: readonly (readonly [string, string])[]) =>
    `${field} is ${joinNames(
      told.map(([value, file]) => `${value} in ${file}`),
      ' but ',
    )}; correct one of them`,
  nearTopic: (topic: string, theme: string) =>
    `topics: “${topic}” is the name of no theme; did you mean “${theme}”?`,
  nearPerson: (name: string, other: string) =>
    `people: “${name}” is nearly “${other}”, who is named elsewhere; if they are one person, write both alike`,
  neverFound: (title: string, others: readonly string[]) =>
    `is not found by its own title “${title}”${others.length === 0 ? '' : `, which finds ${joinNames(others)}`}; give it a title with a word of its own`,
  insecure: (url: string) => `${url} is not https; use https if the site has it`,
  gone: (url: string, status: number) =>
    `${url} leads nowhere (status ${status}); correct or remove it`,
  failing: (url: string, status: number) =>
    `${url} fails (status ${status}); try it in a browser, and correct or remove it`,
  unreachable: (url: string, reason: string) =>
    `${url} cannot be reached (${reason}); correct or remove it`,
};

/** The last line of the report. */
export function examined(dir: string, errors: number, warnings: number): string {
  if (errors + warnings === 0) return `Nothing is wrong with ${dir}.`;
  return `${dir}: ${count(errors, 'error', 'errors')}, ${count(warnings, 'warning', 'warnings')}.`;
}
