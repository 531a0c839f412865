import { PAGES } from '../../language/en/templates/pages.ts';
import { type MarkdownNode, parseMarkdown } from '../../widget/markdown.ts';
import { Html, html } from './html.ts';

/**
 * Markdown as HTML.
 * @param cited the addresses to which the markers `[n]` link, by number; others stay text
 */
export function markdownToHtml(
  markdown: string,
  cited: ReadonlyMap<number, string> = new Map(),
): Html {
  return render(parseMarkdown(markdown).document, cited);
}

function render(node: MarkdownNode, cited: ReadonlyMap<number, string>): Html {
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
    case 'citation': {
      const address = cited.get(node.number);
      if (address === undefined) return html`[${node.number}]`;
      return html`<a class="marker" href="${address}" aria-label="${PAGES.answer.source(node.number)}">${node.number}</a>`;
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
