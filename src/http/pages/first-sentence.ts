import type { Source } from '../../domain.ts';
import { sentenceSpans } from '../../text/sentences.ts';

/** One sentence about a source: its summary, else its first sentence, else its title. */
export function firstSentence({ summary, title, body }: Source): string {
  if (summary !== undefined) return summary;
  const prose = body.replace(/^\s*#.*$/gm, '');
  const first = sentenceSpans(prose)[0];
  return first === undefined ? title : prose.slice(first.start, first.end).replace(/\s+/g, ' ');
}
