import type { Hit, Span } from '../../domain.ts';
import type { Quote } from '../statement.ts';

/** Of a quote cut short by "…", parts shorter than this prove nothing. */
const LEAST = 8;

/**
 * Where words that a model copied stand in the passages that it was shown: as they are but for white
 * space, case, dashes, quotation marks and ligatures, widened to whole sentences. Null where they do
 * not stand there.
 * @param number of the passage that it named, from 1; the others are searched after it
 */
export function locate(written: string, number: number, hits: readonly Hit[]): Quote | null {
  const parts = leveled(written)
    .text.split('...')
    .map((part) => part.replace(/^[.\s]+|[.\s]+$/g, ''))
    .filter(({ length }) => length >= LEAST);
  const named = hits[number - 1];
  for (const { source, passage } of [...(named ? [named] : []), ...hits]) {
    const span = spanOf(parts, passage.text);
    if (!span) continue;
    const touched = passage.sentences.filter((one) => one.end > span.start && one.start < span.end);
    const [first, last] = [touched[0], touched.at(-1)];
    if (!first || !last) return { source, passage, ...span };
    return { source, passage, start: first.start, end: last.end };
  }
  return null;
}

/** From the first of some parts to the last, where all of them stand in a text in this order. */
function spanOf(parts: readonly string[], original: string): Span | null {
  const { text, at } = leveled(original);
  const found: Span[] = [];
  for (const part of parts) {
    const start = text.indexOf(part, found.at(-1)?.end);
    if (start < 0) return null;
    found.push({ start, end: start + part.length });
  }
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) return null;
  return { start: at[first.start] ?? 0, end: (at[last.end - 1] ?? 0) + 1 };
}

const LEVELED: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
  '…': '...',
};

/** A text as copies are compared, and for each character of it where it stands in the original. */
function leveled(original: string): { readonly text: string; readonly at: readonly number[] } {
  let text = '';
  const at: number[] = [];
  for (let i = 0; i < original.length; i++) {
    const character = original.charAt(i);
    const isSpace = character.trim() === '';
    if (isSpace && (text === '' || text.endsWith(' '))) continue;
    const level = isSpace ? ' ' : (LEVELED[character] ?? character.normalize('NFKC').toLowerCase());
    text += level;
    for (let n = 0; n < level.length; n++) at.push(i);
  }
  return { text, at };
}
