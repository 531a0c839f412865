/**
 * What the owner reads about the files of the profile. Each text is the rest of a line that begins
 * with the file, and with the line and the field where they are known: "atlas.md:5: venue: …".
 */

import { command } from '../command.ts';

import { count } from '../grammar.ts';

/** How to help a file that is not read, by what it is. */
export const UNREAD_FILES = {
  webPage: `web pages are not read; import it: ${command('init', 'FILE')}`,
  document: 'documents of this type are not read; save the text as .md or .txt',
  bibliography: `bibliographies are not read; import it: ${command('init', 'FILE')}`,
  markup: 'this markup is not read; convert it to .md',
  picture: 'pictures are not read; describe it in a text file',
  other: 'only .md, .markdown, .mdx and .txt files are read; convert it or keep it elsewhere',
} as const;

/** Why the operating system did not hand over a file or a folder, by its code. */
export const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'it links to itself',
  ENOTDIR: 'not a folder',
};

export const CORPUS = {
  unreadable: (dir: string, reason: string) =>
    `The corpus folder ${dir} cannot be read (${reason}). Set CORPUS_DIR or --corpus to a folder of .md and .txt files.`,
  hasNoText: (dir: string, skipped: readonly string[]) =>
    `The corpus folder ${dir} has no .md or .txt file. Add at least one text; a plain profile as .txt is enough.${lines(skipped)}`,
  hasOnlyDrafts: (dir: string) =>
    `Every file in the corpus folder ${dir} is a draft. Publish at least one: remove "draft: true" from its front matter.`,
  hasProblems: (dir: string, problems: readonly string[]) =>
    `The corpus in ${dir} has ${count(problems.length, 'problem', 'problems')}; nothing was written.${lines(problems)}`,
};

export const FILE = {
  brokenLink: (reason: string) => `this link cannot be followed (${reason}); fix or remove it`,
  outsideLink:
    'this link leads out of the corpus folder, so it is not read; move the file into the folder, or set CORPUS_FOLLOW_LINKS=true',
  notRegular: 'is not a file; remove or rename it',
  tooLarge: (bytes: number, limit: number) =>
    `is ${megabytes(bytes, 1)} MB; files up to ${megabytes(limit, 0)} MB are read. Split it into smaller files`,
  unreadable: (reason: string) => `cannot be read (${reason}); fix its permissions or remove it`,
  nulByte: (offset: number) =>
    `has a NUL byte at offset ${offset}, so it is not text; save it as UTF-8 text`,
  notUtf8: 'is not valid UTF-8; save it as UTF-8 text',
  draft: (reason: string) => `is a draft (${reason}), so it is left out.`,
  inDraftsFolder: 'it is in _drafts',
  empty: 'is empty; add at least a sentence or remove it',
  emptyBelowFrontMatter:
    'has no text below its front matter; add at least a sentence or remove the file',
  instruction:
    'reads like an instruction to a language model. It is treated as text; remove it unless you want it quoted.',
};

export const FRONT_MATTER = {
  notClosed: (mark: string) =>
    `the front matter is not closed; add a line of "${mark}" below its last field`,
  notYaml: (reason: string) =>
    `the front matter is not valid YAML: ${reason}; put quotes around values with a colon or other special characters`,
  notToml: (reason: string) =>
    `the front matter is not valid TOML: ${reason}; fix the line, as in title = "A title"`,
  unreadable: (reason: string) =>
    `the front matter cannot be read: ${reason}; write the values out in full`,
  /** @param instead pairs of a field and the one to use for it */
  unreadFields: (fields: readonly string[], instead: readonly (readonly [string, string])[]) => {
    const why = fields.length === 1 ? 'it is not a profile field' : 'they are not profile fields';
    const hints = instead.map(([field, better]) => `${better} instead of ${field}`);
    const hint = hints.length === 0 ? '' : ` Use ${hints.join(', ')}.`;
    return `not read, because ${why}: ${fields.join(', ')}.${hint}`;
  },
  /** Stands where a field would, for a problem with all of it. */
  whole: 'front matter',
};

/** What is wrong with the value of a field. */
export const FIELD = {
  missing: 'is missing; add it',
  empty: 'is empty; fill it in or remove it',
  webAddress: 'must be an http(s) address',
  date: 'must be a year, month or day, as in 2024, 2024-05 or 2024-05-17',
  asOf: 'must be a date, as in 2026-01 or 2026-01-31',
  id: 'must be lowercase words joined by hyphens, as in two-words',
  yearTooEarly: 'must be 1900 or later',
  yearTooLate: 'must be 2200 or earlier',
  doi: 'must be a DOI, as in 10.1000/182',
  arxiv: 'must be an arXiv number, as in 2202.05769',
  pages: 'must be the first and last page, as in 321-339',
  endBeforeStart: (start: string) => `is before start, ${start}; swap the two`,
  otherYear: (date: string) => `is not the year of date, ${date}; remove one of the two`,
  /** @param kinds the kinds that have the field; @param own the fields of this kind */
  ofOtherKind: (kind: string, kinds: readonly string[], own: readonly string[]) => {
    const has = own.length === 0 ? '' : `; a ${kind} can have ${own.join(', ')}`;
    return `is a field of ${kinds.join(', ')}, not of a ${kind}${has}`;
  },
  unknown: (meant: string | undefined, fields: readonly string[]) =>
    `is not a field; ${meant === undefined ? `the fields are ${fields.join(', ')}` : `did you mean ${meant}?`}`,
  unknownInLink: 'is not a field of a link; a link has label and url',
  /** @param expected a type as zod calls it */
  ofType: (expected: string) => `must be ${TYPES[expected] ?? expected}`,
  oneOf: (values: readonly string[], meant: string | undefined) =>
    `${meant === undefined ? '' : `did you mean ${meant}? It `}must be one of ${values.join(', ')}`,
  renamedKind: (before: string, now: readonly string[]) =>
    `"${before}" is now called ${now.join(' or ')}; it is read as ${now[0]}. Use the new name.`,
  idTaken: (id: string, file: string) =>
    `"${id}" is already used by ${file}; give one of the two another id`,
  nameTaken: (id: string, file: string) =>
    `"${id}" is already used by ${file}; rename the file, because its name is its id`,
  severalOwners: (others: readonly string[]) =>
    `this is the profile of one person, and ${others.join(', ')} has "owner: true" as well; keep it in one of these files`,
  /** @param others the other files that could be about the owner */
  unclearOwner: (name: string, others: readonly string[]) =>
    `this is taken for the profile of ${name}, who is named most; ${others.join(', ')} could be about its owner, too. Write "owner: true" in one of these files.`,
  unknownReference: (id: string) => `no source has the id "${id}"; fix it or leave it out`,
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'text; put quotes around a number or a date',
  array: 'a list, as in [one, two]',
  int: 'a whole number',
  number: 'a number',
  object: 'fields with values, as in title: A title',
};

export function unclosedComment(opening: string): string {
  return `the comment "${short(opening)}" is never closed, so everything below it is left out. Close it.`;
}

export function templateCodeNotRead(code: string): string {
  return `the template code "${short(code)}" is not read.`;
}

export function templateBlockNotRead(opening: string): string {
  return `the template code "${short(opening)}" and everything inside it is not read.`;
}

function short(code: string): string {
  const text = code.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function lines(items: readonly string[]): string {
  return items.map((item) => `\n  ${item}`).join('');
}

function megabytes(bytes: number, digits: number): string {
  return (bytes / 1024 / 1024).toFixed(digits);
}
