import { getDocumentProxy } from 'unpdf';
import { READ } from '../../language/en/templates/owner-import.ts';
import { readDocument } from '../document.ts';
import { RANK, type Reading } from '../finding.ts';
import type { Input } from '../inputs.ts';
import { outlineOf } from '../outline.ts';
import { isArticle, isCv, isPersonal, pageRole } from '../page-role.ts';
import { markdownOfLines } from '../pdf-layout.ts';
import { linesOfPage, type PdfLine, withoutRunningTitles } from '../pdf-lines.ts';
import { withoutPrivateMatter } from '../privacy.ts';
import { treeOfMarkdown } from '../tree.ts';
import { withNotes } from './text.ts';

/** A PDF with text, as a word processor or LaTeX writes it; columns are read one after the other. */
export async function readPdf(bytes: Uint8Array, input: Input): Promise<Reading> {
  const { file } = input;
  const pdf = await getDocumentProxy(bytes, { verbosity: 0 });
  const pages: PdfLine[][] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    pages.push(linesOfPage(await readPage(await pdf.getPage(number)), number));
  }
  await pdf.destroy();
  const left = new Set<string>();
  const clean = withoutRunningTitles(pages)
    .map((line) => {
      const { text, left: parts } = withoutPrivateMatter(composed(line.text));
      for (const part of parts) left.add(part);
      return { ...line, text: text.trim() };
    })
    .filter(({ text }) => text !== '');
  if (clean.length === 0) {
    return { findings: [], notes: [{ origin: { file }, type: 'problem', reason: READ.noText }] };
  }
  const document = treeOfMarkdown(markdownOfLines(clean));
  const sections = outlineOf(document.tree);
  const isTold = isPersonal(pageRole({ ...input, isLoose: false }, undefined));
  if (!isTold && !isCv(sections))
    return { findings: [], notes: [{ origin: { file }, type: 'skipped', reason: READ.noCv }] };
  const role = isArticle(sections) ? 'text' : 'cv';
  const reading = readDocument(document.tree, { file, rank: RANK.layout, role });
  return withNotes(reading, file, [...left, ...document.left]);
}

/** LaTeX sets an accent before its letter, and themes draw icons in private characters. */
function composed(text: string): string {
  const marks: Record<string, string> = {
    '`': '\u0300',
    '´': '\u0301',
    ˆ: '\u0302',
    '˜': '\u0303',
    '¨': '\u0308',
    '¸': '\u0327',
  };
  return text
    .replace(/[\uE000-\uF8FF\uFFFD]/g, '')
    .replace(/([`´ˆ˜¨¸])\s?(\p{L})/gu, (_, mark: string, letter: string) =>
      `${letter}${marks[mark]}`.normalize('NFC'),
    );
}

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

async function readPage(page: Page) {
  const { width, height } = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const fragments = items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [, , , , x = 0, y = 0] = item.transform as number[];
    return [
      {
        text: item.str,
        x,
        y,
        width: item.width,
        size: item.height,
        font: item.fontName,
      },
    ];
  });
  return { width, height, fragments };
}
