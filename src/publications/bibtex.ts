import { type CslItem, plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';

const { commands, mathCommands, ligatures, diacritics } = plugins.config.get('@bibtex').constants;
const WRITABLE = new Set(
  [commands, mathCommands, ligatures, diacritics].flatMap((table) => Object.values(table)),
);
type Fields = Readonly<Record<string, string | undefined>>;

// Letters and digits pass through the library as they are.
const STAND_IN = /q0x([0-9a-f]+)x0q/g;

/** BibTeX in ASCII; only what TeX has no command for stays as it is, in UTF-8. */
export function toBibtex(items: readonly CslItem[]): string {
  return items.map(entryOf).join('\n');
}

function entryOf(item: CslItem): string {
  const [entry] = plugins.output.format('bibtex', [standIn(item)], { format: 'object' });
  const { howpublished: _, note: __, publisher, ...fields } = entry?.properties ?? {};
  const type = item.type === 'article' ? 'misc' : (entry?.type ?? 'misc');
  const { author, title, ...others } = { ...fields, ...publication(item, publisher) };
  const lines = Object.entries({ author, title, ...thesisOfNoType(type, others) })
    .filter((field): field is [string, string] => field[1] !== undefined)
    .map(([field, value]) => `  ${field} = {${tidy(field, value)}},\n`);
  return `@${type}{${item.id},\n${lines.join('')}}\n`;
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
          : `q0x${character.codePointAt(0)?.toString(16)}x0q`,
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

function tidy(field: string, value: string): string {
  const whole = value
    // BibTeX knows a letter with an accent by "{\": {\"a}, {\l}.
    .replace(/\{\\(["'^`~=.]) /g, '{\\$1')
    .replace(/\\([a-zA-Z]+)\{\}/g, '{\\$1}')
    .replace(/ {2,}/g, ' ')
    .replace(STAND_IN, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  if (field === 'url') return whole.replace(/[{}\\]/g, encodeURIComponent);
  if (field !== 'title') return whole;
  // The library keeps the capitals of all words but the first of each part: "AIOpsLab: LLMs …".
  return whole.replace(/(^|: )(?=\w*[A-Z])(\w[\w]*[A-Z]\w*)(?!\w)/g, '$1{$2}');
}
