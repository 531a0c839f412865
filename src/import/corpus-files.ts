import { headingOf, isOneOf } from '../corpus/kinds.ts';
import { writeRecord } from '../corpus/write-record.ts';
import type { Link } from '../domain.ts';
import { spokenName } from '../text/person-name.ts';
import { type Fields, type Finding, letters } from './finding.ts';
import type { Owner } from './owner.ts';
import { labelOf } from './parts.ts';
import { asksFor, introduced } from './sentences.ts';

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
    const { kind, title, guessed } = finding;
    const isOwner = kind === 'person';
    const fields = isOwner ? asOwner(finding.fields, owner) : finding.fields;
    const asks = asksFor({ ...fields, kind, title });
    const record = { ...fields, links: linksOf(fields, isOwner), asks, id, kind, title };
    const { text } = writeRecord(record, bodyOf(finding, owner), [
      ...guessed,
      ...(isOwner && owner.isGuessed ? ['title'] : []),
    ]);
    return { path: `${folderOf(kind)}/${id}.md`, text, kind, isGuessed: / # guessed$/m.test(text) };
  });
}

function asOwner({ aliases = [], ...fields }: Fields, owner: Owner): Fields {
  const others = aliases.filter((alias) => letters(alias) !== letters(owner.name));
  return { ...fields, owner: true, aliases: [...new Set([...owner.aliases, ...others])] };
}

/** The page of a thing is one of its links, too, so that answers can name it. */
function linksOf({ url, links = [] }: Fields, isOwner: boolean): readonly Link[] {
  if (url === undefined || links.some((link) => link.url === url)) return links;
  return [{ label: isOwner ? 'Homepage' : labelOf(url), url }, ...links];
}

/**
 * What its author wrote, and what no field has a place for. A sentence made of the fields comes first where
 * there is no text, and for what happened, since a text on a talk seldom says when and where it was.
 */
function bodyOf(
  { kind, title, fields, body: own, detail, remarks }: Finding,
  owner: Owner,
): string {
  const facts = { ...fields, kind, title, people: (fields.people ?? []).map(spokenName) };
  const isIntroduced =
    own === '' ||
    (isOneOf(kind, 'event', 'stage') && kind !== 'news') ||
    (kind === 'person' && (fields.role ?? fields.organization) !== undefined);
  const first = isIntroduced ? introduced(facts, owner.name, detail) : '';
  const told = [first, ...remarks].filter((part) => part !== '').join(' ');
  return (isIntroduced ? [told, own] : [own, told]).filter((part) => part !== '').join('\n\n');
}

/** "people", "papers", "edited-volumes" */
function folderOf(kind: Finding['kind']): string {
  return headingOf(kind).toLowerCase().replace(/\s+/g, '-');
}

/** The words of its title; where two have the same ones, with the year or the kind. */
function idOf({ kind, title, fields }: Finding, taken: Set<string>): string {
  const year = fields.year ?? fields.date?.slice(0, 4) ?? fields.start?.slice(0, 4);
  const base = slug(title) || kind;
  let id = [base, `${base}-${year ?? kind}`, `${base}-${kind}`].find((one) => !taken.has(one));
  for (let number = 2; id === undefined; number++)
    if (!taken.has(`${base}-${kind}-${number}`)) id = `${base}-${kind}-${number}`;
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
