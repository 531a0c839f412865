import type { Span } from '../domain.ts';
import { neverEnds } from './sentence-ends.ts';

const LIST_ITEM = /^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+/;
const HEADING = /^[ \t]{0,3}#{1,6}[ \t]/;
/** The line that opens or closes fenced code. */
const FENCE = /^[ \t]{0,3}(?:`{3,}|~{3,})/;
/** A line shorter than this ends where its author ended it; a longer one may be wrapped text. */
const WRAPPED_LINE_LENGTH = 50;

/** The segmenter takes minutes for 100,000 characters at once. */
const WINDOW = 8192;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * The sentences of a text in English, German, French or Spanish, in order, trimmed, without list markers.
 * Headings, list items and blank lines end a sentence; a line break in wrapped prose does not. In
 * fenced code each line is a sentence.
 *
 * Unicode's segmenter (UAX 29) finds the ends; it knows no abbreviations, so marks that end nothing
 * are hidden from it first.
 * @param isTyped whether it is a message: "ok thanks. and before that?" begins no sentence with a capital
 */
export function sentenceSpans(text: string, { isTyped = false } = {}): Span[] {
  return paragraphs(text).flatMap((paragraph) => {
    // Same length, so that offsets stay true.
    const prose = text.slice(paragraph.start, paragraph.end).replaceAll('\n', ' ');
    const masked = neverEnds(prose, isTyped);
    const spans: Span[] = [];
    let start = 0;
    for (const end of endsIn(masked)) {
      if (!isTyped && end < prose.length && /^\p{Ll}/u.test(masked.slice(end))) continue;
      const span = trim(text, paragraph.start + start, paragraph.start + end);
      if (span.end > span.start) spans.push(span);
      start = end;
    }
    return spans;
  });
}

/** Where sentences end by their form. */
function* endsIn(prose: string): Generator<number> {
  for (let start = 0; start < prose.length; ) {
    const window = prose.slice(start, start + WINDOW);
    const ends = [...segmenter.segment(window)].map(({ index, segment }) => index + segment.length);
    // The last one may continue beyond the window.
    if (start + window.length < prose.length && ends.length > 1) ends.pop();
    for (const end of ends) yield start + end;
    start += ends.at(-1) ?? window.length;
  }
}

/** Runs of lines that belong to one flow of prose. */
function paragraphs(text: string): Span[] {
  const spans: Span[] = [];
  let previousLine = '';
  let offset = 0;
  let isCode = false;
  for (const line of text.split('\n')) {
    const end = offset + line.length;
    const isFence = FENCE.test(line);
    if (isFence) isCode = !isCode;
    const marker = isCode ? 0 : (LIST_ITEM.exec(line)?.[0].length ?? 0);
    const last = spans.at(-1);
    const starts = isCode || marker > 0 || HEADING.test(line) || previousLine.trim() === '';
    if (line.trim() !== '' && !isFence) {
      if (last && !starts && isWrapped(previousLine)) {
        spans[spans.length - 1] = { start: last.start, end };
      } else {
        spans.push({ start: offset + marker, end });
      }
    }
    previousLine = isFence ? '' : line;
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
