import { PAGES } from '../../language/en/templates/pages.ts';
import { type MarkdownNode, parseMarkdown } from '../../widget/markdown.ts';
import { Html, html } from './html.ts';

/**
 * Markdown as HTML.
 * @param cited the numbers whose markers `[n]` link to the element with the id `source-n`; others stay text
 */
export function markdownToHtml(markdown: string, cited: ReadonlySet<number> = new Set()): Html {
  return render(parseMarkdown(markdown).document, cited);
}

function render(node: MarkdownNode, cited: ReadonlySet<number>): Html {
  const content = ({ children }: MarkdownNode) =>
    new Html(children.map((child) => render(child, cited).text).join(''));
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
      if (!cited.has(node.number)) return html`[${node.number}]`;
      return html`<a class="marker" href="#source-${node.number}" aria-label="${PAGES.answer.source(node.number)}">${node.number}</a>`;
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
