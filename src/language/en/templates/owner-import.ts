/** What the owner reads of an import: why something stays out, and the report at its end. */

import { command } from '../command.ts';

import { count } from '../grammar.ts';

export const INPUT = {
  notFound: (path: string) => `${path} cannot be read. Name files or folders that exist.`,
  projectFile: 'belongs to the site generator',
  built: 'was built from other files of the site',
  notRead: (extension: string) =>
    `${extension} files are not read; convert it to PDF, DOCX, HTML, Markdown or text`,
  others: (n: number) => count(n, 'other file', 'other files'),
  otherKinds: (kinds: readonly string[]) =>
    `no format that holds a text${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}`,
  tooLarge: 'is larger than 20 MB',
};

export const READ = {
  failed: (reason: string) =>
    `cannot be read (${reason}); open it in its program and save it again`,
  empty: 'is empty',
  confidential: 'says that it is not to be published',
  sample: 'is a sample of the theme',
  draft: (mark: string) => `is a draft (${mark})`,
  notJson: (reason: string) => `is not valid JSON (${reason}); export it again`,
  noText: 'has no text, as a scan; export it from the program it was written in, or run OCR on it',
  noCv: 'is no CV by its name or headings, so its text stays out; to have it in, name the file itself',
  noTitle: (entry: string) => `the entry${entry && ` ${entry}`} has no title; add one`,
  /** What a parser of bibliographies says of an entry, and the remedy. */
  brokenEntry: (reason: string) =>
    `this entry is broken (${reason}); close each brace and quotation mark, and put commas between fields`,
  brokenRecord: (reason: string) =>
    `this record is broken (${reason}); begin each record with "TY  - " and end it with "ER  - "`,
  noItem: (number: number) =>
    `item ${number} of the list is no entry of CSL-JSON; give it a type and a title, or remove it`,
  binary: 'is no text; export it again',
  noEntries: 'holds nothing that can be published',
  unknownData: 'data of a kind that is not known',
};

export const OWNER_MISSING =
  'No file says whose profile this is. Run it again with --name "Your Name", so that your works are told from those of others.';
export const ASK_NAME = 'Whose profile is this? Your name: ';

export const CORPUS_FOLDER = {
  foreign: (dir: string, who: string) =>
    `${dir} holds the profile of ${who}. To start your own, run the same command with --empty, which moves that profile to a dated folder beside it; or set CORPUS_DIR to another folder.`,
  moved: (dir: string, to: string) => `The profile that was in ${dir} is now in ${to}.`,
  nothingToMove: (dir: string) => `${dir} is empty already.`,
  nothingFound: 'Nothing was found that could be imported; nothing was written.',
};

/** What is done with a file of the corpus. */
export const UPDATE = {
  kept: (file: string) =>
    `${file}: edited by hand, so it is not touched, though its source says something else now`,
  own: (file: string) =>
    `${file}: is not from an import, so it is not touched; rename it to import the other one`,
  deleted: (file: string) => `${file}: was deleted by hand, so it is not written again`,
  orphan: (file: string) =>
    `${file}: is no longer in the sources, but was edited by hand, so it stays`,
};

export const REPORT = {
  heading: (dir: string, total: number) => `Wrote ${count(total, 'file', 'files')} to ${dir}.`,
  changes: (written: number, same: number, removed: number) =>
    [`new or changed: ${written}`, `unchanged: ${same}`, `removed: ${removed}`].join(', '),
  found: 'Found',
  owner: (name: string) => `The profile of ${name}.`,
  merged: 'Merged, because they are the same',
  mergedInto: (title: string, places: readonly string[]) => `“${title}”: ${places.join(', ')}`,
  contradictions: 'Contradictions: one value was taken; correct it in your files',
  contradiction: (title: string, field: string, taken: string, from: string, others: string) =>
    `“${title}”: ${field} is ${taken} in ${from}, but ${others}`,
  other: (value: string, from: string) => `${value} in ${from}`,
  guessed: (n: number) =>
    `Guessed: ${count(n, 'file has a field', 'files have fields')} marked “# guessed”; correct what is wrong and remove the mark`,
  private: 'Left out, because it is private',
  skipped: 'Skipped',
  problems: 'Not read',
  edited: 'Left as they are',
  shipped: (dir: string) =>
    `${dir} also has files that are not from this import. If they are not yours, run: ${command('init', '--empty')}`,
  next: `Look through the files, then run: ${command('start')}`,
  more: (n: number) => `… and ${n} more`,
};

/** The fields in the words of a report. */
export const FIELD_NAMES: Readonly<Record<string, string>> = {
  year: 'the year',
  start: 'the start',
  end: 'the end',
  amount: 'the amount',
  date: 'the date',
};
