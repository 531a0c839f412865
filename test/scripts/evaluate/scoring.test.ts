import { describe, expect, it } from 'vitest';
import type { Case } from '../../../scripts/evaluate/cases.ts';
import {
  citationFaults,
  isQuoted,
  judge,
  shownSentences,
} from '../../../scripts/evaluate/scoring.ts';
import type { Answer, Citation } from '../../../src/domain.ts';
import { sourceOf } from '../../support/corpus.ts';

const BODY = 'Hindsight traces edge cases.\nIt was\npublished in 2023.';

function citationOf(fields: Partial<Citation> = {}): Citation {
  return {
    index: 1,
    sourceId: 'hindsight',
    passageId: 'hindsight#1',
    title: 'Hindsight',
    heading: '',
    quote: BODY,
    start: 0,
    end: BODY.length,
    url: 'https://example.org/hindsight',
    links: [{ label: 'Code', url: 'https://example.org/code' }],
    ...fields,
  };
}

function answerOf(fields: Partial<Answer> = {}): Answer {
  return {
    id: '1',
    status: 'answered',
    mode: 'extractive',
    question: 'What is Hindsight?',
    answer: 'Hindsight traces edge cases [1].',
    citations: [citationOf()],
    followUps: [],
    ...fields,
  };
}

function caseOf(expected: Partial<Case['expect']>): Case {
  const expect = { status: 'answered' as const, ...expected };
  return { id: 'a-1', kind: 'a', split: 'tune', question: 'What?', history: [], expect };
}

const REFUSAL = answerOf({ status: 'not_covered', answer: 'I do not know.', citations: [] });

describe('judge', () => {
  it('finds every expected fact, in any of its wordings and either case', () => {
    const one = caseOf({ facts: [['EDGE cases', 'outliers'], ['rings?']] });
    expect(judge(one, answerOf())).toEqual({
      verdict: 'poor',
      missed: ['fact rings?'],
      facts: 2,
      factsTold: 1,
    });
  });

  it.each([
    ['nothing amiss', { sources: ['hindsight'], links: ['org/code'] }, answerOf(), 'right', []],
    ['another source', { sources: ['retro'] }, answerOf(), 'poor', ['source retro']],
    ['too few sources', { minSources: 2 }, answerOf(), 'poor', ['1 of 2 sources']],
    ['no such link', { links: ['gitlab'] }, answerOf(), 'poor', ['link gitlab']],
    ['what is forbidden', { forbid: ['edge'] }, answerOf(), 'wrong', ['says edge']],
    ['a wrong refusal', {}, REFUSAL, 'refused', ['not_covered instead of answered']],
    ['a right refusal', { status: 'not_covered' as const }, REFUSAL, 'right', []],
    [
      'an answer where a refusal is right',
      { status: 'not_covered' as const },
      answerOf(),
      'wrong',
      ['answered instead of not_covered', 'cites in a refusal'],
    ],
  ])('sees %s', (_, expected, answer, verdict, missed) => {
    expect(judge(caseOf(expected), answer)).toMatchObject({ verdict, missed });
  });

  it("holds a refusal's reason against the expected one", () => {
    const one = caseOf({ status: 'not_covered', reason: 'out_of_scope' });
    expect(judge(one, answerOf({ ...REFUSAL, reason: 'out_of_scope' })).verdict).toBe('right');
    expect(judge(one, answerOf({ ...REFUSAL, reason: 'not_in_corpus' })).missed).toEqual([
      'reason not_in_corpus instead of out_of_scope',
    ]);
  });
});

describe('citationFaults', () => {
  const sourceById = new Map([['hindsight', sourceOf({ body: BODY })]]);
  const faultsOf = (fields: Partial<Answer>) => citationFaults(answerOf(fields), sourceById);

  it.each<[string, Partial<Answer>, RegExp | null]>([
    ['a verbatim quote', {}, null],
    ['a marker without a citation', { answer: 'A [1]. B [2].' }, /marker \[2\] names no citation/],
    ['a citation without a marker', { answer: 'A.' }, /citation 1 .* has no marker/],
    ['a quote at other offsets', { citations: [citationOf({ start: 1 })] }, /not verbatim/],
    ['an unknown source', { citations: [citationOf({ sourceId: 'x' })] }, /not verbatim/],
    [
      'numbers out of order',
      { answer: 'A [2]. B [1].', citations: [citationOf(), citationOf({ index: 2 })] },
      /out of order/,
    ],
  ])('sees %s', (_, fields, expected) => {
    const faults = faultsOf(fields).join('\n');
    if (expected) expect(faults).toMatch(expected);
    else expect(faults).toBe('');
  });
});

describe('shownSentences', () => {
  it('cuts behind markers, and gives each sentence its end back', () => {
    expect(shownSentences('One thing [1]. Another: it [2][3].')).toEqual([
      { text: 'One thing.', markers: [1] },
      { text: 'Another: it.', markers: [2, 3] },
    ]);
  });

  it('takes lines of a list without their dash, and leaves out what heads it', () => {
    expect(shownSentences('2 papers:\n- Hindsight [1]\n- Retro [2]')).toEqual([
      { text: 'Hindsight', markers: [1] },
      { text: 'Retro', markers: [2] },
    ]);
  });

  it('shows a sentence without a marker', () => {
    expect(shownSentences('A [1]. Bare claim.').at(-1)).toEqual({
      text: 'Bare claim.',
      markers: [],
    });
  });
});

describe('isQuoted', () => {
  it.each([
    ['It was published in 2023.', [1], true],
    ['Published: It was published in 2023.', [1], true],
    ['It was published in 2024.', [1], false],
    ['Hindsight traces edge cases.', [], false],
  ])('%s %j → %s', (text, markers, expected) => {
    expect(isQuoted({ text, markers }, answerOf())).toBe(expected);
  });

  it('takes the lines of a list that are joined for what they are', () => {
    const [citation] = answerOf().citations;
    if (!citation) throw new Error('unreachable');
    const citations = [{ ...citation, quote: 'Lecturer, 2014\n  - Head since 2021\n- Reader' }];
    const isLine = (text: string) => isQuoted({ text, markers: [citation.index] }, { citations });
    expect(isLine('POSTS: Lecturer, 2014; Head since 2021; Reader')).toBe(true);
    expect(isLine('POSTS: Lecturer, 2014; Reader')).toBe(false);
  });
});
