import { isOneOf } from '../corpus/kinds.ts';
import { isSamePerson, parsePersonName } from '../corpus/people.ts';
import { type Finding, letters, OWNER, RANK } from './finding.ts';

/** Whose profile it is. */
export interface Owner {
  readonly name: string;
  /** Other names, under which works were published or that a record gives. */
  readonly aliases: readonly string[];
  /** Whether the name was inferred from the authors of works. */
  readonly isGuessed: boolean;
}

/** An author of at least this share of the works is their owner, unless another wrote as many. */
const LEAST_SHARE = 0.5;
/** Only the most frequent spellings are compared with all others. */
const CANDIDATES = 20;
const SHORTEST_NICKNAME = 3;

/** The person whom most files are about, else the author of most works; null where nobody stands out. */
export function ownerIn(findings: readonly Finding[], named: string | undefined): Owner | null {
  const persons = findings.filter(({ kind, title }) => kind === 'person' && title !== OWNER);
  const name = named ?? commonPerson(persons, findings) ?? commonAuthor(findings);
  if (name === undefined) return null;
  const own = persons.filter((person) => isSamePerson(person.title, name));
  const spelled =
    named ?? own.map(({ title }) => title).sort((a, b) => b.length - a.length)[0] ?? name;
  const told = own.flatMap(({ title, fields }) => [title, ...(fields.aliases ?? [])]);
  const aliases = [
    ...told,
    ...variantsOf(spelled, told, findings),
    ...longFormsOf(spelled, findings),
  ];
  return {
    name: spelled,
    aliases: [
      ...new Map(
        aliases
          .filter((alias) => letters(alias) !== letters(spelled))
          .map((alias) => [letters(alias), alias]),
      ).values(),
    ],
    isGuessed: named === undefined && own.length === 0,
  };
}

/** The person whom the best files name; of two, the one who wrote more of the works. */
function commonPerson(
  persons: readonly Finding[],
  findings: readonly Finding[],
): string | undefined {
  const authors = findings.flatMap(({ fields }) => fields.people ?? []);
  const ranked = persons.map(({ title: name }) => {
    const same = persons.filter(({ title }) => isSamePerson(title, name));
    const works = authors.filter((author) => isSamePerson(author, name)).length;
    const rank = same.reduce((sum, person) => sum + person.rank, 0);
    return { name, rank: rank + (works > 0 ? RANK.record : 0), works };
  });
  ranked.sort((a, b) => b.rank - a.rank || b.works - a.works || b.name.length - a.name.length);
  return ranked[0]?.name;
}

function commonAuthor(findings: readonly Finding[]): string | undefined {
  const works = findings.filter(
    ({ kind, fields }) => isOneOf(kind, 'publication', 'work') && (fields.people ?? []).length > 0,
  );
  const counts = new Map<string, number>();
  for (const { fields } of works) {
    for (const name of new Set(fields.people)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const ranked = [...counts]
    .filter(([name]) => !name.startsWith('{'))
    .sort((a, b) => b[1] - a[1])
    .slice(0, CANDIDATES)
    .map(([name]) => name)
    .map((name) => ({
      name,
      works: works.filter(({ fields }) => fields.people?.some((other) => isSamePerson(other, name)))
        .length,
    }))
    .sort((a, b) => b.works - a.works || b.name.length - a.name.length);
  const [first] = ranked;
  const rival = ranked.find(({ name }) => !isSamePerson(name, first?.name ?? ''));
  if (rival?.works === first?.works) return undefined;
  if (!first || first.works < works.length * LEAST_SHARE) return undefined;
  // Most bibliographies have initials; one entry with the name is enough.
  const isWrittenOut = (name: string) =>
    parsePersonName(name).given.some((part) => !part.isInitial);
  const [full] = [...counts]
    .filter(([name]) => isSamePerson(name, first.name) && isWrittenOut(name))
    .sort((a, b) => b[1] - a[1] || b[0].length - a[0].length);
  return full?.[0] ?? first.name;
}

/** Names in works without the owner that share the given name and part of the family name: a name before a marriage. */
function variantsOf(name: string, told: readonly string[], findings: readonly Finding[]): string[] {
  const own = [name, ...told];
  const family = familyWords(name);
  const strangers = findings
    .filter(
      ({ rank, fields }) =>
        rank >= 3 &&
        !(fields.people ?? []).some((author) => own.some((known) => isSamePerson(author, known))),
    )
    .flatMap(({ fields }) => fields.people ?? []);
  return [...new Set(strangers)].filter((author) => {
    const words = familyWords(author);
    const isPart =
      words.some((word) => family.includes(word)) && (family.length > 1 || words.length > 1);
    return isPart && isSamePerson(givenOf(author), givenOf(name));
  });
}

/** "Jonathan T. Quill" of Jon Quill, if that is who wrote most of the works. */
function longFormsOf(name: string, findings: readonly Finding[]): string[] {
  const works = findings.flatMap(({ fields }) => (fields.people ? [fields.people] : []));
  const family = familyWords(name).join(' ');
  const [given = ''] = parsePersonName(name).given.flatMap(({ spellings }) => spellings);
  const isLongForm = (author: string) => {
    const [first = ''] = parsePersonName(author).given.flatMap(({ spellings }) => spellings);
    const isLonger = first.length > given.length && first.startsWith(given);
    return (
      given.length >= SHORTEST_NICKNAME && isLonger && familyWords(author).join(' ') === family
    );
  };
  const forms = new Set(works.flat().filter(isLongForm));
  return [...forms].filter(
    (form) => works.filter((people) => people.includes(form)).length >= works.length * LEAST_SHARE,
  );
}

function familyWords(name: string): string[] {
  return parsePersonName(name).family.flatMap(({ spellings }) => spellings[0] ?? []);
}

/** The given names with a family name that all share, to compare them alone. */
function givenOf(name: string): string {
  const { given } = parsePersonName(name);
  return `${given.map(({ spellings, isInitial }) => (isInitial ? `${spellings[0]}.` : spellings[0])).join(' ')} Same`;
}
