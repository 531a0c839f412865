import type { Span } from '../domain.ts';

// Unicode's segmenter (UAX 29) knows no abbreviations; a boundary after one of these is not an end.
const ABBREVIATION =
  /(?:^|[\s(["'])(?:[Ee]\.g|[Ii]\.e|[Cc]f|vs|al|[Ee]ds?|[Dd]r|[Pp]rof|Mr|Mrs|Ms|St|approx|resp|\p{Lu})\.["')\]]?\s*$/u;
/** Abbreviations only before a number: "no." also ends a sentence. */
const NUMBERED = /(?:^|[\s(["'])(?:figs?|sec|no|pp?|vol|ch|eq)\.\s*$/iu;
const LIST_ITEM = /^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+/;
const HEADING = /^[ \t]{0,3}#{1,6}[ \t]/;
/** A line shorter than this ends where its author ended it; a longer one may be wrapped text. */
const WRAPPED_LINE_LENGTH = 50;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * The sentences of a text, in order, trimmed, without list markers. Headings, list items and
 * blank lines end a sentence; a line break in wrapped prose does not.
 */
export function sentenceSpans(text: string): Span[] {
  return paragraphs(text).flatMap((paragraph) => {
    // Same length, so that offsets stay true.
    const prose = text.slice(paragraph.start, paragraph.end).replaceAll('\n', ' ');
    const spans: Span[] = [];
    let start = 0;
    for (const { segment, index } of segmenter.segment(prose)) {
      const end = index + segment.length;
      const isLast = end === prose.length;
      if (!isLast && continues(prose.slice(start, end), prose.slice(end))) continue;
      const span = trim(text, paragraph.start + start, paragraph.start + end);
      if (span.end > span.start) spans.push(span);
      start = end;
    }
    return spans;
  });
}

function continues(before: string, after: string): boolean {
  return (
    ABBREVIATION.test(before) ||
    (NUMBERED.test(before) && /^\d/.test(after)) ||
    /^\p{Ll}/u.test(after)
  );
}

/** Runs of lines that belong to one flow of prose. */
function paragraphs(text: string): Span[] {
  const spans: Span[] = [];
  let previousLine = '';
  let offset = 0;
  for (const line of text.split('\n')) {
    const end = offset + line.length;
    const marker = LIST_ITEM.exec(line)?.[0].length ?? 0;
    const last = spans.at(-1);
    const starts = marker > 0 || HEADING.test(line) || previousLine.trim() === '';
    if (line.trim() !== '') {
      if (last && !starts && isWrapped(previousLine)) {
        spans[spans.length - 1] = { start: last.start, end };
      } else {
        spans.push({ start: offset + marker, end });
      }
    }
    previousLine = line;
    offset = end + 1;
  }
  return spans;
}

function isWrapped(line: string): boolean {
  return (
    !HEADING.test(line) && line.trim().length >= WRAPPED_LINE_LENGTH && !/[.!?:]\s*$/.test(line)
  );
}

/** The span without white space at its ends. */
export function trim(text: string, start: number, end: number): Span {
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}
