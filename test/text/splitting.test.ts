import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceSpans } from '../../src/text/sentences.ts';

interface Case {
  readonly text: string;
  readonly sentences: readonly string[];
}

function read(name: string): Case[] {
  return readFileSync(new URL(`splitting/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\w\w: /.test(line))
    .map((line) => line.slice(4).split(' | '))
    .map((sentences) => ({ text: sentences.join(' '), sentences }));
}

const split = (text: string) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end));

describe('sentences in scholarly prose, split by hand', () => {
  it.each(read('tuned.txt'))('ends where its reader ends: $text', ({ text, sentences }) => {
    expect(split(text)).toEqual(sentences);
  });

  it('is right for at least 98 of 100 texts that the rules were not made from', () => {
    const cases = read('held-out.txt');
    const wrong = cases.filter(
      ({ text, sentences }) => split(text).join('\n') !== sentences.join('\n'),
    );
    expect(cases.length).toBeGreaterThanOrEqual(80);
    expect(wrong.length / cases.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.02);
  });

  it('keeps every sentence of any sequence of sentences', () => {
    const whole = [...read('tuned.txt'), ...read('held-out.txt')].filter(
      ({ text, sentences }) => split(text).length > 1 && split(text).length === sentences.length,
    );
    fc.assert(
      fc.property(fc.subarray(whole, { minLength: 1, maxLength: 5 }), (cases) => {
        const paragraphs = cases.map(({ text }) => text).join('\n\n');
        expect(split(paragraphs)).toEqual(cases.flatMap(({ sentences }) => sentences));
      }),
      { numRuns: 30 },
    );
  });

  it('takes a long line without a break in good time', () => {
    const started = performance.now();
    expect(split('It came from Tessaly Inc. It works. '.repeat(4000))).toHaveLength(8000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
