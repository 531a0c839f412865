import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WrittenSentence, writtenSentences } from '../../../src/answer/generate/sentences.ts';

async function read(...pieces: string[]): Promise<WrittenSentence[]> {
  const stream = (async function* () {
    yield* pieces;
  })();
  const sentences: WrittenSentence[] = [];
  for await (const sentence of writtenSentences(stream)) sentences.push(sentence);
  return sentences;
}

const brief = (sentences: readonly WrittenSentence[]) =>
  sentences.map(({ text, cited }) => [text, cited]);

describe('writtenSentences', () => {
  it.each<[string, string, [string, number[]][]]>([
    [
      'before the full stop',
      'One is red [1]. Two is blue [2].',
      [
        ['One is red.', [1]],
        ['Two is blue.', [2]],
      ],
    ],
    [
      'behind the full stop',
      'One is red. [1] Two is blue. [2]',
      [
        ['One is red.', [1]],
        ['Two is blue.', [2]],
      ],
    ],
    ['in a row', 'One is red [1][2].', [['One is red.', [1, 2]]]],
    ['in one bracket', 'One is red [1, 2].', [['One is red.', [1, 2]]]],
    ['within the sentence', 'One [1] is red, two [2] blue.', [['One is red, two blue.', [1, 2]]]],
    ['that name nothing', 'One is red [99][0].', [['One is red.', [99, 0]]]],
    [
      'in other writing',
      'One is red 【1】. Two is blue [passage 2]. Three is green [[3]].',
      [
        ['One is red.', [1]],
        ['Two is blue.', [2]],
        ['Three is green.', [3]],
      ],
    ],
    ['that are links', 'One is red [1](https://evil.example).', [['One is red.', [1]]]],
    ['cut off by the end', 'One is red [1', [['One is red', []]]],
    [
      'before a sentence in lower case',
      'One is red. [1] iPhones are blue.',
      [
        ['One is red.', [1]],
        ['iPhones are blue.', []],
      ],
    ],
  ])('reads markers %s', async (_, text, expected) => {
    const sentences = brief(await read(text));
    // A full stop before a small letter is none to the segmenter.
    if (/iPhones/.test(text))
      expect(sentences.map(([t]) => t).join(' ')).toBe('One is red. iPhones are blue.');
    else expect(sentences).toEqual(expected);
  });

  it.each([
    ['a heading', '## Overview\nOne is red [1].', ['One is red.']],
    ['a heading that is the sentence', '# One is red [1].', ['One is red.']],
    ['a bold line as heading', '**Overview:**\nOne is red.', ['One is red.']],
    [
      'bold and emphasis',
      '**One** is *very* __red__ and ~~not~~ _blue_.',
      ['One is very red and not blue.'],
    ],
    ['bold over two sentences', '**One is red. Two is blue.**', ['One is red.', 'Two is blue.']],
    [
      'names with underscores and stars',
      'The call read_all_pages yields 2 * 3 rows.',
      ['The call read_all_pages yields 2 * 3 rows.'],
    ],
    ['code', 'Run `npm ci` for it.', ['Run npm ci for it.']],
    ['a code fence', '```text\nOne is red.\n```', ['One is red.']],
    ['a link', 'See [the page](https://evil.example/a) now.', ['See the page now.']],
    ['an image', 'One is ![a photo](https://evil.example/a.png) red.', ['One is a photo red.']],
    ['an autolink', 'See <https://evil.example/> now.', ['See https://evil.example/ now.']],
    ['HTML', 'One <b onclick="x()">is</b> <!-- not --> red<br>.', ['One is red.']],
    ['an open tag', 'One is <script src=x red.', ['One is ‹script src=x red.']],
    ['escapes', 'One is \\*red\\* \\[1\\].', ['One is red.']],
    ['a smaller sign', 'It takes < 10 ms.', ['It takes < 10 ms.']],
  ])('makes plain text of %s', async (_, text, expected) => {
    expect((await read(text)).map((sentence) => sentence.text)).toEqual(expected);
  });

  it('tells the lines of a list', async () => {
    expect(await read('Two things:\n- One [1]\n* Two [2]\n3. Three [3]')).toMatchObject([
      { text: 'Two things:', isItem: false },
      { text: 'One', isItem: true },
      { text: 'Two', isItem: true },
      { text: 'Three', isItem: true },
    ]);
  });

  it.each([
    '',
    '   \n',
    '[1]',
    '...',
    '---',
    '|---|---|',
    'NOT COVERED',
    '**Not covered.** [1]',
    'NOT COVERED: it is not told.',
  ])('finds no sentence in "%s"', async (text) => {
    expect(await read(text)).toEqual([]);
  });

  it('reads the quotes below a sentence, and the number of one that is to replace it', async () => {
    const text =
      '(2) One is red.\n> [3] one that is red\n>[4] “and red it is”\n\n- Two [5].\n> two\nThree is green.\n> [';
    expect(await read(...text)).toEqual([
      {
        ...{ text: 'One is red.', cited: [], isItem: false, number: 2 },
        quotes: [
          { number: 3, text: 'one that is red' },
          { number: 4, text: 'and red it is' },
        ],
      },
      {
        ...{ text: 'Two.', cited: [5], isItem: true, number: null },
        quotes: [{ number: 0, text: 'two' }],
      },
      {
        ...{ text: 'Three is green.', cited: [], isItem: false, number: null },
        quotes: [{ number: 0, text: '[' }],
      },
    ]);
  });

  it('gives the quotes below a line to its sentences behind the last that names a passage', async () => {
    expect(
      await read('One. Two is red [1]. Three is blue. Four is green [4].\n> [2] so they are'),
    ).toMatchObject([
      { text: 'One.', quotes: [] },
      { text: 'Two is red.', quotes: [] },
      { text: 'Three is blue.', quotes: [{ number: 2 }] },
      { text: 'Four is green.', quotes: [{ number: 2 }] },
    ]);
  });

  it('releases a sentence when the line behind its quotes begins', async () => {
    const released: string[] = [];
    const stream = (async function* () {
      for (const piece of ['One is red.', '\n', '> [1] it is red', '\n', '> [2] red', '\n', 'T']) {
        yield piece;
        released.push('|');
      }
    })();
    for await (const { quotes } of writtenSentences(stream)) released.push(String(quotes.length));
    expect(released.join('')).toBe('||||||2|0');
  });

  it('releases a sentence as soon as a letter of the next has come', async () => {
    const released: string[] = [];
    const stream = (async function* () {
      for (const piece of ['One is red', '. [', '1]', ' ', 'T', 'wo is blue.']) {
        yield piece;
        released.push('|');
      }
    })();
    for await (const { text, cited } of writtenSentences(stream)) released.push(`${text}${cited}`);
    expect(released.join('')).toBe('||||One is red.1||Two is blue.');
  });

  it('does not take the full stop of an abbreviation or a number for an end', async () => {
    const text = 'It costs 3.5 ms, e.g. at night, by Dr. Quill et al. in vol. 12 alone. Two.';
    expect((await read(...text)).map((sentence) => sentence.text)).toEqual([
      'It costs 3.5 ms, e.g. at night, by Dr. Quill et al. in vol. 12 alone.',
      'Two.',
    ]);
  });

  it('stops reading a model that does not stop', async () => {
    let pieces = 0;
    const stream = (async function* () {
      for (;;) {
        pieces++;
        yield 'One is red [1]. ';
      }
    })();
    for await (const _ of writtenSentences(stream)) if (pieces > 10_000) break;
    expect(pieces).toBeLessThan(300);
  });

  const fragment = fc.constantFrom(
    ...[
      'One is red',
      'two',
      'U.S. law',
      'e.g. 5',
      '3.5',
      'NSDI',
      '.',
      '. ',
      '! ',
      '?',
      ' ',
      '\n',
      '\n\n',
    ],
    ...[
      '[',
      ']',
      '[1]',
      '[2, 3]',
      ' [4]',
      '[99',
      '【5】',
      '[passage 6]',
      '[x](http://a.b)',
      '**',
      '_',
      '`',
    ],
    ...[
      '```\n',
      '- ',
      '1. ',
      '# ',
      '> ',
      '”',
      ')',
      '(',
      '<b>',
      '…',
      '\\',
      'é',
      '😀',
      '|',
      '4',
      ', ',
    ],
  );
  const cutText = fc
    .array(fragment, { maxLength: 40 })
    .map((fragments) => fragments.join(''))
    .chain((text) =>
      fc.tuple(fc.constant(text), fc.uniqueArray(fc.nat(text.length), { maxLength: 30 })),
    );

  it('reads the same however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(cutText, async ([text, cuts]) => {
        const ends = [...cuts.sort((a, b) => a - b), text.length];
        const pieces = ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end));
        expect(await read(...pieces)).toEqual(await read(text));
        expect(await read(...text)).toEqual(await read(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no marker in a text, no matter what a model writes', async () => {
    await fc.assert(
      fc.asyncProperty(cutText, async ([text]) => {
        for (const sentence of await read(text)) expect(sentence.text).not.toMatch(/\[\d+\]|\]\(/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('brackets that the passages have themselves', () => {
  const shown = [
    'The newest id is in log[7]. Values lie in the interval [2, 350] and go down to the step [5].',
  ];
  const readFrom = async (text: string) => {
    const stream = (async function* () {
      yield* text;
    })();
    const sentences: WrittenSentence[] = [];
    for await (const sentence of writtenSentences(stream, shown)) sentences.push(sentence);
    return brief(sentences);
  };

  it.each<[string, string, number[]]>([
    ['The id is in log[7] [1].', 'The id is in log[7].', [1]],
    ['Values lie in the interval [2, 350][1].', 'Values lie in the interval [2, 350].', [1]],
    ['They go down to the step [5] [2].', 'They go down to the step [5].', [2]],
    ['They go down in a row [5].', 'They go down in a row.', [5]],
  ])('are no markers: %s', async (written, text, cited) => {
    expect(await readFrom(written)).toEqual([[text, cited]]);
  });
});
