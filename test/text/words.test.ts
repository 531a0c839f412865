import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commonness,
  contentStems,
  fold,
  isEnglishWord,
  isStopWord,
  wordsOf,
} from '../../src/text/words.ts';

const forms = (text: string) => wordsOf(text).map((word) => word.form);

describe('fold', () => {
  it.each([
    ['Schäfer', 'schafer'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['Æther Œuvre Øre', 'aether oeuvre ore'],
    ['ﬁle', 'file'],
  ])('takes case and diacritics off %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('wordsOf', () => {
  it.each([
    ["Mace's and students’ work", ['mace', 'and', 'students', 'work']],
    ['Pivot-Tracing, 2DFQ & SOSP ’15', ['pivot', 'tracing', '2dfq', 'sosp', '15']],
    ['what’s not', ['what', 'not']],
    ['', []],
  ])('finds the words of %j', (text, expected) => {
    expect(forms(text)).toEqual(expected);
  });

  it('keeps a letter and its combining mark in one word', () => {
    expect(forms('Scha\u0308fer')).toEqual(forms('Schäfer'));
  });

  it('gives one stem to the forms of a word', () => {
    expect(new Set(wordsOf('trace traces tracing traced').map((word) => word.stem)).size).toBe(1);
  });

  it('gives offsets of what it read, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let last = 0;
        for (const { form, stem, start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(fold(text.slice(start, end)).replaceAll('’', "'")).toContain(form);
          expect(form).not.toBe('');
          expect(stem).not.toBe('');
          last = end;
        }
      }),
    );
  });
});

describe('stop words', () => {
  it('hold no content, contracted or not', () => {
    expect(contentStems("Doesn't it show what's in the traces? Can’t it?")).toEqual([
      'show',
      'trace',
    ]);
  });

  it.each(['the', 'what', 'of', 'and'])('include %s', (form) => {
    expect(isStopWord(form)).toBe(true);
  });

  it.each(['tracing', 'atlas', 'paper'])('do not include %s', (form) => {
    expect(isStopWord(form)).toBe(false);
  });
});

describe('the English word list', () => {
  it('knows common words from rare ones, and rare ones from names', () => {
    expect(commonness('the')).toBeGreaterThan(commonness('atlas'));
    expect(commonness('atlas')).toBeGreaterThan(commonness('telemeta'));
    expect(commonness('telemeta')).toBe(-2);
  });

  it.each([
    ['hindsight', true],
    ['hindsigth', false],
  ])('holds %s: %s', (form, isKnown) => {
    expect(isEnglishWord(form)).toBe(isKnown);
  });
});
