/** A line of a plain text. */
export interface Line {
  readonly text: string;
  /** Columns before it. */
  readonly indent: number;
}

/** Longer lines are paragraphs that their author did not wrap. */
export const MAX_LINE_LENGTH = 120;
/** Prose begins few of its lines with a capital: from so many lines and such a share on, it is a list. */
const LEAST_RECORDS = 4;
const RECORD_SHARE = 0.6;
/** Editors break lines a little before the width, too. */
const RAGGED = 2;

const BULLET = /^[-*+•▪◦‣–](\s+)(?=\S)/;
const NUMBERED = /^\d{1,3}[.)]\s+(?=\S)/;
/** "4.1", "[7]": what counts the entries of a list. */
const ENTRY_NUMBER = /^(?:\d{1,3}(?:\.\d{1,3})+\.?|\[\d{1,3}\]|\(\d{1,3}\))\s/;
/** A time in the first column: "2013-2017  Lecturer", "2019 –  Reader". */
const TIME_COLUMN = /^(?:\d{1,2}[./])?(?:19|20)\d\d\b[^.,]{0,16}?(?:\s{2,}|\t|:\s)/;
/** Dots or blanks that lead to another column. */
const LEADER = /\s?\.{3,}\s|\S\s{3,}\S|\t/;
const SENTENCE_WITHIN = /[\p{Ll})]\. \p{Lu}/u;
const STARTS_LOW = /^\p{Ll}/u;

/**
 * The lines of a block as items, where they are a list; else as they are. Lines that were wrapped are
 * put together; lines indented below an item are items below it.
 * @param width of the text: a line that ends before it, with room for the next word, was not wrapped
 */
export function writeBlock(block: readonly Line[], width: number): string[] {
  if (block.length === 0) return [];
  const plain = block.map(({ text }) => text).join('\n');
  if (block.some(({ text }) => text.length > MAX_LINE_LENGTH)) return [plain];
  const entries = entriesOf(block, width);
  const isList =
    entries.length > 1 ||
    (entries[0]?.length ?? 0) > 1 ||
    TIME_COLUMN.test(plain) ||
    BULLET.test(plain);
  if (!isList) return [plain];
  return [
    entries
      .map((lines) => lines.map(inColumns).join('\n  - '))
      .map((entry) => (NUMBERED.test(entry) ? entry : `- ${entry}`))
      .join('\n'),
  ];
}

/** The lines of each entry: the first one, and those below it. */
function entriesOf(block: readonly Line[], width: number): string[][] {
  const least = Math.min(...block.map(({ indent }) => indent));
  const isCentered = (block[0]?.indent ?? 0) > least;
  const isRecords = isListOfRecords(block.filter(({ indent }) => indent === least));
  const entries: string[][] = [];
  let above: Line | undefined;
  let columns: readonly number[] = [];
  for (const line of block) {
    const entry = entries.at(-1);
    const begins =
      isNumbered(line.text) ||
      BULLET.test(line.text) ||
      (isRecords && line.indent === least && !STARTS_LOW.test(line.text));
    const isColumn = columns.includes(line.indent);
    if (entry && above && !begins && (isColumn || continues(above, line, width))) {
      entry.push(`${entry.pop()} ${line.text}`);
    } else if (entry && line.indent > least && !isCentered && !begins) {
      entry.push(line.text);
    } else {
      entries.push([line.text.replace(BULLET, '')]);
      columns = columnsOf(line).filter((column) => column > least);
    }
    above = line;
  }
  return entries;
}

function isNumbered(text: string): boolean {
  return TIME_COLUMN.test(text) || ENTRY_NUMBER.test(text) || NUMBERED.test(text);
}

/** Whether lines stand for themselves: most begin like a name or sentence, and none has two of them. */
function isListOfRecords(lines: readonly Line[]): boolean {
  const begun = lines.filter(({ text }) => !STARTS_LOW.test(text)).length;
  return (
    lines.length >= LEAST_RECORDS &&
    begun >= RECORD_SHARE * lines.length &&
    !lines.some(({ text }) => SENTENCE_WITHIN.test(text))
  );
}

/** Where the columns of a line begin, and the text behind its number or bullet. */
function columnsOf({ text, indent }: Line): number[] {
  const wide = [...text.matchAll(/(?:\s{2,}|\t)(?=\S)/g)].map((gap) => gap.index + gap[0].length);
  const marker = BULLET.exec(text) ?? NUMBERED.exec(text) ?? ENTRY_NUMBER.exec(text);
  return [...wide, ...(marker ? [marker[0].length] : [])].map((column) => indent + column);
}

/** Whether a line goes on with the sentence of the one above: its first word did not fit there. */
function continues(above: Line, line: Line, width: number): boolean {
  if (STARTS_LOW.test(line.text)) return !/^\S*(?:@|:\/\/|www\.)/.test(line.text);
  if (LEADER.test(above.text) || /\b(?:19|20)\d\d\)?$/.test(above.text)) return false;
  const word = /^\S+/.exec(line.text)?.[0] ?? '';
  return above.indent + above.text.length + 1 + word.length > width - RAGGED;
}

/** What stands side by side, as one reads it: "Lecturer … 2014 to 2019". */
function inColumns(line: string): string {
  return line.replace(/\s*\.{3,}\s+/g, ' … ').replace(/\s{2,}|\t/g, ' ');
}
