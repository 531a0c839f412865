import type { Element } from 'hast';
import { sentenceSpans } from '../text/sentences.ts';
import { isHidden } from './inline.ts';

interface Cell {
  readonly text: string;
  readonly isHeader: boolean;
}

/**
 * Each row of a table as one sentence that names its columns: "Year: 2024; Students: 61." The caption,
 * if any, comes first.
 */
export function tableRows(table: Element, textOf: (cell: Element) => string): string[] {
  const caption = elements(table, ['caption']).map(textOf);
  const grid = gridOf(table, textOf);
  const isHeader = (row: readonly (Cell | undefined)[]) =>
    row.every((cell) => cell === undefined || cell.isHeader);
  const headers: string[] = [];
  const rows: string[] = [];
  for (const row of grid) {
    if (isHeader(row)) {
      // In a header of several rows, the lowest name of a column counts.
      if (rows.length > 0) headers.length = 0;
      row.forEach((cell, column) => {
        if (cell?.text) headers[column] = cell.text;
      });
    } else rows.push(rowText(row, headers));
  }
  if (rows.length === 0 && headers.length > 0) rows.push(`${headers.filter(Boolean).join('; ')}.`);
  return [...caption, ...rows].filter((row) => row.trim() !== '');
}

function rowText(row: readonly (Cell | undefined)[], headers: readonly string[]): string {
  const seen = new Set<Cell>();
  let label = '';
  const parts = row.flatMap((cell, column) => {
    if (cell === undefined || cell.text === '' || seen.has(cell)) return [];
    seen.add(cell);
    const name = headers[column] ?? label;
    // A row that begins with its own header, in a table without column headers.
    if (cell.isHeader && headers.length === 0) {
      label = cell.text;
      return [];
    }
    label = '';
    return [name === '' ? cell.text : `${name.replace(/[:.]$/, '')}: ${cell.text}`];
  });
  const text = parts.join('; ');
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Cells by row and column; a spanning cell is in each that it covers. */
function gridOf(table: Element, textOf: (cell: Element) => string): (Cell | undefined)[][] {
  const rows = elements(table, ['tr']);
  const grid: (Cell | undefined)[][] = rows.map(() => []);
  rows.forEach((row, y) => {
    const inHead = elements(table, ['thead']).some((head) => elements(head, ['tr']).includes(row));
    let x = 0;
    for (const element of elements(row, ['td', 'th'])) {
      while (grid[y]?.[x] !== undefined) x++;
      const cell = {
        text: oneSentence(textOf(element)),
        isHeader: inHead || element.tagName === 'th',
      };
      const width = span(element, 'colSpan');
      for (let dy = 0; dy < span(element, 'rowSpan'); dy++) {
        for (let dx = 0; dx < width; dx++) {
          const target = grid[y + dy];
          if (target) target[x + dx] = cell;
        }
      }
      x += width;
    }
  });
  return grid.map((row) => Array.from(row));
}

/** Makes one sentence of a cell, so that a row is one sentence. */
function oneSentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const sentences = sentenceSpans(line).map(({ start, end }) => line.slice(start, end));
  if (sentences.length < 2) return line.replace(/(?<=\p{Ll}{3})\.$/u, '');
  return sentences.map((sentence) => sentence.replace(/\.$/, '')).join('; ');
}

function span(element: Element, name: 'colSpan' | 'rowSpan'): number {
  return Math.min(100, Math.max(1, Number(element.properties[name] ?? 1) || 1));
}

/** Descendants with these names, except those in nested tables. */
function elements(parent: Element, names: readonly string[]): Element[] {
  return parent.children.flatMap((child) => {
    if (child.type !== 'element' || isHidden(child)) return [];
    if (names.includes(child.tagName)) return [child];
    return child.tagName === 'table' ? [] : elements(child, names);
  });
}
