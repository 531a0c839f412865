import mammoth from 'mammoth';
import type { Reading } from '../finding.ts';
import type { Input } from '../inputs.ts';
import { pageRole } from '../page-role.ts';
import { readHtml } from './text.ts';

/** A Word document: its headings, lists and tables by their styles. Comments are left out. */
export async function readDocx(bytes: Buffer, input: Input): Promise<Reading> {
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    {
      ignoreEmptyParagraphs: true,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  return readHtml(boldAsHeadings(value), input.file, pageRole(input, undefined));
}

/** Many authors set headings in bold type instead of giving them a style. */
function boldAsHeadings(html: string): string {
  if (/<h[1-3]/.test(html)) return html;
  return html.replace(/<p>\s*<strong>([^<]{2,60})<\/strong>\s*<\/p>/g, '<h2>$1</h2>');
}
