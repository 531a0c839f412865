import { describe, expect, it } from 'vitest';
import {
  FAITHFUL,
  FALSE,
  merged,
  proseSentences,
  swapped,
} from '../../../scripts/evaluate/rewrites.ts';

describe('rewrites that keep what a sentence says', () => {
  it.each([
    [
      'clause dropped',
      'Hindsight writes all its traces into ring buffers, which are kept locally.',
      'Hindsight writes all its traces into ring buffers.',
    ],
    ['clause dropped', 'Hindsight is a framework (for tracing, which is hard) of some size.', null],
    ['synonyms', 'It shows that several work.', 'It demonstrates that multiple work.'],
    ['synonyms', 'It works.', null],
    ['lead added', 'The code is open.', 'According to the profile, the code is open.'],
    ['lead added', 'Hindsight is open.', 'According to the profile, Hindsight is open.'],
  ] as const)('%s: %s', (kind, sentence, expected) => {
    expect(FAITHFUL[kind](sentence)).toBe(expected);
  });

  it('merge two sentences', () => {
    expect(merged('It traces.', 'The code is open.')).toBe('It traces, and the code is open.');
    expect(merged('Does it trace?', 'Yes.')).toBeNull();
  });
});

describe('rewrites that make a sentence false', () => {
  it.each([
    ['wrong year', 'It appeared in 2023.', 'It appeared in 2025.'],
    ['wrong year', 'It has 2 parts.', null],
    ['changed number', 'It has 19 parts since 2015.', 'It has 12 parts since 2015.'],
    ['changed number', 'It has three parts.', 'It has six parts.'],
    ['changed number', '2DFQ appeared in 2016.', null],
    ['negation', 'The code is open.', 'The code is not open.'],
    ['negation', 'Triggers do not need it.', 'Triggers do need it.'],
    ['negation', 'It traces requests.', null],
  ] as const)('%s: %s', (kind, sentence, expected) => {
    expect(FALSE[kind](sentence)).toBe(expected);
  });

  it.each([
    ['Retro throttles tenants.', 'Hindsight throttles tenants.'],
    ['Retroactive sampling waits.', null],
    ['Retro and Hindsight differ.', null],
    ['Retro is one of several projects.', null],
  ])('swap the name in %s', (sentence, expected) => {
    expect(swapped(sentence, 'Retro', 'Hindsight')).toBe(expected);
  });
});

describe('proseSentences', () => {
  it('leaves out lines with addresses, fragments, and what is no single sentence', () => {
    const text =
      'Hindsight records all traces in cheap storage.\n\n- Code: https://example.org/code\n- Short.';
    expect(proseSentences(text)).toEqual(['Hindsight records all traces in cheap storage.']);
  });
});
