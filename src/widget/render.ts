import { element, outsideLink } from './dom.ts';
import { type MarkdownNode, parseMarkdown } from './markdown.ts';
import { continues } from './settled.ts';

/** Creates the marker of a citation; undefined if there is no citation with this index. */
export type MarkerOf = (index: number) => Node | undefined;

/** Renders Markdown into an element. Growing text is appended to; existing nodes, and focus, are kept. */
export function createGrowingText(
  root: Element,
  markerOf: MarkerOf,
): (document: MarkdownNode) => void {
  let shown: MarkdownNode | undefined;
  return (next) => {
    if (shown !== undefined && continues(shown, next)) grow(root, shown, next, markerOf);
    else root.replaceChildren(...next.children.map((child) => render(child, markerOf)));
    shown = next;
  };
}

export function renderMarkdown(markdown: string, markerOf: MarkerOf): Node[] {
  return parseMarkdown(markdown).document.children.map((child) => render(child, markerOf));
}

/** Only the last child grows. If a translator has replaced its text, the parent is drawn again. */
function grow(dom: Node, shown: MarkdownNode, next: MarkdownNode, markerOf: MarkerOf): void {
  const end = shown.children.length - 1;
  const last = shown.children[end];
  const grown = next.children[end];
  const place = dom.lastChild;
  if (last !== undefined && grown !== undefined && !continues(grown, last)) {
    if (last.type !== 'text' && place !== null) grow(place, last, grown, markerOf);
    else if (place instanceof Text && place.data === last.text) {
      place.appendData(grown.text.slice(last.text.length));
    } else {
      (dom as Element).replaceChildren(...next.children.map((child) => render(child, markerOf)));
      return;
    }
  }
  for (const child of next.children.slice(end + 1)) dom.appendChild(render(child, markerOf));
}

/** The allow-list: every DOM node that an answer can turn into. */
function render(node: MarkdownNode, markerOf: MarkerOf): Node {
  const children = () => node.children.map((child) => render(child, markerOf));
  switch (node.type) {
    case 'text':
      return document.createTextNode(node.text);
    case 'citation':
      return markerOf(node.number) ?? document.createTextNode(`[${node.number}]`);
    case 'link':
      return outsideLink(node.href, ...children());
    case 'code':
      return element('code', {}, node.text);
    case 'code-block':
      return element('pre', { tabindex: 0 }, ...children());
    case 'list':
      return node.number > 0
        ? element('ol', { start: node.number }, ...children())
        : element('ul', {}, ...children());
    default:
      return element(TAGS[node.type], {}, ...children());
  }
}

const TAGS = {
  document: 'div',
  paragraph: 'p',
  item: 'li',
  emphasis: 'em',
  strong: 'strong',
  break: 'br',
} as const;
