import { headingOf } from '../corpus/kinds.ts';
import { writeRecord } from '../corpus/write-record.ts';
import { introduced } from '../language/en/templates/imported.ts';
import { spokenName } from '../text/person-name.ts';
import { type Finding, letters } from './finding.ts';
import type { Owner } from './owner.ts';

/** A file of the corpus, by its path below the folder. */
export interface CorpusFile {
  readonly path: string;
  readonly text: string;
  readonly kind: Finding['kind'];
  readonly isGuessed: boolean;
}

const LONGEST_ID = 60;

/** One readable file for each finding, in a folder for each kind. */
export function corpusFiles(findings: readonly Finding[], owner: Owner): CorpusFile[] {
  const taken = new Set<string>();
  return findings.map((finding) => {
    const id = idOf(finding, taken);
    const { kind, title, fields, guessed } = finding;
    const isOwner = kind === 'person';
    const aliases = isOwner
      ? [
          ...new Set([
            ...owner.aliases,
            ...(fields.aliases ?? []).filter((alias) => letters(alias) !== letters(owner.name)),
          ]),
        ]
      : fields.aliases;
    const record = { ...fields, ...(aliases?.length && { aliases }), id, kind, title };
    const { text } = writeRecord(record, bodyOf(finding, owner), [
      ...guessed,
      ...(isOwner && owner.isGuessed ? ['title'] : []),
    ]);
    return { path: `${folderOf(kind)}/${id}.md`, text, kind, isGuessed: / # guessed$/m.test(text) };
  });
}

/** What its author wrote, else a sentence from its fields; then what no field has a place for. */
function bodyOf({ kind, title, fields, body, remarks }: Finding, owner: Owner): string {
  const facts = { ...fields, kind, title, people: (fields.people ?? []).map(spokenName) };
  const noun = kind === 'student' ? body : '';
  const isIntroduced = body === '' || kind === 'student' || kind === 'person';
  const first = isIntroduced ? introduced(facts, owner.name, noun) : '';
  const own = kind === 'student' ? '' : body;
  // A heading further down may stand before the remarks.
  const parts =
    kind === 'person'
      ? [[first, ...remarks].join(' '), own]
      : [[first, own].filter(Boolean).join('\n\n'), remarks.join(' ')];
  return parts
    .filter((part) => part !== '')
    .join(isIntroduced && kind !== 'person' && own === '' ? ' ' : '\n\n');
}

/** "people", "papers", "edited-volumes" */
function folderOf(kind: Finding['kind']): string {
  return headingOf(kind).toLowerCase().replace(/\s+/g, '-');
}

/** The words of its title; where two have the same ones, with the year or the kind. */
function idOf({ kind, title, fields }: Finding, taken: Set<string>): string {
  const year = fields.year ?? fields.date?.slice(0, 4) ?? fields.start?.slice(0, 4);
  const base = slug(title) || kind;
  const candidates = [
    base,
    year && `${base}-${year}`,
    `${base}-${kind}`,
    ...Array.from({ length: 500 }, (_, i) => `${base}-${kind}-${i + 2}`),
  ];
  const id = candidates.find((candidate) => candidate && !taken.has(String(candidate))) as string;
  taken.add(id);
  return id;
}

function slug(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return words.length <= LONGEST_ID ? words : words.slice(0, LONGEST_ID).replace(/-[^-]*$/, '');
}
