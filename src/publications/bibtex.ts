import { type CslItem, plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { citationOfType } from '../corpus/kinds.ts';
import { familyOf, type PersonName } from '../text/person-name.ts';
import { protectCase, type TitleContext } from './title-case.ts';

const { commands, mathCommands, ligatures, diacritics } = plugins.config.get('@bibtex').constants;
const WRITABLE = new Set(
  [commands, mathCommands, ligatures, diacritics].flatMap((table) => Object.values(table)),
);
type Fields = Readonly<Record<string, string | undefined>>;

/** An item, and what BibTeX says in a way of its own. */
export interface BibtexItem {
  readonly item: CslItem;
  readonly authors: readonly PersonName[];
  readonly titleContext: TitleContext;
}

// Letters and digits pass through the library as they are.
const STAND_IN = /q0x([0-9a-f]+)x0q/g;
const OPEN = standInFor('{');
const CLOSE = standInFor('}');
const BETWEEN = standInFor('|');

/** BibTeX in ASCII; only what TeX has no command for stays as it is, in UTF-8. */
export function toBibtex(items: readonly BibtexItem[]): string {
  return items.map(entryOf).join('\n');
}

function entryOf({ item, authors, titleContext }: BibtexItem): string {
  // The library would brace each capital of the title, and each name by rules of its own.
  const names = authors.map(authorOf).join(' and ');
  const printed = protectCase(item.title, titleContext, [OPEN, CLOSE]);
  const { author: _, ...plain } = item;
  const carrier = standIn({ ...plain, title: '', annote: `${names}${BETWEEN}${printed}` });
  const [entry] = plugins.output.format('bibtex', [carrier], { format: 'object' });
  const { howpublished: __, note: ___, annote, publisher, ...fields } = entry?.properties ?? {};
  const [author, title] = (annote ?? '').split(BETWEEN);
  // The library knows a thesis by its degree; the rest is what the table of kinds says.
  const type =
    item.type === 'thesis'
      ? (entry?.type ?? 'misc')
      : (citationOfType(item.type)?.bibtex ?? entry?.type ?? 'misc');
  const { title: ____, ...rest } = thesisOfNoType(type, {
    ...fields,
    ...publication(item, publisher),
  });
  const lines = Object.entries({ author, title, ...rest })
    .filter((field): field is [string, string] => Boolean(field[1]))
    .map(([field, value]) => `  ${field} = {${tidy(field, value)}},\n`);
  return `@${type}{${item.id},\n${lines.join('')}}\n`;
}

/** "van den Berg, Jr., Otto"; a name in one piece stands in braces. */
function authorOf(name: PersonName): string {
  const { literal, given, suffix } = name;
  if (literal !== undefined) return `${OPEN}${literal}${CLOSE}`;
  const family = familyOf(name);
  if (given === undefined && suffix === undefined) return `${OPEN}${family}${CLOSE}`;
  return [family, suffix, given ?? ''].filter((part) => part !== undefined).join(', ');
}

/** BibTeX has a type for two degrees only; the fields of a thesis mean nothing in others. */
function thesisOfNoType(type: string, { school, type: genre, ...others }: Fields): Fields {
  if (school === undefined) return others;
  if (type !== 'misc') return { ...others, school };
  return { ...others, howpublished: [genre ?? 'Thesis', school].join(', ') };
}

/** What the library does not write: the publisher of a book, and preprints as arXiv asks for them. */
function publication(item: CslItem, publisher: string | undefined): Fields {
  const number = /\barXiv:(\S+)$/.exec(String(item['number'] ?? item['note'] ?? ''))?.[1];
  const eprint: Fields = number === undefined ? {} : { eprint: number, archiveprefix: 'arXiv' };
  if (item.type !== 'article') return publisher === undefined ? eprint : { publisher, ...eprint };
  const which = number === undefined ? '' : ` arXiv:${number}`;
  return { howpublished: `arXiv preprint${which}`, ...eprint };
}

/** The library leaves out letters of other scripts; a stand-in carries them through. */
function standIn(item: CslItem): CslItem {
  const carry = (text: string) =>
    [...text.normalize('NFC')]
      .map((character) =>
        [...character.normalize('NFKD')].every((part) => part < '\u0080' || WRITABLE.has(part))
          ? character
          : standInFor(character),
      )
      .join('');
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return carry(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(item) as CslItem;
}

function standInFor(character: string): string {
  return `q0x${character.codePointAt(0)?.toString(16)}x0q`;
}

function tidy(field: string, value: string): string {
  const whole = value
    // BibTeX knows a letter with an accent by "{\": {\"a}, {\l}.
    .replace(/\{\\(["'^`~=.]) /g, '{\\$1')
    .replace(/\\([a-zA-Z]+)\{\}/g, '{\\$1}')
    .replace(/ {2,}/g, ' ')
    .replace(STAND_IN, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  return field === 'url' ? whole.replace(/[{}\\]/g, encodeURIComponent) : whole;
}
