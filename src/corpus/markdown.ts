import type { Element, ElementContent, Parents } from 'hast';
import type { Nodes as MarkdownNodes, Parents as MarkdownParents } from 'mdast';
import { inlineText, isHidden, isInlineTag, plainText, type Resolve } from './inline.ts';
import { asHtml, parseMarkdown } from './markdown-tree.ts';
import { tableRows } from './table.ts';

const BLOCKS = new Set(
  'address article aside blockquote center details dialog dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul body html'.split(
    ' ',
  ),
);
const HEADING = /^h([1-6])$/;
const CALLOUT = /^\[!\w[\w-]*\][+-]?[ \t]*\n?/;
/** "Q:", "Q.", "Frage:" before a question; "A:", "Antwort:" before its answer. */
const QUESTION_LABEL = /^(?:Q|Question|F|Frage)(?:\s?\d+)?\s?[.:)]\s*(?=\S)/iu;
const ANSWER_LABEL = /^(?:A|Answer|Antwort|R|Réponse)(?:\s?\d+)?\s?[.:)]\s+/iu;

export interface CleanText {
  readonly body: string;
  /** The text of the first heading of the highest level at the head, if any. */
  readonly title: string | null;
}

/**
 * The text that a visitor of the page would read, in a plain form of Markdown: headings with "#",
 * items with "-" or numbers, fenced code, code spans, links with absolute addresses, and paragraphs. A
 * row of a table is an item that names its columns; a paragraph that is a question is a heading.
 * @param url address of the page, against which links are resolved; without it, only the text of
 *   relative links remains
 */
export function cleanMarkdown(markdown: string, url?: string | undefined): CleanText {
  const tree = parseMarkdown(markdown);
  footnotesInPlace(tree);
  unknownTagsAsText(tree, markdown);
  const page = asHtml(tree);
  const blocks: string[] = [];
  const writer: Writer = {
    blocks,
    level: 0,
    title: null,
    isAnswer: false,
    resolve: resolverOf(url),
  };
  writeBlocks(page, writer, '');
  return { body: joinBlocks(blocks), title: writer.title };
}

interface Writer {
  readonly blocks: string[];
  /** Level of the last heading that the author wrote as one. */
  level: number;
  title: string | null;
  /** Whether the previous line was marked as a question. */
  isAnswer: boolean;
  readonly resolve: Resolve;
}

const isItem = (block: string | undefined) => /^\s*(?:-|\d+\.) /.test(block ?? '');

/** List items are on consecutive lines; other blocks are separated by blank lines. */
function joinBlocks(blocks: readonly string[]): string {
  return blocks
    .map((block, i) => {
      if (i === 0) return block;
      return `${isItem(block) && isItem(blocks[i - 1]) ? '\n' : '\n\n'}${block}`;
    })
    .join('')
    .trim();
}

/** Turns footnotes into plain text where the author wrote them, without their numbers. */
function footnotesInPlace(parent: MarkdownParents): void {
  const children = parent.children as MarkdownNodes[];
  const shown = children.flatMap((child): MarkdownNodes[] => {
    if (child.type === 'footnoteReference') return [];
    if ('children' in child) footnotesInPlace(child);
    return child.type === 'footnoteDefinition' ? child.children : [child];
  });
  children.splice(0, children.length, ...shown);
}

/** "List<Note>" is not markup: a lone tag in prose that HTML does not know is text. */
function unknownTagsAsText(parent: MarkdownParents, markdown: string): void {
  const children = parent.children as MarkdownNodes[];
  children.forEach((child, i) => {
    if ('children' in child) unknownTagsAsText(child, markdown);
    if (child.type !== 'html' || parent.type === 'root') return;
    const name = /^<\/?([A-Za-z][A-Za-z0-9]*)>$/.exec(child.value)?.[1];
    if (name === undefined || BLOCKS.has(name.toLowerCase()) || isInlineTag(name)) return;
    const isPair = markdown.includes(`<${name}`) && markdown.includes(`</${name}>`);
    if (!isPair) children[i] = { type: 'text', value: child.value };
  });
}

function writeBlocks(parent: Parents, writer: Writer, indent: string): void {
  let inline: ElementContent[] = [];
  const flush = () => {
    paragraph(inline, writer, indent);
    inline = [];
  };
  for (const child of parent.children) {
    if (child.type === 'element' && isHidden(child)) continue;
    if (child.type === 'element' && isBlock(child)) {
      flush();
      writeBlock(child, writer, indent);
    } else if (child.type === 'element' || child.type === 'text') {
      inline.push(child);
    }
  }
  flush();
}

/** A block, or an element that contains one, such as a link around a heading. */
function isBlock(element: Element): boolean {
  return (
    BLOCKS.has(element.tagName) ||
    element.children.some((child) => child.type === 'element' && isBlock(child))
  );
}

