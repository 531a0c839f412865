import type { List, Nodes, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { writeMarkdown } from '../corpus/markdown-tree.ts';
import type { Link } from '../domain.ts';

/** A line, an item or a row of a document, with what its author set off within it. */
export interface Entry {
  readonly type: 'paragraph' | 'item' | 'row';
  readonly text: string;
  /** Texts in italics or bold type, in order. */
  readonly emphasized: readonly { readonly text: string; readonly isStrong: boolean }[];
  readonly links: readonly Link[];
  /** Of a row: its cells by the names of their columns. */
  readonly cells?: ReadonlyMap<string, string>;
  /** Items below it. */
  readonly below: readonly string[];
  readonly line: number | undefined;
}

/** A heading and what stands below it, up to the next heading. */
export interface Section {
  /** Empty for what stands above the first heading. */
  readonly heading: string;
  /** The headings above it, outermost first. */
  readonly parents: readonly string[];
  readonly line: number | undefined;
  readonly entries: readonly Entry[];
  /** The same as Markdown. */
  readonly markdown: string;
}

/** Cuts a document at its headings. */
export function outlineOf(tree: Root): Section[] {
  const sections: Section[] = [];
  const above: { heading: string; level: number }[] = [];
  let nodes: RootContent[] = [];
  let open = {
    heading: '',
    line: undefined as number | undefined,
    parents: [] as string[],
  };
  const close = () => {
    const entries = nodes.flatMap(entriesOf);
    if (open.heading !== '' || entries.length > 0) {
      sections.push({ ...open, entries, markdown: markdownOf(nodes) });
    }
    nodes = [];
  };
  for (const node of tree.children) {
    if (node.type === 'heading' && textOf(node) !== '') {
      close();
      const heading = textOf(node).replace(/[:.]$/, '');
      while ((above.at(-1)?.level ?? 0) >= node.depth) above.pop();
      const parents = above.map((parent) => parent.heading);
      open = { heading, line: node.position?.start.line, parents };
      above.push({ heading, level: node.depth });
    } else if (
      node.type !== 'html' &&
      node.type !== 'definition' &&
      node.type !== 'thematicBreak'
    ) {
      nodes.push(node);
    }
  }
  close();
  return sections;
}

export function markdownOf(nodes: readonly RootContent[]): string {
  return writeMarkdown(nodes)
    .replace(/<!--[\s\S]*?-->/g, '')
    .trim();
}

function entriesOf(node: RootContent): Entry[] {
  if (node.type === 'list') return itemsOf(node);
  if (node.type === 'table') return rowsOf(node);
  if (node.type === 'blockquote') return node.children.flatMap(entriesOf);
  return linesOf(node)
    .map((line) => entryOf('paragraph', [line]))
    .filter(({ text }) => text !== '');
}

/** A paragraph at its line breaks, by which pages without lists set entries apart. */
function linesOf(node: RootContent): RootContent[] {
  if (node.type !== 'paragraph') return [node];
  const lines: PhrasingContent[][] = [[]];
  for (const child of node.children) {
    if (child.type === 'break') lines.push([]);
    else lines.at(-1)?.push(child);
  }
  if (isOneEntry(lines)) {
    const children = lines.flatMap((line, i) => {
      const goesOn = /[,;&]\s*$/.test((lines[i - 1] ?? []).map(textOf).join(''));
      return i === 0 ? line : [{ type: 'text', value: goesOn ? ' ' : '. ' } as const, ...line];
    });
    return [{ ...node, children }];
  }
  return lines.map((children) => ({ ...node, children }));
}

/** A title that is set off, then authors, then where and when, each on a line. */
function isOneEntry(lines: readonly (readonly PhrasingContent[])[]): boolean {
  const [first = []] = lines;
  const dated = lines.filter((line) => /\b(?:19|20)\d\d\b/.test(line.map(textOf).join(' ')));
  const isSetOff = first.some(({ type }) => type === 'strong' || type === 'link');
  return lines.length > 2 && dated.length === 1 && isSetOff;
}

function itemsOf(list: List): Entry[] {
  return list.children.flatMap((item): Entry[] => {
    const own = item.children.filter(({ type }) => type !== 'list');
    const inner = item.children.filter((child) => child.type === 'list').flatMap(itemsOf);
    if (own.length === 0) return inner;
    const below = inner.flatMap(({ text, below }) => [text, ...below]);
    const links = inner.flatMap((entry) => entry.links);
    const entry = entryOf('item', own);
    if (entry.text === '') return inner;
    return [
      { ...entry, below, links: [...entry.links, ...links], line: item.position?.start.line },
    ];
  });
}

function rowsOf({ children }: Table): Entry[] {
  const [head, ...rows] = children;
  const names = head?.children.map((cell) => textOf(cell)) ?? [];
  const hasNames = names.some((name) => name !== '');
  return (hasNames ? rows : children).flatMap((row): Entry[] => {
    // A column of numbers counts the rows.
    const texts = row.children.map((cell) => textOf(cell).replace(/^\d{1,3}\.?$/, ''));
    const entry = entryOf(
      'row',
      row.children.flatMap((cell) => cell.children),
    );
    const text = texts.filter((cell) => cell !== '').join(', ');
    if (text === '') return [];
    const cells = new Map(texts.map((cell, i) => [names[i] || String(i + 1), cell]));
    return [{ ...entry, text, ...(hasNames && { cells }), line: row.position?.start.line }];
  });
}

function entryOf(type: Entry['type'], nodes: readonly Nodes[]): Entry {
  const emphasized: { text: string; isStrong: boolean }[] = [];
  const links: Link[] = [];
  const visit = (node: Nodes) => {
    if (node.type === 'emphasis' || node.type === 'strong') {
      emphasized.push({ text: textOf(node), isStrong: node.type === 'strong' });
    }
    if (node.type === 'link' && /^https?:/.test(node.url) && URL.canParse(node.url)) {
      links.push({ label: textOf(node), url: node.url });
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  for (const node of nodes) visit(node);
  const text = nodes
    .map((node) => textOf(node))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
  return { type, text, emphasized, links, below: [], line: nodes[0]?.position?.start.line };
}

/** The words of a node as they are read. */
export function textOf(node: Nodes | PhrasingContent): string {
  const read = (inner: Nodes): string => {
    if (inner.type === 'text' || inner.type === 'inlineCode' || inner.type === 'code')
      return inner.value;
    if (inner.type === 'break') return ' ';
    if (inner.type === 'image' || inner.type === 'html') return '';
    if (!('children' in inner)) return '';
    const isBlock =
      inner.type === 'listItem' || inner.type === 'paragraph' || inner.type === 'tableCell';
    return inner.children.map(read).join('') + (isBlock ? ' ' : '');
  };
  return read(node).replace(/\s+/g, ' ').trim();
}
