import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MarkdownNode, parseMarkdown } from '../../src/widget/markdown.ts';
import { continues, parseSettled } from '../../src/widget/settled.ts';
import { ATTACKS, SAMPLES } from './samples.ts';

function textOf(node: MarkdownNode): string {
  return node.text + node.children.map(textOf).join('');
}

function grown(markdown: string): MarkdownNode[] {
  return Array.from({ length: markdown.length + 1 }, (_, end) =>
    parseSettled(markdown.slice(0, end)),
  );
}

describe('a streaming answer', () => {
  test.each(SAMPLES.slice(0, 4))('only ever appends, at every cut of %j', (markdown) => {
    const states = grown(markdown);
    states.push(parseMarkdown(markdown).document);
    states.slice(1).forEach((next, index) => {
      const shown = states[index];
      expect(shown && continues(shown, next), markdown.slice(0, index + 1)).toBe(true);
    });
  });

  test('shows text as it arrives, except a tail that may become markup', () => {
    const markdown = SAMPLES[0] ?? '';
    grown(markdown).forEach((state, end) => {
      // Links wait longest: they cannot be shown before their address is complete.
      expect(end - textOf(state).length, markdown.slice(0, end)).toBeLessThan(60);
    });
  });

  test.each([
    ['The **bo', 'The'],
    ['The **bold**', 'The'],
    ['The **bold** o', 'The bold o'],
    ['up. [1', 'up.'],
    ['up. [1]', 'up. '],
    ['see https://a.b/c', 'see'],
    ['see https://a.b/c ', 'see https://a.b/c'],
    ['a\n-', 'a'],
    ['a\n1.', 'a'],
    ['run `ls', 'run'],
    ['2 * 3 = 6', '2 * 3 = 6'],
    ['snake_case', 'snake_case'],
  ])('%j is shown as %j', (markdown, shown) => {
    expect(textOf(parseSettled(markdown)).replace(/\s+$/, ' ').trimEnd()).toBe(shown.trimEnd());
  });

  test('never shows more than the whole answer', () => {
    const piece = fc.constantFrom(
      ...SAMPLES,
      ...ATTACKS,
      '\n',
      '\n\n',
      ' ',
      '*',
      '_',
      '`',
      '[1]',
      'a',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const markdown = pieces.join('');
        const whole = textOf(parseMarkdown(markdown).document);
        expect(textOf(parseSettled(markdown)).length).toBeLessThanOrEqual(whole.length);
      }),
      { numRuns: 200 },
    );
  });
});
