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

/** A node of an answer. There are no other types: what cannot be said here cannot reach the page. */
export interface MarkdownNode {
  readonly type: MarkdownType;
  readonly children: readonly MarkdownNode[];
  /** Of `text` and `code`. */
  readonly text: string;
  /** Of `link`: an address of http or https. */
  readonly href: string;
  /** Of `citation`: its index. Of an ordered `list`: its first number; 0 where it is not ordered. */
  readonly number: number;
}

export interface ParsedMarkdown {
  readonly document: MarkdownNode;
  /** Where, in the last block, markup may have begun whose end is not there yet. */
  readonly openAt: number | undefined;
}

/** Reads the Markdown of an answer: CommonMark, less what `answerSyntax` leaves out. */
export function parseMarkdown(source: string): ParsedMarkdown {
  const chunks = preprocess()(source, undefined, true);
  const events = postprocess(
    parse({ extensions: [answerSyntax] })
      .document()
      .write(chunks),
  );
  return compile(events, source);
}
