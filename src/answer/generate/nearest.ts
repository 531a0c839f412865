import type { Hit, Passage, Span } from '../../domain.ts';
import { contentStems } from '../../text/words.ts';
import type { Quote } from '../statement.ts';

/** Neighboring sentences that may carry a sentence together. */
const MAX_QUOTED_SENTENCES = 3;

/** Of the words of a sentence, what the sentences that it is taken from must have. */
const LEAST_SHARE = 0.6;

/**
 * The sentences of a passage that have the most words of a sentence, as few of them as it takes:
 * for a model that names the passage, but copies nothing from it. Null where it is no copy itself.
 */
export function nearestIn(sentence: string, hit: Hit | undefined): Quote | null {
  if (!hit) return null;
  const { source, passage } = hit;
  const stems = [...new Set(contentStems(sentence))];
  const best = windows(passage)
    .map((span) => ({ span, share: shareOf(stems, passage.text.slice(span.start, span.end)) }))
    .sort((a, b) => b.share - a.share || length(a.span) - length(b.span))[0];
  return best && best.share >= LEAST_SHARE ? { source, passage, ...best.span } : null;
}

function windows({ sentences }: Passage): Span[] {
  return sentences.flatMap((sentence, first) =>
    sentences
      .slice(first, first + MAX_QUOTED_SENTENCES)
      .map((last) => ({ start: sentence.start, end: last.end })),
  );
}

function length({ start, end }: Span): number {
  return end - start;
}

/** The share of some stems that a text has, 0 to 1. */
function shareOf(stems: readonly string[], text: string): number {
  const present = new Set(contentStems(text));
  return stems.filter((stem) => present.has(stem)).length / Math.max(1, stems.length);
}
