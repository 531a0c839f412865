import { type MarkdownNode, parseMarkdown } from '../../widget/markdown.ts';
import { Html, html } from './html.ts';

/** Where a marker `[n]` links to, and its name; undefined for a number that stays text. */
export type MarkerOf = (number: number) => { address: string; label: string } | undefined;

/** Markdown as HTML. */
export function markdownToHtml(markdown: string, markerOf: MarkerOf = () => undefined): Html {
  return render(parseMarkdown(markdown).document, markerOf);
}

/** Without the paragraphs around it, to stand within one. */
export function markdownWithin(markdown: string, markerOf: MarkerOf): Html {
  const { document } = parseMarkdown(markdown);
  const children = document.children.flatMap((child) =>
    child.type === 'paragraph' ? child.children : [child],
  );
  return render({ ...document, children }, markerOf);
}

function render(node: MarkdownNode, markerOf: MarkerOf): Html {
  const content = ({ children }: MarkdownNode) =>
    new Html(children.map((child) => render(child, markerOf).text).join(''));
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
      const marker = markerOf(node.number);
      if (marker === undefined) return html`[${node.number}]`;
      return html`<a class="marker" href="${marker.address}" aria-label="${marker.label}">${node.number}</a>`;
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
