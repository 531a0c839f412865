/** A piece of text on a page; `y` grows upward. */
export interface Fragment {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly font: string;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly fragments: readonly Fragment[];
}

/** A line of a column. */
export interface PdfLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly end: number;
  readonly size: number;
  readonly font: string;
  /** Differs where the text goes on in another place: another column or page. */
  readonly column: string;
}

/** Fragments within so many points belong to one line. */
const SAME_LINE = 3;
/** A gap of so many times the size of the type divides columns; a smaller one is a space. */
const COLUMN_GAP = 2.5;
const WORD_GAP = 0.15;
/** Short pieces smaller than this share of the usual type are raised or lowered. */
const RAISED = 0.8;
/** Where running titles and page numbers stand, as a share of the page. */
const MARGIN = 0.06;
const PAGE_NUMBER =
  /^(?:\p{L}+\s)?\d{1,3}(?:\s?(?:\/|of|von)\s?\d{1,3})?$|\bpage\s\d+|\bseite\s\d+/iu;
/** A gutter may be crossed by this share of the lines: titles over both columns. */
const CROSSING = 0.2;
const LEAST_SHARE = 0.2;

/** The lines of a page in reading order: across, then column by column. */
export function linesOfPage(page: PdfPage, number: number): PdfLine[] {
  const usual = median(page.fragments.map(({ size }) => size));
  // What is raised above a line, as in "20th".
  const body = page.fragments.filter(({ size, text }) => size >= usual * RAISED || text.length > 6);
  const lines = lineUp(body).filter((line) => !isPageEdge(line, page, number));
  const gutter = gutterOf(lines, page.width);
  if (gutter === null) return lines.map((line) => ({ ...line, column: `${number}` }));
  const ordered: PdfLine[] = [];
  let left: PdfLine[] = [];
  let right: PdfLine[] = [];
  let part = 0;
  const flush = () => {
    if (left.length + right.length === 0) return;
    ordered.push(...left, ...right);
    [left, right] = [[], []];
    part++;
  };
  for (const line of lines) {
    if (line.x < gutter && line.end > gutter) {
      flush();
      ordered.push({ ...line, column: `${number}.${part}` });
    } else if (line.x < gutter) left.push({ ...line, column: `${number}.${part}.left` });
    else right.push({ ...line, column: `${number}.${part}.right` });
  }
  flush();
  return ordered;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

type Line = Omit<PdfLine, 'column'>;

function lineUp(fragments: readonly Fragment[]): Line[] {
  const rows: Fragment[][] = [];
  for (const fragment of [...fragments].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && Math.abs(first.y - fragment.y) <= SAME_LINE) row.push(fragment);
    else rows.push([fragment]);
  }
  return rows.flatMap((row) => {
    const lines: Line[] = [];
    for (const { text, x, y, width, size, font } of row.sort((a, b) => a.x - b.x)) {
      const last = lines.at(-1);
      const gap = last === undefined ? 0 : x - last.end;
      if (last === undefined || gap > COLUMN_GAP * size) {
        lines.push({ text, x, y, end: x + width, size, font });
        continue;
      }
      const space = gap > WORD_GAP * size && !/\s$/.test(last.text) && !/^\s/.test(text) ? ' ' : '';
      lines[lines.length - 1] = {
        ...last,
        text: `${last.text}${space}${text}`,
        end: x + width,
        font: font === last.font ? font : 'mixed',
      };
    }
    return lines;
  });
}

/**
 * Where the second of two columns begins: at the place where most lines begin together, if few lines
 * run across it. Null where the page has one column.
 */
function gutterOf(lines: readonly Line[], width: number): number | null {
  const starts = lines.map(({ x }) => x).filter((x) => x > width * 0.25 && x < width * 0.75);
  const aligned = (x: number) => starts.filter((start) => Math.abs(start - x) <= SAME_LINE).length;
  const best = [...starts].sort((a, b) => aligned(b) - aligned(a) || a - b)[0];
  if (best === undefined) return null;
  const x = best - SAME_LINE;
  const left = lines.filter(({ end }) => end <= x).length;
  const right = lines.filter((line) => line.x >= x).length;
  const crossing = lines.length - left - right;
  const isDivided =
    Math.min(left, right) >= LEAST_SHARE * lines.length && crossing <= CROSSING * lines.length;
  // The entries of one column beside its dates are no column of their own: they share their lines.
  return isDivided && !sharesRows(lines, x) ? x : null;
}

function sharesRows(lines: readonly Line[], x: number): boolean {
  const left = lines.filter(({ end }) => end <= x);
  const right = lines.filter((line) => line.x >= x);
  const areDates = (lines: readonly Line[], others: readonly Line[]) => {
    const dates = lines.filter(({ text }) =>
      /^\W*(?:\p{L}+\.?\s)?(?:\d\d?\/)?(?:19|20)?\d\d\b/u.test(text),
    );
    const beside = dates.filter(({ y }) =>
      others.some((line) => Math.abs(line.y - y) <= SAME_LINE),
    );
    return dates.length > 0.6 * lines.length && beside.length > 0.8 * dates.length;
  };
  return areDates(left, right) || areDates(right, left);
}

/** The pages without what stands at the same place on several of them: running titles, page numbers. */
export function withoutRunningTitles(pages: readonly (readonly PdfLine[])[]): PdfLine[] {
  const formOf = ({ text, y }: PdfLine) => `${Math.round(y)} ${text.replace(/\d+/g, '#')}`;
  const pagesOf = new Map<string, number>();
  for (const page of pages)
    for (const form of new Set(page.map(formOf))) pagesOf.set(form, (pagesOf.get(form) ?? 0) + 1);
  const isRunning = (line: PdfLine) =>
    /\p{L}/u.test(line.text) && (pagesOf.get(formOf(line)) ?? 0) > 1;
  return pages.flatMap((page) => page.filter((line) => !isRunning(line)));
}

function isPageEdge({ text, y }: Line, { height }: PdfPage, number: number): boolean {
  const isAtEdge = y > height * (1 - MARGIN) || y < height * MARGIN;
  return isAtEdge && (number > 1 || PAGE_NUMBER.test(text));
}
