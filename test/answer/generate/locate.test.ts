import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate } from '../../../src/answer/generate/locate.ts';
import type { Hit } from '../../../src/domain.ts';
import { sentenceSpans } from '../../../src/text/sentences.ts';
import { sourceOf } from '../../support/corpus.ts';

function hitOf(text: string, id = 'fern'): Hit {
  const source = sourceOf({ id, title: id });
  const place = { start: 0, end: text.length, sentences: sentenceSpans(text) };
  const passage = { id: `${id}#1`, sourceId: id, headings: [], text, ...place };
  return { source, passage, score: 1, why: { named: false } };
}

const FERN = 'The “fern” grows — slowly — in ofﬁces. It uncurls in May. It’s green.';
const MOSS = 'Moss is soft. It uncurls in May.';
const HITS = [hitOf(FERN), hitOf(MOSS, 'moss')];
const found = (written: string, number = 1) => {
  const quote = locate(written, number, HITS);
  return quote && `${quote.source.id}: ${quote.passage.text.slice(quote.start, quote.end)}`;
};

describe('locate', () => {
  it.each([
    [
      'other quotation marks, dashes, spaces and ligatures',
      'the "fern"  grows - slowly - in offices',
    ],
    ['other case', 'THE “FERN” GROWS'],
    ['dots where it was cut', '… grows — slowly …'],
  ])('finds a quote with %s, and widens it to its sentence', (_, written) => {
    expect(found(written)).toBe('fern: The “fern” grows — slowly — in ofﬁces.');
  });

  it('widens one that runs over two sentences to both', () => {
    expect(found("uncurls in May. It's green")).toBe('fern: It uncurls in May. It’s green.');
  });

  it('finds the parts of one that leaves something out, in their order', () => {
    expect(found('The fern grows … in offices')).toBeNull();
    expect(found('The “fern” grows ... in offices. … it’s green')).toBe(`fern: ${FERN}`);
    expect(found('in offices ... The “fern” grows')).toBeNull();
  });

  it('looks into the passage that is named before the others', () => {
    expect(found('uncurls in May', 2)).toBe('moss: It uncurls in May.');
    expect(found('Moss is soft', 1)).toBe('moss: Moss is soft.');
    expect(found('Moss is soft', 99)).toBe('moss: Moss is soft.');
  });

  it.each(['uncurls in June', 'The fern grows quickly', 'May', '...', ''])(
    'finds no “%s”',
    (written) => {
      expect(found(written)).toBeNull();
    },
  );

  it('finds every piece of a passage in it, whatever signs it has', () => {
    const signs = fc.string({ unit: 'grapheme', minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(signs, fc.nat(9), (text, from) => {
        const piece = text.slice(from);
        const quote = locate(piece, 1, [hitOf(text)]);
        if (quote) expect(quote.end).toBeGreaterThan(quote.start);
        else
          expect(piece.normalize('NFKC').replace(/^[.…\s]+|[.…\s]+$/g, '').length).toBeLessThan(12);
      }),
    );
  });
});
