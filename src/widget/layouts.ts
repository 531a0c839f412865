import type { Answer } from '../domain.ts';
import { element, outsideLink } from './dom.ts';
import { withLater } from './later-strings.ts';
import { drawAnswer } from './layout-view.ts';
import { sourceLink } from './sources-view.ts';
import type { Strings } from './strings.ts';

export interface LayoutsOptions {
  readonly strings: Strings;
  readonly endpoint: string;
  /** The nodes of a piece of the answer, with its markers. */
  readonly blocks: (markdown: string) => Node[];
}

/**
 * Shows the layouts of an answer instead of their text, and takes from the list of sources what is
 * shown there.
 */
export function showLayouts(
  root: HTMLElement,
  answer: Answer,
  { strings, endpoint, blocks }: LayoutsOptions,
): void {
  if (answer.layouts === undefined) return;
  const nodes = drawAnswer<Node>(answer, {
    words: withLater(strings),
    element: (tag, attributes, ...children) => {
      const node = element(tag as keyof HTMLElementTagNameMap, attributes);
      node.append(...children);
      return node;
    },
    link: sourceLink,
    ownLink: (address, words) => outsideLink(`${endpoint}/${address}`, words),
    blocks,
    inline: (markdown) => withinSentence(blocks(markdown)),
  });
  root.querySelector('.text')?.replaceChildren(...nodes);
  const shown = new Set(answer.layouts.flatMap(({ items }) => items.map((item) => item.sourceId)));
  for (const { index, sourceId } of answer.citations) {
    if (shown.has(sourceId)) root.querySelector(`.sources [value="${index}"]`)?.remove();
  }
  if (root.querySelector('.sources li') === null) root.querySelector('.sources')?.remove();
}

/** Nodes without the paragraphs around them. */
export function withinSentence(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => (node.nodeName === 'P' ? [...node.childNodes] : [node]));
}
