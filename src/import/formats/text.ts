import { cleanPlainText } from '../../corpus/plain-text.ts';
import { publishedText } from '../../corpus/unpublished.ts';
import { readDocument } from '../document.ts';
import { type Note, RANK, type Reading } from '../finding.ts';
import type { PageRole } from '../page-role.ts';
import { withoutPrivateMatter } from '../privacy.ts';
import { treeOfHtml, treeOfMarkdown } from '../tree.ts';

/** A plain text: a CV from a word processor, notes, an exported page. */
export function readPlainText(text: string, file: string, role: PageRole = 'cv'): Reading {
  const published = publishedText(text, { isPlain: true });
  const left = new Set<string>();
  const lines = published.text.split('\n').map((line) => {
    const clean = withoutPrivateMatter(line);
    for (const part of clean.left) left.add(part);
    return clean.text;
  });
  const document = treeOfMarkdown(withItems(cleanPlainText(lines.join('\n'))));
  const headLines = headOf(lines);
  const reading = readDocument(document.tree, {
    file,
    rank: RANK.text,
    role,
    headLines,
  });
  return withNotes(reading, file, [...left, ...document.left]);
}

/** A Markdown file that no site generator wrote: a CV, a README, notes. */
export function readMarkdownText(text: string, file: string, role: PageRole = 'cv'): Reading {
  const published = publishedText(text);
  const document = treeOfMarkdown(published.text);
  const reading = readDocument(document.tree, { file, rank: RANK.text, role });
  const hasComment = /<!--/.test(text) ? ['comment'] : [];
  return withNotes(reading, file, [...hasComment, ...document.left]);
}

/** A page as a browser saved it, or as its author wrote it. */
export function readHtml(html: string, file: string, role: PageRole = 'cv'): Reading {
  const { tree, title, left } = treeOfHtml(html);
  const reading = readDocument(tree, { file, rank: RANK.text, role, title });
  return withNotes(reading, file, left);
}

/** Lines that each end like an entry are a list, also where there are only two or three. */
function withItems(markdown: string): string {
  return markdown
    .split('\n\n')
    .map((block) => {
      const lines = block.split('\n');
      const isList =
        lines.length > 1 &&
        lines.every(
          (line) =>
            /^[\p{Lu}\d“"„«]/u.test(line) &&
            /[.)\d”"»]$/.test(line) &&
            /\b(?:19|20)\d\d\b/.test(line),
        );
      return isList ? lines.map((line) => `- ${line}`).join('\n') : block;
    })
    .join('\n\n');
}

/** The reading, and a note of what was left out for privacy. */
export function withNotes(reading: Reading, file: string, left: readonly string[]): Reading {
  const notes = [...new Set(left)].map(
    (reason): Note => ({ origin: { file }, type: 'private', reason }),
  );
  return { ...reading, notes: [...reading.notes, ...notes] };
}

/** The lines above the first paragraph of prose. */
function headOf(lines: readonly string[]): string[] {
  const blocks = lines
    .join('\n')
    .trim()
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').map((line) => line.trim()));
  const head: string[] = [];
  for (const block of blocks.slice(0, 3)) {
    const isText =
      block.filter((line) => line.length > 60).length > 1 && /[a-z]\.\s/.test(block.join(' '));
    if (isText) break;
    head.push(...block);
  }
  return head;
}
