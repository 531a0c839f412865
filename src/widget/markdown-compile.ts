import type { Event, Token } from 'micromark-util-types';
import type { MarkdownType, ParsedMarkdown } from './markdown.ts';
import { webAddress } from './web-address.ts';

/** A node under construction. */
interface MutableNode {
  type: MarkdownType;
  children: MutableNode[];
  text: string;
  href: string;
  number: number;
}

/** Builds the tree of an answer from the events of micromark. */
export function compile(events: readonly Event[], source: string): ParsedMarkdown {
  const document = nodeOf('document');
  const stack: MutableNode[] = [document];
  let muted = 0;
  let openAt: number | undefined;
  let openBracket: number | undefined;

  const top = () => stack.at(-1) ?? document;
  const push = (node: MutableNode) => {
    top().children.push(node);
    stack.push(node);
  };
  const write = (text: string) => {
    const parent = top();
    if (muted > 0 || text === '') return;
    if (parent.type === 'code') parent.text += text;
    else {
      const last = parent.children.at(-1);
      if (last?.type === 'text') last.text += text;
      else parent.children.push({ ...nodeOf('text'), text });
    }
  };
  const noteOpenMarkup = (token: Token, text: string) => {
    const start = token.start.offset;
    if (text === ']' && token.end.offset < source.length) openBracket = undefined;
    else if (text === '[') openBracket ??= start;
    else {
      const open = text.indexOf('`');
      if (token._open) openAt ??= start;
      else if (open !== -1) openAt ??= start + open;
    }
  };

  for (const [phase, token] of events) {
    const slice = () => source.slice(token.start.offset, token.end.offset);
    const entering = phase === 'enter';
    switch (token.type) {
      case 'content':
        if (entering) openAt = openBracket = undefined;
        break;
      case 'paragraph':
      case 'emphasis':
      case 'strong':
        if (entering) push(nodeOf(token.type));
        else stack.pop();
        break;
      case 'codeText':
        if (entering) push(nodeOf('code'));
        else stack.pop();
        break;
      case 'codeFenced':
        if (entering) push(nodeOf('code-block'));
        else closeCodeBlock(stack);
        break;
      case 'listOrdered':
      case 'listUnordered':
        if (entering) push({ ...nodeOf('list'), number: token.type === 'listOrdered' ? 1 : 0 });
        else {
          if (top().type === 'item') stack.pop();
          stack.pop();
        }
        break;
      case 'listItemPrefix':
        if (!entering) break;
        if (top().type === 'item') stack.pop();
        push(nodeOf('item'));
        break;
      case 'listItemValue': {
        const list = stack.at(-2);
        if (entering && list?.children.length === 1) list.number = Number(slice());
        break;
      }
      case 'link':
        if (entering) push(nodeOf('link'));
        else closeLink(stack);
        break;
      case 'codeFencedFence':
      case 'resource':
        muted += entering ? 1 : -1;
        break;
      case 'resourceDestinationString':
        if (entering) top().href = slice().replace(/\\([!-/:-@[-`{-~])/g, '$1');
        break;
      case 'bareAddress':
        if (entering) writeAddress(slice());
        break;
      case 'characterEscapeValue':
      case 'codeTextData':
      case 'codeFlowValue':
        if (entering) write(slice());
        break;
      case 'data':
        if (!entering) break;
        noteOpenMarkup(token, slice());
        write(slice());
        break;
      case 'lineEnding':
        if (entering && !/^(document|list|item)$/.test(top().type)) write('\n');
        break;
      case 'hardBreakEscape':
      case 'hardBreakTrailing':
        if (entering) top().children.push(nodeOf('break'));
        break;
      case 'citation':
        if (!entering || muted > 0) break;
        if (stack.some(({ type }) => type === 'link')) write(slice());
        else top().children.push({ ...nodeOf('citation'), number: Number(slice().slice(1, -1)) });
        break;
    }
  }
  return { document, openAt: least(openAt, openBracket) };

  function writeAddress(address: string): void {
    // Trailing punctuation belongs to the sentence, not to the address.
    const [, core = address, after = ''] = /^(.*?)([.,:;!?'_~]*)$/s.exec(address) ?? [];
    const href = webAddress(core);
    if (href === undefined || muted > 0 || stack.some(({ type }) => type === 'link')) {
      write(address);
      return;
    }
    const text = { ...nodeOf('text'), text: core };
    top().children.push({ ...nodeOf('link'), href, children: [text] });
    write(after);
  }
}

function nodeOf(type: MarkdownType): MutableNode {
  return { type, children: [], text: '', href: '', number: 0 };
}

/** A link whose address is not http(s) is replaced by its text. */
function closeLink(stack: MutableNode[]): void {
  const link = stack.pop();
  const siblings = stack.at(-1)?.children;
  if (link === undefined || siblings === undefined) return;
  const href = webAddress(link.href);
  if (href !== undefined) link.href = href;
  else {
    siblings.pop();
    for (const child of link.children) {
      const last = siblings.at(-1);
      if (last?.type === 'text' && child.type === 'text') last.text += child.text;
      else siblings.push(child);
    }
  }
}

function closeCodeBlock(stack: MutableNode[]): void {
  const text = stack.pop()?.children[0];
  if (text !== undefined) text.text = text.text.replace(/^\n|\n$/g, '');
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
