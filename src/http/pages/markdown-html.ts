import { type MarkdownNode, parseMarkdown } from '../../widget/markdown.ts';
import { Html, html } from './html.ts';

/** The Markdown of an answer as HTML; a marker `[n]` leads to the element with the id `source-n`. */
export function markdownToHtml(markdown: string): Html {
  return content(parseMarkdown(markdown).document);
}

function content({ children }: MarkdownNode): Html {
  return new Html(children.map((child) => render(child).text).join(''));
}

function render(node: MarkdownNode): Html {
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
    case 'citation':
      return html`<a class="marker" href="#source-${node.number}" aria-label="Source ${node.number}">${node.number}</a>`;
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
