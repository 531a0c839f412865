import { type Cut, readPart } from './unpublished-parts.ts';

/** A text without what a site generator would not publish. */
export interface PublishedText {
  readonly text: string;
  /** "line: what was left out", for the owner. */
  readonly notes: readonly string[];
  /** The original text with spaces in place of what was left out, so that its lines are the file's. */
  readonly masked: string;
}

export interface PublishedOptions {
  /** The line of the file on which the text begins. */
  readonly firstLine?: number;
  /** MDX has imports, exports and expressions in braces. */
  readonly isMdx?: boolean;
  /** In a plain text only HTML comments are left out; its other marks are text. */
  readonly isPlain?: boolean;
}

/** Openings of code that is kept verbatim, and of what may have to go. Each has its reader in `readPart`. */
const PARTS = [
  String.raw`^(?<fence>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\x60{3,}|~{3,}))`,
  String.raw`^(?<reference>[ \t>]{0,8}\[[^\]\n]*\]:[ \t]*(?:#|<>)(?=[ \t]*(?:["'(\n]|$)|[ \t]+))`,
  String.raw`^(?<directive>[ \t>]*:{3,}[^\n]*$)`,
  String.raw`(?<ticks>\x60+)`,
  String.raw`(?<comment><!--|\{#(?=[\s#-])|\{\{-?\s*\/\*|\{\{!(?:--)?|\{\/\*|\{::comment\b[^}]*\}|\{>>|<%(?:--|#)|<\?)`,
  '(?<obsidian>%%)',
  String.raw`(?<liquid>\{%-?\s*(?<tag>[\w#/]*)[^%]*(?:%(?!\})[^%]*)*%\})`,
  String.raw`(?<shortcode>\{\{[<%]-?\s*(?<name>[\w./-]*)[\s\S]*?[>%]\}\})`,
  String.raw`(?<expression>(?<![\\^_$}\p{L}])\{\{[^{}\n]*(?:\}\}|$)|<%[\s\S]*?%>)`,
];
const START = new RegExp(PARTS.join('|'), 'gmu');
const PLAIN_START = /(?<comment><!--)/gu;
const MDX_START = new RegExp(
  [
    ...PARTS,
    String.raw`^(?<statement>(?:import|export)\b[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*)`,
    String.raw`(?<braces>\{)`,
  ].join('|'),
  'gmu',
);

/**
 * Leaves out comments (HTML, Markdown's unused references, Liquid, Hugo, Jinja, Handlebars, kramdown,
 * MDX, Obsidian, ERB, CriticMarkup) and template code. Fenced and inline code is kept. A comment that
 * is never closed runs to the end of the text.
 */
export function publishedText(text: string, options: PublishedOptions = {}): PublishedText {
  const { firstLine = 1, isMdx = false, isPlain = false } = options;
  const output = outputOf(text);
  const notes: string[] = [];
  const lineAt = lineCounter(text, firstLine);
  const start = isPlain ? PLAIN_START : isMdx ? MDX_START : START;
  start.lastIndex = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const { end, cuts = [], note } = readPart(text, match);
    for (const cut of cuts) output.drop(cut);
    if (note !== undefined) notes.push(`${lineAt(match.index)}: ${note}`);
    start.lastIndex = Math.max(end, match.index + 1);
  }
  return { ...output.finish(), notes };
}

/** Collects what is kept of a text. Cuts come in order. */
function outputOf(text: string) {
  const kept: string[] = [];
  const masked: string[] = [];
  let read = 0;
  const keep = (end: number) => {
    kept.push(text.slice(read, end));
    masked.push(text.slice(read, end));
    read = end;
  };
  return {
    drop({ start, end, replacement = '' }: Cut) {
      keep(start);
      // "Fridays {{ … }}." would leave a space before the period.
      if (/[.,;:!?)\s]|^$/.test(text.charAt(end))) kept.push((kept.pop() ?? '').replace(/ +$/, ''));
      kept.push(replacement);
      masked.push(text.slice(start, end).replace(/[^\n]/g, ' '));
      read = end;
    },
    finish() {
      keep(text.length);
      return { text: kept.join(''), masked: masked.join('') };
    },
  };
}

function lineCounter(text: string, firstLine: number): (offset: number) => number {
  let line = firstLine;
  let counted = 0;
  return (offset) => {
    for (; counted < offset; counted++) if (text.charCodeAt(counted) === 10) line++;
    return line;
  };
}
