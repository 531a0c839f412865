import { agree, count, joinNames } from '../grammar.ts';

/** What the lists count, in the singular and the plural. */
export const NOUNS = {
  publication: ['publication', 'publications'],
  thesis: ['thesis', 'theses'],
} as const;

const publications = (n: number) => count(n, ...NOUNS.publication);

/** @param items what is listed, each as `itemOf` writes it */
export const LISTS = {
  atVenue: (venue: string, items: readonly string[]) =>
    `${publications(items.length)} in the profile appeared at ${venue}: ${joinNames(items)}.`,
  ofYear: (year: number, items: readonly string[]) =>
    `${publications(items.length)} in the profile appeared in ${year}: ${joinNames(items)}.`,
  onTopic: (topic: string, items: readonly string[]) =>
    `${publications(items.length)} in the profile ${are(items)} about ${topic}: ${joinNames(items)}.`,
  withPerson: (person: string, owner: string, items: readonly string[]) =>
    `${person} and ${owner} share ${publications(items.length)} in the profile: ${joinNames(items)}.`,
  theses: (owner: string, items: readonly string[]) =>
    `${count(items.length, ...NOUNS.thesis)} in the profile ${agree(items.length, 'was', 'were')} advised or co-advised by ${owner}: ${agree(items.length, 'that', 'those')} of ${joinNames(items)}.`,
  ofKind: (noun: readonly [string, string], items: readonly string[]) =>
    `${count(items.length, ...noun)} ${are(items)} named in the profile: ${items.join('; ')}.`,
  withCode: (items: readonly string[]) =>
    `${count(items.length, 'project', 'projects')} in the profile ${agree(items.length, 'has', 'have')} public code: ${joinNames(items)}.`,
  all: (number: number, years: string | null, venues: readonly string[]) => {
    // What stands before the colon heads a list of the publications.
    const where = agree(venues.length, 'the venue is', 'the venues are');
    const counted = [`The profile has ${publications(number)}`, years].filter(Boolean).join(', ');
    return venues.length === 0 ? `${counted}.` : `${counted}: ${where} ${joinNames(venues)}.`;
  },
  coAuthors: (owner: string, people: readonly string[]) =>
    people.length === 1
      ? `The collaborator with whom ${owner} wrote most, the most frequent co-author in the profile, is ${people[0]}, with the number of shared publications in brackets.`
      : `The collaborators with whom ${owner} wrote most, the most frequent co-authors in the profile, are ${joinNames(people)}, with the number of shared publications in brackets.`,
};

/** The titles of the lists, by which they are found. */
export const TITLES = {
  atVenue: (venue: string) => `Publications at ${venue}`,
  ofYear: (year: number) => `Publications of ${year}`,
  onTopic: (topic: string) => `Publications about ${topic}`,
  withPerson: (person: string) => `Publications with ${person}`,
  theses: 'Supervised theses',
  withCode: 'Projects with public code',
  all: 'Publications',
  coAuthors: 'Co-authors',
};

/** "Lantern (2023)", "Lantern (TRACES)", or the title alone. */
export function itemOf(title: string, detail: string | number | undefined): string {
  return detail === undefined ? title : `${title} (${detail})`;
}

/** "from 2014 to 2025", "of 2020" */
export function yearsOf(first: number, last: number): string {
  return first === last ? `all of ${first}` : `from ${first} to ${last}`;
}

function are(items: readonly string[]): string {
  return agree(items.length, 'is', 'are');
}
