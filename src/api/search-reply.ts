import type { z } from 'zod';
import type { Hit } from '../domain.ts';
import { bestPage } from '../text/identifiers.ts';
import type { searchReplySchema } from './schemas.ts';

export type SearchReply = z.infer<typeof searchReplySchema>;

export function hitReply({ passage, source, score, why }: Hit): SearchReply['hits'][number] {
  return {
    sourceId: source.id,
    passageId: passage.id,
    title: source.title,
    heading: passage.headings.join(' › '),
    text: passage.text,
    url: bestPage(source) ?? null,
    score,
    why,
  };
}
