import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import type { Passage, Sentence, Source, Span } from '../domain.ts';
import { sentenceSpans, trim } from '../text/sentences.ts';
import { type Fact, factsOf } from './facts.ts';

/** In UTF-16 code units; about 200 of the 256 tokens that the local embedder reads. */
export const PASSAGE_LENGTH = 900;

const HEADING = /^[ \t]{0,3}(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
// Stands for "at the end of a sentence" among the splitter's separators; it occurs in all prose.
const SENTENCE_END = ' ';

/** LangChain's recursive splitter, which knows paragraphs and words, taught to know sentences. */
class ProseSplitter extends RecursiveCharacterTextSplitter {
  protected override splitOnSeparator(text: string, separator: string): string[] {
    // Half a surrogate pair is no text.
    if (separator === '') return [...text];
    if (separator !== SENTENCE_END) return super.splitOnSeparator(text, separator);
    const starts = sentenceSpans(text).map((span) => span.start);
    const pieces = starts.map((start, i) => text.slice(i === 0 ? 0 : start, starts[i + 1]));
    return pieces.flatMap((piece) =>
      piece.length < PASSAGE_LENGTH ? [piece] : super.splitOnSeparator(piece, ' '),
    );
  }
}

const splitter = new ProseSplitter({
  chunkSize: PASSAGE_LENGTH,
  chunkOverlap: 0,
  keepSeparator: true,
  separators: ['\n\n', '\n', SENTENCE_END, ''],
});

/**
 * Cuts a source by its headings, paragraphs and sentences into passages of at most
 * `PASSAGE_LENGTH` code units that know their exact offsets.
 */
export async function splitSource(source: Source): Promise<Passage[]> {
  const facts = factsOf(source);
  const passages: Passage[] = [];
  for (const section of sectionsOf(source.body)) {
    const sectionText = source.body.slice(section.start, section.end);
    let cursor = 0;
    for (const chunk of await splitter.splitText(sectionText)) {
      // Chunks are verbatim and in order, so each is found at or after the end of the one before.
      const at = sectionText.indexOf(chunk, cursor);
      cursor = at + chunk.length;
      const span = trim(source.body, section.start + at, section.start + cursor);
      if (span.end === span.start) continue;
      const text = source.body.slice(span.start, span.end);
      passages.push({
        id: `${source.id}#${passages.length + 1}`,
        sourceId: source.id,
        headings: section.headings,
        ...span,
        text,
        sentences: section.isHeading ? [] : sentencesOf(text, section.headings.at(-1), facts),
      });
    }
  }
  return passages;
}

/**
 * What can be quoted. A fact is one sentence even where a printed title in it ends with a question
 * mark; a question is what the sentences below it answer.
 */
function sentencesOf(
  text: string,
  heading: string | undefined,
  facts: readonly Fact[],
): Sentence[] {
  const told = facts.flatMap((fact): Sentence[] => {
    const start = text.indexOf(`- ${fact.text}`) + 2;
    return start < 2 ? [] : [{ start, end: start + fact.text.length, facet: fact.facet }];
  });
  const prose = sentenceSpans(text).filter(
    (span) => !told.some((fact) => span.start < fact.end && fact.start < span.end),
  );
  return [...withQuestions(text, prose, heading), ...told].sort((a, b) => a.start - b.start);
}

function withQuestions(
  text: string,
  spans: readonly Span[],
  heading: string | undefined,
): Sentence[] {
  const above = heading && isQuestion(heading) ? heading : undefined;
  let asked = above;
  let last = 0;
  return spans.flatMap((span): Sentence[] => {
    // A question is answered in its own paragraph or item.
    if (text.slice(last, span.start).includes('\n\n') || isItemAt(text, span.start)) asked = above;
    last = span.end;
    const sentence = text.slice(span.start, span.end);
    if (TABLE_ROW.test(sentence)) return [{ ...span, isRow: true }];
    if (!isQuestion(sentence)) return [asked === undefined ? span : { ...span, asked }];
    asked = sentence;
    return [];
  });
}

/** As `tableRows` writes them. */
const TABLE_ROW = /^[^:;\n]{1,80}: [^;\n]+(?:; [^:;\n]{1,80}: [^;\n]+)+\.$/;

function isQuestion(text: string): boolean {
  return /[?？؟]["'”’»)\]*]*$/u.test(text);
}

function isItemAt(text: string, start: number): boolean {
  return /(?:^|\n)[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+$/.test(
    text.slice(Math.max(0, start - 40), start),
  );
}

interface Section {
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
  /** Whether it is a heading that has nothing below it: found, but never quoted. */
  readonly isHeading?: boolean;
}

/**
 * The text below each heading, with the path of headings above it. A heading with nothing below it,
 * not even a deeper heading, is text itself.
 */
function sectionsOf(body: string): Section[] {
  const sections: Section[] = [];
  const path: Heading[] = [];
  let start = 0;
  const close = (end: number, nextLevel: number) => {
    const headings = path.map((heading) => heading.text);
    const last = path.at(-1);
    if (body.slice(start, end).trim() !== '') sections.push({ headings, start, end });
    else if (last && nextLevel <= last.level) {
      sections.push({
        headings: headings.slice(0, -1),
        start: last.start,
        end: last.end,
        isHeading: true,
      });
    }
  };
  for (const heading of headingsOf(body)) {
    close(heading.lineStart, heading.level);
    while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
    path.push(heading);
    start = heading.lineEnd;
  }
  close(body.length, 0);
  return sections;
}

interface Heading {
  readonly level: number;
  readonly text: string;
  /** Of the text. */
  readonly start: number;
  readonly end: number;
  readonly lineStart: number;
  readonly lineEnd: number;
}

/** Markdown's "#" headings; a "#" in fenced code is a comment (CommonMark 0.31, sections 4.2, 4.5). */
function headingsOf(body: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  let lineStart = 0;
  for (const line of body.split('\n')) {
    const lineEnd = lineStart + line.length;
    const mark = FENCE.exec(line)?.[1];
    const match = HEADING.exec(line);
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
    } else if (mark) {
      fence = mark;
    } else if (match) {
      const text = match[2] ?? '';
      const start = lineStart + line.indexOf(text, line.indexOf('#') + (match[1]?.length ?? 0));
      const level = match[1]?.length ?? 1;
      headings.push({ level, text, start, end: start + text.length, lineStart, lineEnd });
    }
    lineStart = lineEnd + 1;
  }
  return headings;
}
