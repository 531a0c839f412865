import type { Reader } from '../../src/domain.ts';

/**
 * A reader whose arithmetic can be done by hand: the logit of a sentence is twice the number of the
 * question's words of four letters or more that it has, less three. So a sentence needs two of them.
 */
export function overlapReader(): Reader {
  return {
    model: 'overlap',
    async read(question, passages, signal) {
      signal?.throwIfAborted();
      const asked = new Set(longWords(question));
      return passages.map(({ sentences }) =>
        sentences.map((sentence) => {
          const shared = new Set(longWords(sentence).filter((word) => asked.has(word)));
          return 2 * shared.size - 3;
        }),
      );
    },
  };
}

function longWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
}
