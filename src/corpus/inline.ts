import type { Element, Nodes } from 'hast';
import type { Nodes as MarkdownNodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** The absolute address of a link, or null if a visitor could not open it. */
export type Resolve = (href: string) => string | null;

const UNSHOWN = new Set(
  'script style template noscript head title iframe object embed svg math canvas audio video select datalist input button'.split(
    ' ',
  ),
);
const INLINE = new Set(
  'a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark meter nobr output picture progress q rb rp rt rtc ruby s samp slot small source span strike strong sub sup time track tt u var wbr'.split(
    ' ',
  ),
);
/** Withdrawn by its author, or hidden. */
const WITHDRAWN = new Set(['del', 's', 'strike']);

export function isInlineTag(name: string): boolean {
  return INLINE.has(name.toLowerCase()) || UNSHOWN.has(name.toLowerCase());
}

/** Whether it is invisible to a visitor of the page. */
export function isHidden({ tagName, properties }: Element): boolean {
  const style = String(properties['style'] ?? '');
  const isOpenDialog = tagName === 'dialog' && properties['open'] === undefined;
  return (
    UNSHOWN.has(tagName) ||
    isOpenDialog ||
    (properties['hidden'] !== undefined && properties['hidden'] !== false) ||
    /\b(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))/i.test(style)
  );
}

/** All text in a node, verbatim. */
export function plainText(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map((child) => plainText(child)).join('') : '';
}

// Placeholders for code and links while marks in the text around them are processed.
const KEPT = /\uE000(\d+)\uE001/g;
const PRIVATE = /[\uE000\uE001\u00AD\u200B\uFEFF]/g;

/**
 * A run of inline elements as one text: the words that a visitor reads, code in backticks, and links
 * with absolute addresses.
 */
export function inlineText(nodes: readonly Nodes[], resolve: Resolve): string {
  const kept: string[] = [];
  const keep = (text: string) => `\uE000${kept.push(text) - 1}\uE001`;
  const write = (node: Nodes): string => {
    if (node.type === 'text') return asProse(node.value.replace(PRIVATE, ''));
    if (node.type !== 'element' || isHidden(node) || WITHDRAWN.has(node.tagName)) return '';
    const { tagName, properties } = node;
    const inner = () => node.children.map(write).join('');
    switch (tagName) {
      case 'br':
        return '\n';
      case 'code':
        return keep(codeSpan(plainText(node)));
      case 'img':
        return String(properties['alt'] ?? '').trim();
      case 'sup':
        return raised(inner(), SUPERSCRIPT, '^');
      case 'sub':
        return raised(inner(), SUBSCRIPT, '_');
      case 'q':
        return `“${inner()}”`;
      case 'a':
        return link(inner(), resolve(String(properties['href'] ?? '#')), keep);
      default:
        return inner();
    }
  };
  let text = withoutMarks(nodes.map(write).join(''));
  // A link may contain code.
  while (KEPT.test(text))
    text = text.replace(KEPT, (_, index: string) => kept[Number(index)] ?? '');
  return text
    .replace(/[\u00A0\t ]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

/** Escapes characters that a Markdown parser would take for marks. */
function asProse(text: string): string {
  if (!/[*_`\\]/.test(text)) return text;
  const read = textIn(fromMarkdown(text.trim()));
  return read === text.trim() ? text : text.replace(/[*_`\\]/g, '\\$&');
}

function textIn(node: MarkdownNodes): string {
  if (node.type === 'text' || node.type === 'html') return node.value;
  return 'children' in node ? node.children.map((child) => textIn(child)).join('') : '';
}

function link(text: string, href: string | null, keep: (text: string) => string): string {
  if (href === null || href.startsWith('mailto:') || text.trim() === '') return text;
  if (href === text || href === `${text}/`) return keep(text);
  // Angle brackets and spaces would end the address.
  const address = href.replace(/[()<>\s]/g, (mark) =>
    encodeURIComponent(mark).replace('(', '%28').replace(')', '%29'),
  );
  return `${keep('[')}${text}${keep(`](${address})`)}`;
}

function codeSpan(code: string): string {
  if (code.trim() === '') return '';
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return longest > 0 ? `${ticks} ${code} ${ticks}` : `${ticks}${code}${ticks}`;
}

/** Removes marks of other Markdown dialects. */
function withoutMarks(text: string): string {
  return text
    .replace(/!\[\[[^[\]\n]*\]\]/g, '')
    .replace(/(?<![\p{L}\p{N}\])])\[\[(?=[^[\]\n]*\p{L})(?:[^[\]|\n]*\|)?([^[\]|\n]+)\]\]/gu, '$1')
    .replace(/==(?=\S)([^=\n]*[^=\s])==/g, '$1')
    .replace(/\{\+\+([^{}]*)\+\+\}/g, '$1')
    .replace(/\{--[^{}]*--\}/g, '')
    .replace(/\{~~[^{}]*?~>([^{}]*)~~\}/g, '$1')
    .replace(/[ \t]?\{(?::|[#.](?=[A-Za-z]))[^{}\n]*\}/g, '')
    .replace(/^\[(?:TOC|\[toc\])\]$/gim, '')
    .replace(/(?<=[\p{L}\p{N})])~([\p{L}\p{N}+-]{1,12})~/gu, (_, low: string) =>
      raised(low, SUBSCRIPT, '_'),
    )
    .replace(/(?<=[\p{L}\p{N})])\^([\p{L}\p{N}+-]{1,12})\^/gu, (_, high: string) =>
      raised(high, SUPERSCRIPT, '^'),
    );
}

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  ...{ '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸' },
  ...{ '9': '⁹', '+': '⁺', '-': '⁻', n: 'ⁿ', i: 'ⁱ' },
};
const SUBSCRIPT: Readonly<Record<string, string>> = {
  ...{ '0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈' },
  ...{ '9': '₉', '+': '₊', '-': '₋' },
};

/** Superscript or subscript characters if Unicode has them, as in "10⁶"; "2nd" stays as it is. */
function raised(text: string, characters: Readonly<Record<string, string>>, mark: string): string {
  const written = [...text].map((character) => characters[character]);
  if (written.every((character) => character !== undefined)) return written.join('');
  return /^(?:st|nd|rd|th|er|re|e|o|a|TM|®|™)$/i.test(text) ? text : `${mark}${text}`;
}
