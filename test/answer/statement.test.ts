import { describe, expect, it } from 'vitest';
import { createCitations, withMarkers } from '../../src/answer/statement.ts';
import type { Passage, Source } from '../../src/domain.ts';

const source: Source = {
  id: 'profile',
  kind: 'text',
  title: 'A profile',
  aliases: [],
  links: [],
  people: [],
  awards: [],
  topics: [],
  related: [],
  asks: [],
  body: 'The well-known kite flies high above all of the houses there.',
};
const passage: Passage = {
  id: 'profile#3',
  sourceId: 'profile',
  headings: [],
  start: 0,
  end: source.body.length,
  text: source.body,
  sentences: [{ start: 0, end: source.body.length }],
};
const quote = { source, passage, start: 0, end: source.body.length };

describe('a citation', () => {
  it('opens the own page at the quote where the source has no other', () => {
    const { citation } = createCitations('https://ask.example.org/').cite(quote);
    expect(citation.url).toBe(
      'https://ask.example.org/sources/profile#p-3:~:text=The%20well%2Dknown%20kite%20flies%20high%20above%20all%20of',
    );
    expect(createCitations().cite(quote).citation.url).toBeNull();
  });

  it('opens the best page of the source where there is one', () => {
    const linked = { ...source, url: 'https://example.org/kites' };
    const { citation } = createCitations('https://ask.example.org').cite({
      ...quote,
      source: linked,
    });
    expect(citation.url).toBe('https://example.org/kites');
  });

  it('is announced once', () => {
    const citations = createCitations();
    expect(citations.cite(quote).isNew).toBe(true);
    expect(citations.cite({ ...quote, end: 10 })).toMatchObject({
      isNew: false,
      citation: { index: 1 },
    });
  });
});

describe('markers', () => {
  it.each([
    ['A kite flies.', [1], 'A kite flies [1].'],
    ['A kite flies.', [1, 2, 1], 'A kite flies [1][2].'],
    ['Does it “fly”', [3], 'Does it “fly” [3]'],
  ])('stand before the full stop of %j', (text, indexes, marked) => {
    expect(withMarkers(text, indexes)).toBe(marked);
  });
});
