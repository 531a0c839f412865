import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  colorsOf,
  embedSchema,
  frameQuery,
  snippetOf,
} from '../../../src/http/pages/embed-options.ts';

const HOST = 'https://ask.example.org/path';
const options = (chosen: object = {}) => embedSchema.parse(chosen);

describe('the snippet', () => {
  test.each([
    ['a launcher', {}, `<script src="${HOST}/widget.js" defer></script>`],
    [
      'a launcher with a theme',
      { theme: 'dark' },
      `<script src="${HOST}/widget.js" defer></script>\n<ask-the-researcher position="launcher" theme="dark"></ask-the-researcher>`,
    ],
    [
      'an element in the text',
      { position: 'inline', examples: ' Why? \n\nHow?' },
      `<script src="${HOST}/widget.js" defer></script>\n<ask-the-researcher suggestions="Why?|How?"></ask-the-researcher>\n<style>ask-the-researcher { display: block; min-height: max(13rem, 208px); margin-block: 1em }</style>`,
    ],
    [
      'a frame',
      { position: 'frame', lang: 'de', height: '400' },
      `<iframe src="${HOST}/embed?lang=de&#38;height=400" title="Ask the Researcher" width="100%" height="400"></iframe>\n<script src="${HOST}/frame.js" defer></script>`,
    ],
  ])('of %s', (_name, chosen, code) => {
    expect(snippetOf(options(chosen), HOST)).toBe(code);
  });

  test('cannot be broken out of by any text', () => {
    const word = fc.string({ maxLength: 50 });
    fc.assert(
      fc.property(word, word, (heading, greeting) => {
        const code = snippetOf(options({ heading, greeting }), HOST);
        expect(code.match(/</g)?.length).toBeLessThanOrEqual(4);
        expect(code.replace(/="[^"]*"/g, '')).toMatch(
          /^<script src defer><\/script>(\n<ask-the-researcher[ a-z]*><\/ask-the-researcher>)?$/,
        );
      }),
    );
  });

  test('says the same in the address of a frame', () => {
    const chosen = { heading: 'Ask & see', examples: 'Why?\nHow?', accent: '#b00020', height: 700 };
    const query = Object.fromEntries(new URLSearchParams(frameQuery(options(chosen))));
    expect(options(query)).toEqual(options(chosen));
  });
});

describe('a color', () => {
  test('stays as it is where it can be read', () => {
    expect(colorsOf('#1c5a86')[0]?.[1]).toMatch(/^light-dark\(#1c5a86, /);
    expect(colorsOf('#ffcc00')[0]?.[1]).toMatch(/, #ffcc00\)$/);
    expect(colorsOf('')).toEqual([]);
  });

  test('is always dark enough on white and light enough on dark', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (...parts) => {
        const color = `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
        const [light = '', dark = ''] = colorsOf(color)[0]?.[1].match(/#[\da-f]{6}/g) ?? [];
        const [onLight = '', onDark = ''] = colorsOf(color)[1]?.[1].match(/#[\da-f]{6}/g) ?? [];
        expect(contrast(light, '#ffffff')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark, '#1c1f25')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(light, onLight)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(dark, onDark)).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });
});

/** The definition of WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