function writeBlock(element: Element, writer: Writer, indent: string): void {
  const { tagName } = element;
  const level = HEADING.exec(tagName)?.[1];
  if (level !== undefined) {
    writer.level = Number(level);
    const text = inlineText(element.children, writer.resolve);
    writer.title ??= text;
    heading(text, writer.level, writer);
  } else if (tagName === 'summary' || tagName === 'dt') {
    heading(inlineText(element.children, writer.resolve), writer.level + 1, writer);
  } else if (tagName === 'p') {
    if (!isPictureAlone(element)) paragraph(element.children, writer, indent);
  } else if (tagName === 'ul' || tagName === 'ol') writeList(element, writer, indent);
  else if (tagName === 'pre') add(writer, codeBlock(element));
  else if (tagName === 'table') {
    const textOf = (cell: Element) => inlineText(cell.children, writer.resolve);
    for (const row of tableRows(element, textOf)) add(writer, `- ${row}`);
  } else if (tagName !== 'hr') writeBlocks(element, writer, indent);
}

function add({ blocks }: Writer, block: string): void {
  if (block.trim() !== '') blocks.push(block);
}

function heading(text: string, level: number, writer: Writer): void {
  const line = text.replace(/\s+/g, ' ').replace(QUESTION_LABEL, keepUnlessQuestion(text)).trim();
  if (line !== '') add(writer, `${'#'.repeat(Math.min(6, level))} ${line}`);
}

/** "Q. Lee" is a name; "Q. Can I?" a question. */
function keepUnlessQuestion(text: string): (label: string) => string {
  return (label) => (/\?["”’)*]*$/.test(text.trim()) ? '' : label);
}

/** A question in bold type or after "Q:" becomes a heading of what follows. */
function paragraph(children: readonly ElementContent[], writer: Writer, indent: string): void {
  const text = inlineText(children, writer.resolve).replace(CALLOUT, '').trim();
  const [first = '', ...rest] = text.split('\n').map((line) => line.trim());
  const isQuestion = /\?["”’)]*$/.test(first);
  const isMarked = isQuestion && (QUESTION_LABEL.test(first) || isBold(children, first));
  if (isMarked) {
    heading(first, writer.level + 1, writer);
    writer.isAnswer = true;
    addProse(rest, writer, indent);
  } else {
    addProse([first, ...rest], writer, indent);
  }
}

function addProse(lines: readonly string[], writer: Writer, indent: string): void {
  const [first = '', ...rest] = lines;
  if (first === '') return;
  const answer = writer.isAnswer ? first.replace(ANSWER_LABEL, '') : first;
  writer.isAnswer = false;
  add(writer, [answer, ...rest].map((line) => `${indent}${plainStart(line)}`).join('\n'));
}

/** Escapes what would read as a heading or an item at the start of a line. */
function plainStart(line: string): string {
  return line
    .replace(/^(?=#{1,6}\s|[-+]\s|>|[`~]{3})/, '\\')
    .replace(/^(\d{1,9})([.)]\s)/, '$1\\$2');
}

function isBold(children: readonly ElementContent[], first: string): boolean {
  const [head] = children;
  if (head?.type !== 'element' || !/^(?:strong|b)$/.test(head.tagName)) return false;
  return plainText(head).trim() === first;
}

/** A picture by itself has no words to read. */
function isPictureAlone({ children }: Element): boolean {
  const shown = children.filter((child) => child.type !== 'text' || child.value.trim() !== '');
  return (
    shown.length > 0 && shown.every((child) => child.type === 'element' && child.tagName === 'img')
  );
}

function writeList(list: Element, writer: Writer, indent: string): void {
  let number = Number(list.properties['start'] ?? 1);
  for (const item of list.children) {
    if (item.type !== 'element' || isHidden(item)) continue;
    const marker = list.tagName === 'ol' ? `${number++}. ` : '- ';
    const from = writer.blocks.length;
    writeItem(item, writer, `${indent}${' '.repeat(marker.length)}`);
    const first = writer.blocks[from];
    if (first === undefined) continue;
    writer.blocks[from] = `${indent}${marker}${first.trimStart()}`;
  }
}

/** Its text, questions included: an item cannot contain headings. */
function writeItem(item: Element, writer: Writer, indent: string): void {
  const { level } = writer;
  const inner: Writer = { ...writer, blocks: [] };
  writeBlocks(item, inner, indent);
  const lines = inner.blocks.map((block) => block.replace(/^#{1,6} (?=\S)/, indent));
  writer.blocks.push(...lines);
  writer.level = level;
}

function codeBlock(element: Element): string {
  const code = plainText(element).replace(/\n$/, '');
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code}\n${fence}`;
}

/** Resolves addresses against that of the page; null for links within the page and other protocols. */
function resolverOf(page: string | undefined): Resolve {
  return (href) => {
    if (href.startsWith('#') || !(URL.canParse(href) || page)) return null;
    if (!URL.canParse(href, page)) return null;
    const { href: address, protocol } = new URL(href, page);
    return /^(?:https?|mailto):$/.test(protocol) ? address : null;
  };
}
