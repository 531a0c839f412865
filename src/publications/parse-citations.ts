/// <reference path="./citation-js.d.ts" />
import { type BibtexEntry, type CslItem, plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import { JOURNAL_MACROS } from './journal-macros.ts';

/** An item of a bibliography, and where it begins in the file. */
export type { CslItem };

export interface ParsedCitation {
  readonly item: CslItem;
  /** Undefined where the format has no lines of its own. */
  readonly line: number | undefined;
  /** The fields of BibTeX as written, for what CSL has no name for; empty for other formats. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface ParsedCitations {
  readonly citations: readonly ParsedCitation[];
  /** What could not be read, entry by entry. */
  readonly problems: readonly { readonly line: number | undefined; readonly reason: string }[];
}

const ENTRY = /^[ \t]*@(\w+)\s*[{(]/gm;
/** Commands that the library does not know, as the letters they stand for. */
const LETTERS: readonly (readonly [RegExp, string])[] = [
  [/\{\\aa\}|\\aa(?![a-zA-Z])\s*/g, 'å'],
  [/\{\\AA\}|\\AA(?![a-zA-Z])\s*/g, 'Å'],
  [/\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![a-zA-Z]))|\\degree(?![a-zA-Z])/g, '°'],
  [/\\[,;!:](?=[^a-zA-Z]|$)/g, ' '],
  [/\\(?:emph|textsc|mbox|text)(?=\{)/g, ''],
];

/** The name of a journal or publisher that is a command, or a macro that the file does not define. */
const UNDEFINED =
  /^([ \t]*(?:journal|journaltitle|booktitle|publisher|series)\s*=\s*)(?:[{"]\s*\\([a-zA-Z]+)\s*[}"]|([a-zA-Z]\w*))(?=\s*(?:,|\}|$))/gim;

/**
 * The entries of a BibTeX or BibLaTeX file, with macros and cross-references resolved. An entry that is
 * not well formed is a problem and costs no other entry.
 */
export function parseBibtex(text: string): ParsedCitations {
  const named = withNames(text);
  const plain = LETTERS.reduce((rest, [command, letter]) => rest.replace(command, letter), named);
  const lineAt = (offset: number) => plain.slice(0, offset).split('\n').length;
  const starts = [...plain.matchAll(ENTRY)];
  const chunks = starts.map(({ 1: type = '', index }, i) => ({
    type: type.toLowerCase(),
    text: plain.slice(index, starts[i + 1]?.index ?? plain.length),
    line: lineAt(index),
  }));
  const macros = chunks.filter(({ type }) => type === 'string').map((chunk) => chunk.text);
  const problems: { line: number; reason: string }[] = [];
  const entries: { entry: BibtexEntry; line: number }[] = [];
  for (const { type, text: chunk, line } of chunks) {
    if (/^(?:string|preamble|comment)$/.test(type)) continue;
    try {
      const [entry] = plugins.input.chainLink(`${macros.join('\n')}\n${chunk}`).slice(-1);
      if (entry) entries.push({ entry: entry as BibtexEntry, line });
    } catch (error) {
      problems.push({ line, reason: reasonOf(error) });
    }
  }
  const byLabel = new Map(entries.map(({ entry }) => [entry.label.toLowerCase(), entry]));
  const citations = entries.flatMap(({ entry, line }): ParsedCitation[] => {
    const whole = withParent(entry, byLabel);
    try {
      const [item] = plugins.input.chain([whole], { generateGraph: false });
      return item ? [{ item, line, fields: fieldsOf(whole) }] : [];
    } catch (error) {
      problems.push({ line, reason: reasonOf(error) });
      return [];
    }
  });
  return { citations, problems };
}

/** With the names of journals in place of their macros; one that nobody knows stands for itself. */
function withNames(text: string): string {
  const defined = new Set(
    [...text.matchAll(/^[ \t]*@string\s*[{(]\s*(\w+)\s*=/gim)].map(([, macro = '']) =>
      macro.toLowerCase(),
    ),
  );
  return text.replace(UNDEFINED, (field, before: string, command?: string, macro?: string) => {
    if (macro !== undefined && defined.has(macro.toLowerCase())) return field;
    const name = command ?? macro ?? '';
    return `${before}{${JOURNAL_MACROS[name.toLowerCase()] ?? name}}`;
  });
}

const NO_RECORD = 'it belongs to no record';
const NO_END = 'it has no line "ER  - "';

/** The records of an RIS file, as Zotero, EndNote and publishers export them. */
export function parseRis(text: string): ParsedCitations {
  const records = text.split(/^(?=TY {2}-)/m);
  const citations: ParsedCitation[] = [];
  const problems: { line: number; reason: string }[] = [];
  let line = 1;
  for (const record of records) {
    const first = line;
    line += record.split('\n').length - 1;
    const [whole = '', rest = ''] = record.split(/(?<=^ER {2}-.*$)/m);
    const stray = whole.startsWith('TY') ? rest : record;
    if (stray.trim())
      problems.push({ line: line - stray.trimStart().split('\n').length + 1, reason: NO_RECORD });
    if (stray === record) continue;
    const isEnded = /^ER {2}-/m.test(record);
    if (!isEnded) problems.push({ line: first, reason: NO_END });
    try {
      const ended = isEnded ? whole : `${record.trim()}\nER  - `;
      const [item] = plugins.input.chain(`${ended}\n`, { generateGraph: false });
      if (item) citations.push({ item, line: first, fields: {} });
    } catch (error) {
      problems.push({ line: first, reason: reasonOf(error) });
    }
  }
  return { citations, problems };
}

/** A child of a volume has its year, editors and place from there (`crossref` of BibTeX). */
function withParent(entry: BibtexEntry, byLabel: ReadonlyMap<string, BibtexEntry>): BibtexEntry {
  const { crossref, xdata, ...own } = fieldsOf(entry);
  const parent = byLabel.get((crossref ?? xdata ?? '').toLowerCase());
  if (!parent || parent === entry) return entry;
  const { title, author: _, pages: __, doi: ___, ...inherited } = fieldsOf(parent);
  const booktitle = title === undefined ? {} : { booktitle: title };
  return { ...entry, properties: { ...booktitle, ...inherited, ...own } };
}

function fieldsOf({ properties }: BibtexEntry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([field, value]) => [field.toLowerCase(), String(value)]),
  );
}

function reasonOf(error: unknown): string {
  const [first = ''] = (error as Error).message.split('\n');
  if (/not supported/i.test(first)) return 'it ends too early';
  return first.replace(/ at line \d+ col \d+:?$/, '');
}
