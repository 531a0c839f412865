import type { Root as HtmlRoot } from 'hast';
import { raw } from 'hast-util-raw';
import type { Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { toHast } from 'mdast-util-to-hast';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';

/** Markdown with the extensions of GitHub. */
export function parseMarkdown(markdown: string): Root {
  return fromMarkdown(markdown, {
    extensions: [gfm({ singleTilde: false })],
    mdastExtensions: [gfmFromMarkdown()],
  });
}

/** Markdown and the HTML in it as one tree. */
export function asHtml(tree: Root): HtmlRoot {
  return raw(toHast(tree, { allowDangerousHtml: true }) as HtmlRoot) as HtmlRoot;
}

/** The source of a part of a document. */
export function writeMarkdown(nodes: readonly RootContent[]): string {
  return toMarkdown(
    { type: 'root', children: [...nodes] },
    { extensions: [gfmToMarkdown()], bullet: '-', emphasis: '_' },
  ).trim();
}
