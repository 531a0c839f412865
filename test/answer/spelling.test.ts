import { describe, expect, it } from 'vitest';
import { mend } from '../../src/answer/spelling.ts';

const nameWords = new Set(['lantern', 'quill', 'tracing', 'opentelemetry', 'microbricks']);
const vocabulary = {
  nameWords,
  candidates: [...nameWords].filter((word) => word.length >= 4),
  hasWord: (stem: string) => ['author', 'propag'].includes(stem),
};

describe('mend', () => {
  it.each([
    ['a mistyped name', 'what is lantren', 'what is lantern'],
    ['a name written apart', 'what are micro bricks', 'what are microbricks'],
    ['words run together', 'whatislantern', 'what is lantern'],
    ['an article run into a name', 'whatis theOpenTelemetry', 'whatis the opentelemetry'],
    [
      'run together with words of the corpus',
      'whoareauthorsoflantern',
      'who are authors of lantern',
    ],
  ])('mends %s', (_, text, mended) => {
    expect(mend(text, vocabulary)).toBe(mended);
  });

  it.each([
    ['English words', 'a coursework on thunderstorms'],
    ['words that English has not, without a name in them', 'kubernetes and carbonara'],
    ['another language', 'die Donaudampfschifffahrt'],
    ['letters without end', 'lantern'.repeat(600)],
  ])('leaves %s', (_, text) => {
    expect(mend(text, vocabulary)).toBe(text);
  });
});
