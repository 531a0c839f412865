import type { z } from 'zod';
import type { Answer, Citation } from '../../domain.ts';
import type { annotationSchema } from './schemas.ts';

type Annotation = z.infer<typeof annotationSchema>;

/** The address of the page to open for a citation. */
export type PageOf = (citation: Citation) => string;

const HEAD = '\n\nReferences:\n';
const LIST = /\n\nReferences:\n(?:\[\d+\] [^\n]*(?:\n|$))+$/;
const MARKER = /\[(\d+)\]/g;

/** Appended to the text, so that clients without support for annotations show the sources; may be empty. */
export function referencesOf({ citations }: Answer, pageOf: PageOf): string {
  if (citations.length === 0) return '';
  const lines = citations.map(
    (citation) => `[${citation.index}] ${citation.title} – ${pageOf(citation)}`,
  );
  return `${HEAD}${lines.join('\n')}`;
}

/** The text before `referencesOf` was appended. */
export function withoutReferences(text: string): string {
  return text.replace(LIST, '');
}

/** An annotation for each marker `[n]` in the text of the answer, in order of appearance. */
export function annotationsOf({ answer, citations }: Answer, pageOf: PageOf): Annotation[] {
  const byIndex = new Map(citations.map((citation) => [citation.index, citation]));
  return [...answer.matchAll(MARKER)].flatMap((marker): Annotation[] => {
    const citation = byIndex.get(Number(marker[1]));
    if (!citation) return [];
    const page = { url: pageOf(citation), title: citation.title };
    const range = { start_index: marker.index, end_index: marker.index + marker[0].length };
    return [{ type: 'url_citation', url_citation: { ...page, ...range } }];
  });
}
