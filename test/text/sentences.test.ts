import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceSpans } from '../../src/text/sentences.ts';

const sentences = (text: string) =>
  sentenceSpans(text).map(({ start, end }) => text.slice(start, end));

describe('sentenceSpans', () => {
  it.each([
    ['two sentences', 'It traces. It samples!', ['It traces.', 'It samples!']],
    ['a name with an initial', 'J. Mace wrote it. Good.', ['J. Mace wrote it.', 'Good.']],
    ['authors and others', 'Mace et al. Show it.', ['Mace et al. Show it.']],
    ['for example', 'Systems, e.g. Hindsight, trace.', ['Systems, e.g. Hindsight, trace.']],
    ['a figure by number', 'See Fig. 3 for it. Then stop.', ['See Fig. 3 for it.', 'Then stop.']],
    ['a plain no', 'They say no. Others agree.', ['They say no.', 'Others agree.']],
    ['et cetera at the end', 'Logs, traces, etc. They help.', ['Logs, traces, etc.', 'They help.']],
    ['decimals', 'It takes 3.5 ms. Fast.', ['It takes 3.5 ms.', 'Fast.']],
    [
      'list items',
      '- One thing\n- Another thing\n2. Third',
      ['One thing', 'Another thing', 'Third'],
    ],
    ['a heading', '# Problem\nIt is slow', ['# Problem', 'It is slow']],
    ['blank lines', 'No stop here\n\nNext', ['No stop here', 'Next']],
    [
      'wrapped prose',
      'This line is long enough to have been wrapped by an editor\nand goes on here.',
      ['This line is long enough to have been wrapped by an editor\nand goes on here.'],
    ],
    ['a short line', 'Jonathan Mace\nMicrosoft Research', ['Jonathan Mace', 'Microsoft Research']],
    ['nothing', ' \n\t\n', []],
  ])('sees %s', (_, text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  it('covers all of any text but white space and list markers, in order', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('- item', '1. item', '# Heading', '', 'A sentence. And e.g. another one!'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        let last = 0;
        for (const { start, end } of sentenceSpans(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          const sentence = text.slice(start, end);
          expect(sentence).toBe(sentence.trim());
          expect(sentence).not.toBe('');
          expect(text.slice(last, start)).toMatch(/^(?:\s|[-*+•]|\d{1,3}[.)])*$/u);
          last = end;
        }
        expect(text.slice(last)).toMatch(/^(?:\s|[-*+•]|\d{1,3}[.)])*$/u);
      }),
    );
  });
});
