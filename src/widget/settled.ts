import { type MarkdownNode, parseMarkdown } from './markdown.ts';

/**
 * The part of a streaming answer that can be shown already: everything whose meaning later text cannot
 * change. `**bo` waits for its closing marks, `[1` for its bracket, an address for the space after it.
 */
export function parseSettled(source: string): MarkdownNode {
  let text = withoutUnsettledTail(source);
  for (;;) {
    const { document, openAt } = parseMarkdown(text);
    if (openAt === undefined) return document;
    text = withoutUnsettledTail(text.slice(0, openAt));
  }
}

/** Whether `next` is `shown` with something appended, so that nothing has to be redrawn. */
export function continues(shown: MarkdownNode, next: MarkdownNode): boolean {
  if (shown.type !== next.type || shown.href !== next.href || shown.number !== next.number) {
    return false;
  }
  if (shown.type === 'text') return next.text.startsWith(shown.text);
  if (shown.text !== next.text || shown.children.length > next.children.length) return false;
  const last = shown.children.length - 1;
  return shown.children.every((child, index) => {
    const other = next.children[index];
    return other !== undefined && (index === last ? continues(child, other) : same(child, other));
  });
}

function same(a: MarkdownNode, b: MarkdownNode): boolean {
  return continues(a, b) && continues(b, a);
}

function withoutUnsettledTail(text: string): string {
  return text
    .replace(/(^|\n)[ \t]*([-*+]|\d{1,9}[.)]?)?[ \t]*$/, '$1') // May become a list item.
    .replace(/(?<![\p{L}\p{N}])h(t(t(p(s?:\S*|s)?)?)?)?$/u, '') // May become an address.
    .replace(/[\\*_`[]+$/, '') // Markup that depends on the next character.
    .trimEnd();
}
