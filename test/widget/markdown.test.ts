import { describe, expect, test } from 'vitest';
import { bundle } from '../../src/build/widget.ts';
import { type MarkdownNode, parseMarkdown } from '../../src/widget/markdown.ts';
import { ATTACKS, SAMPLES } from './samples.ts';

/** A tree in one line: `paragraph("a" strong("b") [1])`. */
function show({ type, children, text, href, number }: MarkdownNode): string {
  if (type === 'text') return JSON.stringify(text);
  if (type === 'citation') return `[${number}]`;
  const details = `${href && ` ${href}`}${number > 0 ? ` ${number}` : ''}`;
  return `${type}${details}(${text}${children.map(show).join(' ')})`;
}

function read(markdown: string): string {
  return parseMarkdown(markdown).document.children.map(show).join(' ');
}

describe('an answer in Markdown', () => {
  test.each([
    ['a **b** *c* `d*e`', 'paragraph("a " strong("b") " " emphasis("c") " " code(d*e))'],
    ['snake_case_name', 'paragraph("snake_case_name")'],
    ['a[0] b[07]', 'paragraph("a[0] b[07]")'],
    ['up. [1][12]', 'paragraph("up. " [1] [12])'],
    ['[1](https://a.b)', 'paragraph([1] "(" link https://a.b/("https://a.b") ")")'],
    ['[sic] and [a', 'paragraph("[sic] and [a")'],
    [
      '- a\n- b\n\n3. c\n4. d',
      'list(item(paragraph("a")) item(paragraph("b"))) list 3(item(paragraph("c")) item(paragraph("d")))',
    ],
    ['- a\n  - b', 'list(item(paragraph("a") list(item(paragraph("b")))))'],
    ['```js\nlet *a*;\n\nb\n```', 'code-block("let *a*;\\n\\nb")'],
    ['a  \nb\\\nc\nd', 'paragraph("a" break() "\\nb" break() "\\nc\\nd")'],
    ['\\*a\\* \\[1]', 'paragraph("*a* [1]")'],
  ])('%j', (markdown, tree) => {
    expect(read(markdown)).toBe(tree);
  });

  test.each([
    ['see https://a.b/c.', '"see " link https://a.b/c("https://a.b/c") "."'],
    ['(https://a.b/c_(d)_e)', '"(" link https://a.b/c_(d)_e("https://a.b/c_(d)_e") ")"'],
    ['**http://a.b**', 'strong(link http://a.b/("http://a.b"))'],
    ['<https://a.b/c>', '"<" link https://a.b/c("https://a.b/c") ">"'],
    ['[d](https://a.b "t")', 'link https://a.b/("d")'],
    ['[https://a.b](https://c.d)', 'link https://c.d/("https://a.b")'],
    ['https:// xhttp://a.b http', '"https:// xhttp://a.b http"'],
  ])('links the address in %j', (markdown, content) => {
    expect(read(markdown)).toBe(`paragraph(${content})`);
  });

  test.each([
    ['# a', '"# a"'],
    ['> a', '"> a"'],
    ['<b>a</b>', '"<b>a</b>"'],
    ['a\n---', '"a\\n---"'],
    ['[a]: https://b.c', '"[a]: " link https://b.c/("https://b.c")'],
    ['![a](https://b.c/d.png)', '"!" link https://b.c/d.png("a")'],
    ['[a](javascript:alert(1))', '"a"'],
    ['[a](//b.c)', '"a"'],
    ['<javascript:alert(1)>', '"<javascript:alert(1)>"'],
    ['&lt;a&gt;', '"&lt;a&gt;"'],
  ])('reads what is not on the allow-list as text: %j', (markdown, content) => {
    expect(read(markdown)).toBe(`paragraph(${content})`);
  });

  test.each(ATTACKS)('%j links to http(s) only', (attack) => {
    const visit = (node: MarkdownNode): void => {
      if (node.type === 'link') expect(node.href).toMatch(/^https?:\/\//);
      else expect(node.href).toBe('');
      node.children.forEach(visit);
    };
    visit(parseMarkdown(attack).document);
  });

  test('is parsed the same by the smaller parser of the built widget', async () => {
    const code = Buffer.from(await bundle('markdown.ts', { format: 'esm' })).toString('base64');
    const built: typeof import('../../src/widget/markdown.ts') = await import(
      `data:text/javascript;base64,${code}`
    );
    for (const markdown of [...SAMPLES, ...ATTACKS]) {
      expect(built.parseMarkdown(markdown)).toEqual(parseMarkdown(markdown));
    }
  });
});
