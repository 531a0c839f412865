import type { Element, ElementContent, RootContent as HtmlContent, Root as HtmlRoot } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { selectAll } from 'hast-util-select';
import { toMdast } from 'hast-util-to-mdast';
import type { Nodes, Root, RootContent } from 'mdast';
import { isHidden } from '../corpus/inline.ts';
import { asHtml, parseMarkdown } from '../corpus/markdown-tree.ts';
import { withoutEmail, withoutPrivateMatter } from './privacy.ts';

/** A document as headings, paragraphs, lists and tables, and what was left out of it. */
export interface Document {
  readonly tree: Root;
  readonly title: string | undefined;
  readonly left: readonly string[];
}

/** Around the content of a page, not part of it. */
const FURNITURE = new Set([
  'nav',
  'footer',
  'aside',
  'form',
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'iframe',
  'button',
  'img',
  'picture',
  'figure',
]);
/** The same by role, id or class. */
const FURNITURE_NAMES =
  /^(?:(?:site|page|main|global)?-?(?:footer|nav|navbar|navigation|menu|breadcrumbs?)|contentinfo|cookies?(?:-\w+)*|copyright|skip-?link|toc|table-of-contents|pagination|share|search)$/i;
/** Parts of a publication, by their classes. */
const TITLE = /^(?:paper|pub|publication|article)?[-_]?title$/i;
const AUTHORS = /^(?:paper|pub|publication|article)?[-_]?authors?$/i;
/** Rules of a style sheet that hide something. */
const HIDING =
  /(?<![^{}@;])([^{}@;]+)\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))[^{}]*\}/gi;

/** @param markdown already without what a site generator would not publish */
export function treeOfMarkdown(markdown: string): Document {
  return documentOf(asHtml(parseMarkdown(markdown)), undefined);
}

/** A page's main content. Its navigation, and what its style sheets hide, are left out. */
export function treeOfHtml(html: string): Document {
  const page = fromHtml(html);
  const title = selectAll('head > title', page)[0];
  return documentOf(page, title ? wordsOf(title) : undefined);
}

/** "P&eacute;ter <b>Quill</b>" as it is read. */
export function wordsOfHtml(html: string): string {
  return selectAll('body', fromHtml(html)).map(wordsOf).join(' ');
}

function documentOf(page: HtmlRoot, title: string | undefined): Document {
  const left = new Set<string>();
  for (const element of hiddenBy(page)) {
    element.properties['hidden'] = true;
  }
  const main = selectAll('main, [role=main]', page)[0] ?? selectAll('body', page)[0] ?? page;
  const shown = shownOf(main.children as HtmlContent[], left);
  const tree = toMdast({ type: 'root', children: shown }) as Root;
  const clean = withoutPrivate(tree, left);
  return { tree: clean, title, left: [...left] };
}

/** What the style sheets within the page hide. */
function hiddenBy(page: HtmlRoot): Element[] {
  const rules = selectAll('style', page)
    .map(wordsOf)
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '');
  return [...rules.matchAll(HIDING)].flatMap(([, selector = '']) => {
    try {
      return selectAll(selector.trim(), page);
    } catch {
      // A selector that the library does not know, such as "::before", hides no text.
      return [];
    }
  });
}

function shownOf(nodes: readonly HtmlContent[], left: Set<string>): HtmlContent[] {
  return nodes.flatMap((node): HtmlContent[] => {
    if (node.type === 'comment') {
      if (node.value.trim() !== '') left.add('comment');
      return [];
    }
    if (node.type !== 'element') return node.type === 'doctype' ? [] : [node];
    if (isHidden(node)) {
      if (!FURNITURE.has(node.tagName) && node.tagName !== 'head' && wordsOf(node) !== '')
        left.add('hidden part');
      return [];
    }
    if (FURNITURE.has(node.tagName) || isFurniture(node)) return [];
    const children = shownOf(node.children as HtmlContent[], left) as ElementContent[];
    return reshaped({ ...node, children });
  });
}

function isFurniture({ properties }: Element): boolean {
  const { role, id, className } = properties;
  return [role, id, className].flat().some((name) => FURNITURE_NAMES.test(String(name)));
}

