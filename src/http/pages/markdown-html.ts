import { type MarkdownNode, parseMarkdown } from '../../widget/markdown.ts';
import { Html, html } from './html.ts';

/** Where the markers `[n]` of a text lead; others stay text. */
export interface Markers {
  readonly addresses: ReadonlyMap<number, string>;
  readonly nameOf: (number: number) => string;
}

export function markdownToHtml(markdown: string, markers?: Markers): Html {
  return render(parseMarkdown(markdown).document, markers);
}

/** Without the paragraphs around it, to stand within one. */
export function markdownWithin(markdown: string, markers: Markers): Html {
  const { document } = parseMarkdown(markdown);
  const children = document.children.flatMap((child) =>
    child.type === 'paragraph' ? child.children : [child],
  );
  return render({ ...document, children }, markers);
}

function render(node: MarkdownNode, markers: Markers | undefined): Html {
  const content = ({ children }: MarkdownNode) =>
    new Html(children.map((child) => render(child, markers).text).join(''));
  switch (node.type) {
    case 'text':
      return html`${node.text}`;
    case 'code':
      return html`<code>${node.text}</code>`;
    case 'code-block':
      return html`<pre>${content(node)}</pre>`;
    case 'break':
      return html`<br>`;
    case 'link':
      return html`<a href="${node.href}" rel="noopener nofollow">${content(node)}</a>`;
    case 'citation': {
      const address = markers?.addresses.get(node.number);
      if (markers === undefined || address === undefined) return html`[${node.number}]`;
      return html`<a class="marker" href="${address}" aria-label="${markers.nameOf(node.number)}">${node.number}</a>`;
    }
    case 'list':
      return node.number > 0
        ? html`<ol start="${node.number}">${content(node)}</ol>`
        : html`<ul>${content(node)}</ul>`;
    case 'item':
      return html`<li>${content(node)}</li>`;
    case 'emphasis':
      return html`<em>${content(node)}</em>`;
    case 'strong':
      return html`<strong>${content(node)}</strong>`;
    case 'paragraph':
      return html`<p>${content(node)}</p>`;
    case 'document':
      return content(node);
  }
}
