import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThoughtFilter } from '../../src/models/thoughts.ts';

function filtered(pieces: readonly string[], beginsInside = false): string {
  const { push, end } = createThoughtFilter(beginsInside);
  return pieces.map(push).join('') + end();
}

const HARMONY =
  '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>';

describe('the thoughts of a model are removed', () => {
  it.each([
    ['<think>\nHm.\n</think>\n\nIn 1843.', '\n\nIn 1843.'],
    ['<THINK>Hm.</THINK>In 1843.', 'In 1843.'],
    ['In 1843. <thought>Hm.</thought>Or so.', 'In 1843. Or so.'],
    ['[THINK]Hm.[/THINK]In [1843] [1].', 'In [1843] [1].'],
    [`${HARMONY}In 1843.<|return|>`, 'In 1843.'],
    [`${HARMONY}In 1843.<|end|>`, 'In 1843.'],
    ['<think>Hm, <thinking> is a tag.</think>In 1843.', 'In 1843.'],
    ['<think>Hm', ''],
    ['Hm.</think>In 1843.', 'In 1843.'],
    ['In 1843 x<y, <b>or</b> so.', 'In 1843 x<y, <b>or</b> so.'],
    ['İn 1843 <think>İİİ</think>İ.', 'İn 1843 İ.'],
    ['In 1843 <thi', 'In 1843 <thi'],
  ])('of %j', (text, expected) => {
    expect(filtered([text])).toBe(expected);
  });

  it('wherever a stream cuts its marks', () => {
    const part = fc.constantFrom(
      ...['<think>', '</think>', '[THINK]', '[/THINK]', '<', 'a', '[1]', '</', 'think>', HARMONY],
    );
    const text = fc
      .array(part, { maxLength: 8 })
      .map((parts) => `<think>x</think>${parts.join('')}`);
    fc.assert(
      fc.property(text, fc.array(fc.nat(8), { minLength: 1 }), (whole, sizes) => {
        const pieces: string[] = [];
        for (let at = 0, i = 0; at < whole.length; i++) {
          const size = 1 + (sizes[i % sizes.length] ?? 0);
          pieces.push(whole.slice(at, at + size));
          at += size;
        }
        // Of a thought without a beginning, what came in earlier pieces has been shown.
        fc.pre(!createdInside(whole));
        expect(filtered(pieces)).toBe(filtered([whole]));
      }),
    );
  });

  it('where the server puts the opening mark into the prompt, if that is known', () => {
    expect(filtered(['Hm', '.</thi', 'nk>In ', '1843.'], true)).toBe('In 1843.');
    expect(filtered(['<think>Hm.</think>', 'In 1843.'], true)).toBe('In 1843.');
    expect(filtered(['In ', '1843.'], true)).toBe('In 1843.');
  });
});

function createdInside(text: string): boolean {
  const filter = createThoughtFilter(false);
  filter.push(text);
  return filter.beganInside;
}
