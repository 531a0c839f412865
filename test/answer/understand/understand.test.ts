import { describe, expect, it } from 'vitest';
import { plainSource } from '../../../scripts/evaluate/plain-source.ts';
import { buildNameIndex } from '../../../src/answer/names.ts';
import type { Act } from '../../../src/answer/types.ts';
import { mask } from '../../../src/answer/understand/mask.ts';
import {
  isLong,
  maskedTexts,
  partsOf,
  understand,
} from '../../../src/answer/understand/understand.ts';

const names = buildNameIndex(
  [
    plainSource('lantern', 'project', 'Lantern', 'Lantern traces requests.'),
    plainSource('prize', 'award', 'Golden Quill', 'A prize.'),
  ],
  () => true,
);

/** Acts by the first word; everything wants a definition. */
const ACTS: Readonly<Record<string, Act>> = {
  hi: 'greet',
  thanks: 'thank',
  i: 'introduce',
  interesting: 'remark',
  ignore: 'instruct',
};
const labelsOf = (text: string) => ({
  acts: new Map([[ACTS[/\w+/.exec(text)?.[0].toLowerCase() ?? ''] ?? 'ask', 1]]),
  wants: new Map([['definition', 1]]),
});

function heard(message: string) {
  const parts = partsOf(message, names);
  const { act, requests, context } = understand(parts, maskedTexts(parts).map(labelsOf));
  const texts = requests.map(({ text, joined }) =>
    joined.length > 0 ? joined.map((part) => part.text) : text,
  );
  return { act, requests: texts, context };
}

describe('a message is taken apart into', () => {
  it.each([
    ['What is Lantern?', ['What is Lantern?'], ''],
    ['Hi! What is Lantern?', ['What is Lantern?'], ''],
    ['thanks. what is lantern? and before that?', ['what is lantern?', 'and before that?'], ''],
    ['is lantern like e.g. heron vs. dapper', ['is lantern like e.g. heron vs. dapper'], ''],
    [
      'I run a bakery in Lund. What is Lantern? Thanks!',
      ['What is Lantern?'],
      'I run a bakery in Lund.',
    ],
    ['What is Lantern? Who wrote it?', ['What is Lantern?', 'Who wrote it?'], ''],
    ['What is Lantern, and who wrote it?', [['What is Lantern', 'who wrote it?']], ''],
    ['Which prizes and grants are there?', ['Which prizes and grants are there?'], ''],
    [
      'Who wrote Lantern, what does it miss, and where did it appear?',
      [['Who wrote Lantern', 'what does it miss', 'where did it appear?']],
      '',
    ],
    ['For my thesis, which papers matter?', ['For my thesis, which papers matter?'], ''],
  ])('%s', (message, requests, context) => {
    expect(heard(message)).toEqual({ act: 'ask', requests, context });
  });

  it('its last question alone, where it is a text', () => {
    const recipe = 'Peel four carrots. Why does it simmer? '.repeat(30);
    const parts = partsOf(`${recipe}What is Lantern?`, names);
    const { requests } = understand(parts, maskedTexts(parts).map(labelsOf), true);
    expect(requests.map(({ text }) => text)).toEqual(['What is Lantern?']);
    expect(isLong(recipe)).toBe(true);
    expect(isLong('What is Lantern?')).toBe(false);
  });

  it('the longest remark, where nothing asks', () => {
    expect(heard('Hi! Interesting, tracing without sampling.')).toEqual({
      act: 'remark',
      requests: ['Interesting, tracing without sampling.'],
      context: '',
    });
  });

  it('at most three requests and twelve sentences', () => {
    const many = Array.from({ length: 30 }, (_, i) => `What is number ${i}?`).join(' ');
    expect(heard(many).requests).toHaveLength(3);
    expect(partsOf(many, names)).toHaveLength(12);
  });

  it('the message itself, where it only greets', () => {
    expect(heard('Hi!')).toEqual({ act: 'greet', requests: ['Hi!'], context: '' });
  });
});

describe('what is classified', () => {
  it.each([
    ["What is Lantern's limit?", "What is the project's limit?"],
    ['Who got the Golden Quill?', 'Who got the the award?'],
    ['Nothing is named.', 'Nothing is named.'],
  ])('has stand-ins for the names of %s', (text, masked) => {
    expect(mask(text, names.find(text))).toBe(masked);
  });

  it('is every sentence, and every question that one joins', () => {
    const parts = partsOf('Hi! What is Lantern, and who wrote it?', names);
    expect(maskedTexts(parts)).toEqual([
      'Hi!',
      'What is the project, and who wrote it?',
      'What is the project',
      'who wrote it?',
    ]);
  });
});
