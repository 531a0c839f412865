import { parse, postprocess, preprocess } from 'micromark';
import { compile } from './markdown-compile.ts';
import { answerSyntax } from './markdown-syntax.ts';

export type MarkdownType =
  | 'document'
  | 'paragraph'
  | 'list'
  | 'item'
  | 'code-block'
  | 'emphasis'
  | 'strong'
  | 'link'
  | 'code'
  | 'text'
  | 'break'
  | 'citation';

/** A node of an answer. This list is closed: nothing else can reach the page. */
export interface MarkdownNode {
  readonly type: MarkdownType;
  readonly children: readonly MarkdownNode[];
  /** Of `text` and `code`. */
  readonly text: string;
  /** Of `link`: an http(s) address. */
  readonly href: string;
  /** Of `citation`: its index. Of a `list`: its first number, or 0 if it is unordered. */
  readonly number: number;
}

export interface ParsedMarkdown {
  readonly document: MarkdownNode;
  /** Offset in the last block at which markup may have started that is not closed yet. */
  readonly openAt: number | undefined;
}

/** Parses the Markdown of an answer: CommonMark, restricted to `answerSyntax`. */
export function parseMarkdown(source: string): ParsedMarkdown {
  const chunks = preprocess()(source, undefined, true);
  const events = postprocess(
    parse({ extensions: [answerSyntax] })
      .document()
      .write(chunks),
  );
  return compile(events, source);
}
