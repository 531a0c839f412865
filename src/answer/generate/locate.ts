import type { Hit } from '../../domain.ts';
import type { Quote } from '../statement.ts';

/** Of a quote cut short by "…", the parts shorter than this prove nothing. */
const LEAST = 8;

/**
 * Where words that a model copied stand in the passages that it was shown: as they are but for white
 * space, case, dashes, quotation marks and ligatures, widened to whole sentences. Null where they do
 * not stand there.
 * @param number of the passage that it named, from 1; the others are searched after it
 */
export function locate(written: string, number: number, hits: readonly Hit[]): Quote | null {
  const wanted = leveled(written).text.replace(/^[.\s]+|[.\s]+$/g, '');
  if (wanted.length < LEAST) return null;
  const named = hits[number - 1];
  for (const { source, passage } of [...(named ? [named] : []), ...hits]) {
    const { text, at } = leveled(passage.text);
    const found = text.indexOf(wanted);
    if (found < 0) continue;
    const [start, end] = [at[found] ?? 0, (at[found + wanted.length - 1] ?? 0) + 1];
    const touched = passage.sentences.filter((one) => one.end > start && one.start < end);
    const [first, last] = [touched[0], touched.at(-1)];
    if (!first || !last) return { source, passage, start, end };
    return { source, passage, start: first.start, end: last.end };
  }
  return null;
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
