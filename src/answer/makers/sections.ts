import type { Passage, Sentence, Source, Span } from '../../domain.ts';
import { singleSpaced } from '../../text/characters.ts';
import { contentStems, wordsOf } from '../../text/words.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Quote, Statement } from '../statement.ts';
import { wordCount } from './say.ts';

/** The text below a heading, but for the facts of the front matter. */
export interface Section {
  readonly source: Source;
  /** From the outermost. */
  readonly headings: readonly string[];
  readonly headingStems: readonly (readonly string[])[];
  readonly entries: readonly Entry[];
  /** Whether its entries are items or lines, rather than paragraphs. */
  readonly isList: boolean;
}

/** A paragraph, or an item with all that stands below it, even where passages divide it. */
export interface Entry {
  readonly parts: readonly Part[];
  readonly text: string;
  readonly isItem: boolean;
}

export interface Part {
  readonly passage: Passage;
  readonly sentence: Sentence;
  /** What is quoted: the sentence, and before it the question of the same line that it answers. */
  readonly span: Span;
  readonly text: string;
  /** Whether it begins a line. */
  readonly isLine: boolean;
}

/** A section with as many items of its own is a list. */
const LEAST_ITEMS = 2;
const cache = new WeakMap<Knowledge, ReadonlyMap<string, Section>>();

/** All sections of the corpus but derived lists and answers to questions, in its order. */
export function sectionsOf(knowledge: Knowledge): readonly Section[] {
  return [...sectionMap(knowledge).values()];
}

/** The section that a passage stands in, if it has a sentence to quote. */
export function sectionOf(knowledge: Knowledge, passage: Passage): Section | undefined {
  return sectionMap(knowledge).get(keyOf(passage));
}

/** Words that may stand before the name in the sentence that introduces it. */
const BEFORE_NAME = 2;

/**
 * The thing that a section tells of, where its heading names one and its text begins with that:
 * "Saltbox" above "Saltbox is a program", but not "Research" above "All of my projects".
 */
export function nameOf({ source, headings, headingStems, entries }: Section): string | undefined {
  const [name, stems = []] = [headings.at(-1), headingStems.at(-1)];
  if (source.kind !== 'text' || name === undefined || name === source.title) return undefined;
  const words = wordsOf(entries[0]?.text ?? '').slice(0, wordsOf(name).length + BEFORE_NAME);
  const opening = words.map(({ stem }) => stem);
  const isTold = stems.length > 0 && stems.every((stem) => opening.includes(stem));
  return isTold ? name : undefined;
}

function sectionMap(knowledge: Knowledge): ReadonlyMap<string, Section> {
  const known = cache.get(knowledge);
  if (known) return known;
  const sections = new Map(
    knowledge.sources
      .filter(({ kind }) => kind !== 'list')
      .flatMap((source) => ofSource(source, knowledge.passagesOf(source.id))),
  );
  cache.set(knowledge, sections);
  return sections;
}

function keyOf({ sourceId, headings }: Pick<Passage, 'sourceId' | 'headings'>): string {
  return [sourceId, ...headings].join('\n');
}

function ofSource(source: Source, passages: readonly Passage[]): [string, Section][] {
  const byHeadings = new Map<string, Passage[]>();
  for (const passage of passages) {
    const key = keyOf(passage);
    byHeadings.set(key, [...(byHeadings.get(key) ?? []), passage]);
  }
  return [...byHeadings].flatMap(([key, own]): [string, Section][] => {
    if (tellAnswers(own)) return [];
    const entries = entriesOf(source, own);
    const items = entries.filter(({ isItem }) => isItem).length;
    const isList = items >= LEAST_ITEMS && items * 2 > entries.length;
    const headings = own[0]?.headings ?? [];
    const headingStems = headings.map(contentStems);
    return entries.length === 0 ? [] : [[key, { source, headings, headingStems, entries, isList }]];
  });
}

function entriesOf({ body }: Source, passages: readonly Passage[]): Entry[] {
  const found: { parts: Part[]; isItem: boolean; indent: number }[] = [];
  for (const passage of passages) {
    let end = 0;
    for (const sentence of passage.sentences) {
      if (sentence.facet) continue;
      const span = withQuestion(passage, sentence, end);
      end = sentence.end;
      const at = passage.start + span.start;
      const lead = body.slice(body.lastIndexOf('\n', at - 1) + 1, at);
      const isLine = /^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+)?$/.test(lead);
      const isMarked = isLine && lead.trim() !== '';
      const indent = lead.length - lead.trimStart().length;
      const isParagraph = isLine && /(?:^|\n)\s*\n$/.test(body.slice(0, at - lead.length));
      const text = singleSpaced(passage.text.slice(span.start, span.end));
      const part = { passage, sentence, span, text, isLine };
      const last = found.at(-1);
      const isBelow = last?.isItem === true && isLine && indent > last.indent;
      const begins = !last || (isMarked && !isBelow) || (isParagraph && !isBelow);
      if (begins) found.push({ parts: [part], isItem: isMarked, indent });
      else last.parts.push(part);
    }
  }
  return found.flatMap(({ parts, isItem }): Entry[] =>
    (isItem ? [parts] : linesOf(parts)).map((own, _, lines) => ({
      parts: own,
      text: textOf(own),
      isItem: isItem || lines.length > 1,
    })),
  );
}

/** Whether most of a text answers questions that stand in it: each answer is told by itself. */
function tellAnswers(passages: readonly Passage[]): boolean {
  const sentences = passages.flatMap(({ sentences: own, headings }) =>
    own.filter(({ facet }) => !facet).map(({ asked }) => asked !== headings.at(-1) && asked),
  );
  const answers = sentences.filter(Boolean).length;
  return answers > 1 && answers * 2 > sentences.length;
}

/** A sentence with the question before it, which is quoted with its answer only: a title that asks. */
function withQuestion({ text }: Passage, { start, end, asked }: Sentence, after: number): Span {
  const question = asked === undefined ? -1 : text.slice(after, start).lastIndexOf(asked);
  return { start: question < 0 ? start : after + question, end };
}

/** A paragraph, or its lines where each of them is a sentence of its own, as in an address. */
function linesOf(parts: readonly Part[]): (readonly Part[])[] {
  return parts.every(({ isLine }) => isLine) ? parts.map((part) => [part]) : [parts];
}

/** An entry as one statement: its first sentences, as many as stay within a number of words. */
export function stated(source: Source, { parts }: Entry, words = 60): Statement {
  let count = 0;
  const kept = parts.filter(({ text }, i) => {
    count += wordCount(text);
    return i === 0 || count <= words;
  });
  const quotes: Quote[] = [];
  for (const { passage, span } of kept) {
    const last = quotes.at(-1);
    if (last?.passage === passage) quotes[quotes.length - 1] = { ...last, end: span.end };
    else quotes.push({ source, passage, ...span });
  }
  return { text: textOf(kept), quotes, isItem: false };
}

/** Lines side by side, with a mark between those that end without one. */
function textOf(parts: readonly Part[]): string {
  return parts.reduce((text, part) => {
    if (text === '') return part.text;
    return `${text}${part.isLine && !/[.,:;!?…]["”’)]*$/.test(text) ? ';' : ''} ${part.text}`;
  }, '');
}
