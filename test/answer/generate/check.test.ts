import { describe, expect, it } from 'vitest';
import { missingFrom } from '../../../src/answer/generate/check.ts';
import { buildNameIndex } from '../../../src/answer/names.ts';
import type { Quote } from '../../../src/answer/statement.ts';
import { sourceOf } from '../../support/corpus.ts';

const LANTERN = sourceOf({ id: 'lantern', kind: 'project', title: 'Lantern' });
const SOURCES = [
  LANTERN,
  sourceOf({ id: 'heron', kind: 'project', title: 'Heron' }),
  sourceOf({ id: 'ada-quill', kind: 'person', title: 'Ada Quill' }),
  sourceOf({ id: 'bo-lind', kind: 'person', title: 'Bo Lind' }),
];
const names = buildNameIndex(SOURCES, () => true);

function quoteOf(text: string): Quote {
  const place = { start: 0, end: text.length };
  const passage = {
    id: 'lantern#1',
    sourceId: 'lantern',
    headings: ['History'],
    text,
    sentences: [],
    ...place,
  };
  return { source: LANTERN, passage, ...place };
}

const QUOTE =
  'Ada Quill wrote “Three Copies of a Span” at NSDI 2021 (https://quill.example/lantern): three copies of each of the 1,250 spans, 2.5 MB in all, are kept.';

describe('missingFrom', () => {
  it.each([
    ['other words for the same', 'Lantern holds on to every trace thrice.'],
    ['another language', 'Lantern hält von jedem Span drei Kopien vor, und zwar im Speicher.'],
    ['a number in digits', 'It keeps 3 copies.'],
    ['a number in the writing of another language', 'Es sind 1.250 Spans mit 2,5 MB.'],
    ['a surname', 'Quill wrote it for NSDI.'],
    ['a title of the quote', '“Three Copies of a Span” is of 2021.'],
    ['a heading above the quote', 'The History of it is long.'],
    ['an address of the quote', 'See https://quill.example/lantern.'],
    ['the name of a work as a common word', 'A heron is no part of it.'],
  ])('allows %s', (_, sentence) => {
    expect(missingFrom(sentence, [quoteOf(QUOTE)], names)).toEqual([]);
  });

  it.each([
    ['numbers', 'Lantern keeps four copies of 125 spans.'],
    ['numbers', 'Lantern is of 2020.'],
    ['names', 'Bo Lind wrote it.'],
    ['names', 'Heron keeps three copies.'],
    ['names', 'Lantern appeared at OSDI.'],
    ['names', 'Lantern was written in Oslo.'],
    ['names', 'Lantern wurde auf der OSDI vorgestellt.'],
    ['addresses', 'See https://evil.example/lantern.'],
    ['addresses', 'Write to ada@quill.example.'],
    ['titles', 'Quill wrote “four copies of each span”.'],
  ])('finds %s that no quote has: %s', (kind, sentence) => {
    expect(missingFrom(sentence, [quoteOf(QUOTE)], names)).toContain(kind);
  });

  it('takes names and numbers of the question where it may be denied', () => {
    const sentence = 'Whether Heron had 9 users at OSDI is not told.';
    expect(missingFrom(sentence, [quoteOf(QUOTE)], names)).toEqual(['numbers', 'names']);
    const asked = 'Did Heron have 9 users at OSDI?';
    expect(missingFrom(sentence, [quoteOf(QUOTE)], names, asked)).toEqual([]);
  });

  it('takes what several quotes have together', () => {
    const sentence = 'Bo Lind wrote it in 2019.';
    const quotes = [quoteOf('Bo Lind wrote it.'), quoteOf('It is of 2019.')];
    expect(missingFrom(sentence, quotes, names)).toEqual([]);
    expect(missingFrom(sentence, quotes.slice(0, 1), names)).toEqual(['numbers']);
  });
});