/** Questions become headings, terms and their definitions items, and tables that only lay out a page go. */
function reshaped(node: Element): HtmlContent[] {
  const { tagName, children } = node;
  const work = workIn(node);
  if (work !== null) return work;
  if (/^h[1-6]$/.test(tagName)) return withoutBlocks(node);
  if (tagName === 'summary') return [{ ...node, tagName: 'h6' }];
  if (tagName === 'details' || tagName === 'center' || tagName === 'font') return children;
  if (tagName === 'dl') return definitions(node);
  if (tagName === 'heading') return [{ ...node, tagName: 'h2' }];
  if (tagName === 'papertitle') return [{ ...node, tagName: 'strong' }];
  if (tagName === 'table' && isLayout(node)) {
    return selectAll('td, th', node).map((cell) => ({ ...cell, tagName: 'div' }));
  }
  return [node];
}

/** A block whose parts say by their classes that they are the title and the authors of a work. */
function workIn(node: Element): Element[] | null {
  const parts = node.children.filter((child) => child.type === 'element');
  const title = parts.find((part) => hasClass(part, TITLE));
  const authors = parts.find((part) => hasClass(part, AUTHORS));
  if (!title || !authors || !/,|\sand\s/.test(wordsOf(authors))) return null;
  const element = (tagName: string, children: ElementContent[]): Element => ({
    type: 'element',
    tagName,
    properties: {},
    children,
  });
  const lines = parts.filter((part) => part !== title && wordsOf(part) !== '');
  const entry = [
    element('strong', title.children),
    ...lines.flatMap((line): ElementContent[] => [{ type: 'text', value: '. ' }, ...line.children]),
  ];
  return [
    element('h6', [{ type: 'text', value: 'Publications' }]),
    element('ul', [element('li', [element('p', entry)])]),
  ];
}

function hasClass({ properties }: Element, pattern: RegExp): boolean {
  return [properties['className']].flat().some((name) => pattern.test(String(name)));
}

/** A heading that was never closed holds what follows it. */
function withoutBlocks(heading: Element): Element[] {
  const isBlock = (node: ElementContent) =>
    node.type === 'element' && /^(?:ul|ol|dl|table|p|div|section|h[1-6])$/.test(node.tagName);
  const at = heading.children.findIndex(isBlock);
  // Themes wrap a heading's words.
  if (at === -1 || wordsOf({ ...heading, children: heading.children.slice(0, at) }) === '')
    return [heading];
  const rest = { ...heading, tagName: 'div', children: heading.children.slice(at) };
  return [{ ...heading, children: heading.children.slice(0, at) }, rest];
}

function isLayout(table: Element): boolean {
  return (
    selectAll('h1, h2, h3, h4, table', table).some((inner) => inner !== table) ||
    selectAll('tr', table).every(
      (row) => selectAll('td, th', row).filter((cell) => wordsOf(cell) !== '').length < 2,
    )
  );
}

function definitions(list: Element): Element[] {
  const items: Element[] = [];
  for (const child of list.children) {
    if (child.type !== 'element') continue;
    const last = items.at(-1);
    if (child.tagName === 'dt' || last === undefined) {
      items.push({ type: 'element', tagName: 'li', properties: {}, children: [...child.children] });
    } else {
      last.children.push({ type: 'text', value: ' ' }, ...child.children);
    }
  }
  return [{ ...list, tagName: 'ul', children: items }];
}

function wordsOf(node: Element): string {
  const text = (inner: Element | ElementContent): string =>
    inner.type === 'text'
      ? inner.value
      : 'children' in inner
        ? inner.children.map(text).join('')
        : '';
  return text(node).replace(/\s+/g, ' ').trim();
}

/** The same tree without addresses, telephone numbers and links to them. */
function withoutPrivate(tree: Root, left: Set<string>): Root {
  const clean = (node: Nodes): Nodes[] => {
    if (node.type === 'link' && /^(?:mailto|tel|callto|sms):/i.test(node.url)) {
      left.add(/^mailto/i.test(node.url) ? 'e-mail address' : 'telephone number');
      return [];
    }
    if (node.type === 'text' || node.type === 'code' || node.type === 'inlineCode') {
      const { text, left: parts } =
        node.type === 'text' ? withoutPrivateMatter(node.value) : withoutEmail(node.value);
      for (const part of parts) left.add(part);
      return text === '' ? [] : [{ ...node, value: text }];
    }
    if (!('children' in node)) return [node];
    return [{ ...node, children: (node.children as Nodes[]).flatMap(clean) } as Nodes];
  };
  return { ...tree, children: tree.children.flatMap((child) => clean(child) as RootContent[]) };
}
