import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCitations, quoted, withMarkers } from '../../src/answer/statement.ts';
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

describe('brackets of the text', () => {
  const passageOf = (text: string): Passage => ({ ...passage, text, end: text.length });
  const statementOf = (text: string) =>
    quoted(source, passageOf(text), { start: 0, end: text.length });

  it.each([
    'The newest is in log[7], the oldest in log[0].',
    'Values lie in [2, 350] and follow the surveys [9]–[11].',
    'A row of M[3][4] has the flags [fast] and [12, Lemma 3].',
  ])('stay in %j', (text) => {
    expect(statementOf(text).text).toBe(text);
  });

  it('are no numbers of citations, so that what is left without markers is the text', () => {
    const bracket = fc.integer({ min: 0, max: 5 }).map((number) => `[${number}]`);
    const word = fc.oneof(bracket, fc.constantFrom('log', '[2, 3]', 'a[1][2]', '[x]', '.', ')'));
    const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 4 }), (texts) => {
        const { citations, cite, reserve } = createCitations();
        const statements = texts.map(statementOf);
        reserve(statements.map(({ text }) => text));
        const answer = statements.map(({ text, quotes: [own] }, i) => {
          if (own === undefined) throw new Error('no quote');
          const { citation } = cite({ ...own, start: i * 100, end: i * 100 + 99 });
          return withMarkers(text, [citation.index]);
        });
        const indexes = new Set(citations.map(({ index }) => `${index}`));
        expect(indexes.size).toBe(texts.length);
        const unmarked = answer.map((text) =>
          text.replace(/ \[(\d+)\]/g, (marker, index) => (indexes.has(index) ? '' : marker)),
        );
        expect(unmarked).toEqual(statements.map(({ text }) => text));
      }),
    );
  });
});

it('leads to the DOI where the source names no other page, and has it among the links', () => {
  const cited = { ...quote, source: { ...source, doi: '10.5555/a<b>#c' } };
  const address = 'https://doi.org/10.5555/a%3Cb%3E%23c';
  const { citation } = createCitations('https://ask.example.org').cite(cited);
  expect(citation.url).toBe(address);
  expect(citation.links).toEqual([{ label: 'DOI', url: address }]);
});
