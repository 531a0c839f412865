import { describe, expect, it } from 'vitest';
import { cleanMarkdown } from '../../src/corpus/markdown.ts';
import { publishedText } from '../../src/corpus/unpublished.ts';

const clean = (text: string, url?: string) => cleanMarkdown(publishedText(text).text, url).body;

describe('what is not published', () => {
  it.each([
    ['an HTML comment', 'Open. <!-- key under\n\nthe mat --> Done.', 'Open. Done.'],
    ['a comment that is never closed', 'Open.\n\n<!-- key\n\nmat', 'Open.'],
    ['a reference that nothing refers to', 'Open.\n\n[//]: # (key (under) mat)', 'Open.'],
    ['a reference below a line of text', 'Open.\n[note]: <> (key)', 'Open.'],
    ['a Liquid comment', 'Open. {% comment %}key{% endcomment %}', 'Open.'],
    ['what a condition encloses', 'Open. {% if x %}key{% if y %}b{% endif %}{% endif %}', 'Open.'],
    ['a comment of Hugo', 'Open. {{/* key */}}', 'Open.'],
    ['a hidden part around Markdown', 'Open.\n\n<div hidden>\n\nThe *key*.\n\n</div>', 'Open.'],
    ['a part that is not displayed', 'Open. <span style="display: none">key</span>', 'Open.'],
    ['a script', 'Open.\n\n<script>key()</script>', 'Open.'],
  ])('%s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each(['Write `<!-- a -->` there.', '```\n<!-- a -->\n{% b %}\n```'])(
    'but code is: %s',
    (text) => {
      expect(clean(text)).toBe(text);
    },
  );

  it('names the line of template code', () => {
    expect(publishedText('One.\n{{< map id >}}', { firstLine: 4 }).notes).toEqual([
      expect.stringMatching(/^5: .*"\{\{< map id >\}\}" is not read/),
    ]);
  });
});

describe('cleanMarkdown', () => {
  it.each([
    ['wiki links', '[[Tools|the kit]] and [[Rules]]', 'the kit and Rules'],
    ['emphasis, entities and HTML', '**A**&nbsp;&amp; <b>b</b> ==c== ~~d~~', 'A & b c'],
    ['a callout', '> [!TIP]\n> Bring boots.', 'Bring boots.'],
    [
      'brackets of the author',
      'In [1, 40] and log[7], [a] and M[3][4].',
      'In [1, 40] and log[7], [a] and M[3][4].',
    ],
    ['a link without a page', 'See [it](x.pdf).', 'See it.'],
    ['a row of a table', '| A | B |\n|--|--|\n| Deep. Dry. | 2 |', '- A: Deep; Dry; B: 2.'],
    ['a marked question', '**Q: Open?**\nA: At ten.', '# Open?\n\nAt ten.'],
    ['line ends of Windows', 'a\r\n\r\nb', 'a\n\nb'],
  ])('writes %s as they are read', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it("resolves links against the page's address", () => {
    expect(clean('See [it](../x.pdf).', 'https://a.example/b/c/')).toBe(
      'See [it](https://a.example/b/x.pdf).',
    );
  });
});
