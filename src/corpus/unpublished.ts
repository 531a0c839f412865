/** A text without what a site generator would not publish. */
export interface Published {
  readonly text: string;
  /** "line: what was left out", for the owner. */
  readonly notes: readonly string[];
  /** The text as it was, with white space for what was left out: its lines are those of the file. */
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

/** Where code begins that is kept as it stands, or something that may have to go. */
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

/** How each comment ends. */
const COMMENT_ENDS: readonly [opening: RegExp, ending: RegExp][] = [
  [/^<!--/, /-->/g],
  [/^\{#/, /#\}/g],
  [/^\{\{-?\s*\/\*/, /\*\/\s*-?\}\}/g],
  [/^\{\{!--/, /--\}\}/g],
  [/^\{\{!/, /\}\}/g],
  [/^\{\/\*/, /\*\/\}/g],
  [/^\{::comment/, /\{:\/(?:comment)?\}/g],
  [/^\{>>/, /<<\}/g],
  [/^<%/, /%>/g],
  [/^<\?/, /\?>/g],
];

/** Liquid blocks whose content is published only on conditions that are not known here, or nowhere. */
const LIQUID_BLOCKS =
  /^(?:comment|if|ifchanged|unless|case|for|tablerow|capture|macro|set|doc|schema|style|stylesheet|javascript)$/;

/**
 * Leaves out comments (HTML, Markdown's unused references, Liquid, Hugo, Jinja, Handlebars, kramdown,
 * MDX, Obsidian, ERB, CriticMarkup) and template code. What stands in fenced or inline code is kept.
 * A comment that is never closed reaches to the end of the text.
 */
export function published(text: string, options: PublishedOptions = {}): Published {
  const { firstLine = 1, isMdx = false, isPlain = false } = options;
  const kept: string[] = [];
  const masked: string[] = [];
  const notes: string[] = [];
  let read = 0;
  const lineAt = lineCounter(text, firstLine);
  const keep = (end: number) => {
    kept.push(text.slice(read, end));
    masked.push(text.slice(read, end));
    read = end;
  };
  const drop = (start: number, end: number, replacement = '') => {
    keep(start);
    // "Fridays {{ … }}." would leave a space before the period.
    if (/[.,;:!?)\s]|^$/.test(text.charAt(end))) kept.push((kept.pop() ?? '').replace(/ +$/, ''));
    kept.push(replacement);
    masked.push(text.slice(start, end).replace(/[^\n]/g, ' '));
    read = end;
  };
  const start = isPlain ? PLAIN_START : isMdx ? MDX_START : START;
  start.lastIndex = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const { index, 0: found, groups = {} } = match;
    const note = (what: string) => notes.push(`${lineAt(index)}: ${what}`);
    let end = index + found.length;
    if (groups['fence'] !== undefined) end = endOfFence(text, end, groups['fence']);
    else if (groups['ticks'] !== undefined) end = endOfCodeSpan(text, end, found);
    else if (groups['reference'] !== undefined) {
      end = endOfReference(text, end);
      drop(index, end);
    } else if (groups['directive'] !== undefined) drop(index, end, '\n');
    else if (groups['comment'] !== undefined) {
      const ending = COMMENT_ENDS.find(([opening]) => opening.test(found))?.[1] ?? /$/g;
      const after = endAfter(text, end, ending);
      if (after === null) {
        note(`the comment "${found}" is never closed; everything below it is left out. Close it.`);
      }
      end = after ?? text.length;
      drop(index, end);
    } else if (groups['obsidian'] !== undefined) {
      const after = endAfter(text, end, /%%/g);
      if (after !== null) {
        end = after;
        drop(index, end);
      }
    } else if (groups['liquid'] !== undefined) {
      const tag = groups['tag'] ?? '';
      if (tag === 'raw') {
        drop(index, end);
        const close = /\{%-?\s*endraw\s*-?%\}/g;
        close.lastIndex = end;
        const last = close.exec(text);
        if (last) {
          keep(last.index);
          end = last.index + last[0].length;
          drop(last.index, end);
        }
      } else if (LIQUID_BLOCKS.test(tag) && !(tag === 'set' && /=/.test(found))) {
        const after = endOfBlock(text, index, tag);
        if (tag !== 'comment') {
          note(`the template code "${oneLine(found)}" and what it encloses is not read.`);
        } else if (after === null) {
          note('the comment is never closed; everything below it is left out. Close it.');
        }
        end = after ?? text.length;
        drop(index, end);
      } else {
        const isFence = tag === 'highlight' || tag === 'endhighlight';
        if (!isFence && !/^(?:#|end)/.test(tag)) {
          note(`the template code "${oneLine(found)}" is not read.`);
        }
        drop(index, end, isFence ? '\n```\n' : '');
      }
    } else if (groups['shortcode'] !== undefined) {
      const name = groups['name'] ?? '';
      if (name === 'comment') {
        const after = endAfter(text, end, /\{\{[<%]\s*\/\s*comment\s*[>%]\}\}/g);
        end = after ?? text.length;
        drop(index, end);
      } else {
        if (!name.startsWith('/')) note(`the shortcode "${oneLine(found)}" is not read.`);
        drop(index, end);
      }
    } else if (groups['braces'] !== undefined) {
      end = endOfBraces(text, index);
      note(`the expression "${oneLine(text.slice(index, end))}" is not read.`);
      // An attribute keeps a value, so that its tag stays one.
      drop(index, end, text.charAt(index - 1) === '=' ? '""' : '');
    } else {
      if (groups['statement'] === undefined) {
        note(`the template code "${oneLine(found)}" is not read.`);
      }
      drop(index, end);
    }
    start.lastIndex = Math.max(end, index + 1);
  }
  keep(text.length);
  return { text: kept.join(''), notes, masked: masked.join('') };
}

function endAfter(text: string, start: number, ending: RegExp): number | null {
  ending.lastIndex = start;
  const match = ending.exec(text);
  return match && match.index + match[0].length;
}

/** CommonMark 0.31, section 4.5: as many marks as opened it, alone on a line, or the end. */
function endOfFence(text: string, start: number, opening: string): number {
  const marks = opening.replace(/^[^`~]+/, '');
  const lineEnd = text.indexOf('\n', start);
  // A line with further backticks is a code span.
  if (marks.startsWith('`') && text.slice(start, lineEnd < 0 ? undefined : lineEnd).includes('`')) {
    return endOfCodeSpan(text, start, marks);
  }
  const closing = new RegExp(`\\n[ \\t>]*${marks}${marks.charAt(0)}*[ \\t]*(?=\\n|$)`, 'g');
  return endAfter(text, start, closing) ?? text.length;
}

/** Code spans end in their paragraph, at as many backticks; otherwise there is none. */
function endOfCodeSpan(text: string, start: number, ticks: string): number {
  const blank = /\n[ \t]*\n/g;
  blank.lastIndex = start;
  const limit = blank.exec(text)?.index ?? text.length;
  const closing = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g');
  const end = endAfter(text, start, closing);
  return end !== null && end <= limit ? end : start;
}

/** `[//]: # (…)` to the bracket or quote that closes it, at the end of a line. */
function endOfReference(text: string, start: number): number {
  const opening = /^[ \t]*([("'])/.exec(text.slice(start, start + 80))?.[1];
  const lineEnd = (from: number) => {
    const at = text.indexOf('\n', from);
    return at < 0 ? text.length : at;
  };
  let end = lineEnd(start);
  const closing = opening === '(' ? ')' : opening;
  if (closing === undefined) return end;
  let line = text.slice(start, end);
  while (!line.trimEnd().endsWith(closing) && line.trim() !== '' && end < text.length) {
    const next = lineEnd(end + 1);
    line = text.slice(end + 1, next);
    end = next;
  }
  return end;
}

/** Where a Liquid block ends; blocks of its name may lie in it. */
function endOfBlock(text: string, start: number, tag: string): number | null {
  const tags = new RegExp(`\\{%-?\\s*(end)?${tag}\\b[^%]*(?:%(?!\\})[^%]*)*%\\}`, 'g');
  tags.lastIndex = start;
  let depth = 0;
  for (let match = tags.exec(text); match; match = tags.exec(text)) {
    depth += match[1] === undefined ? 1 : -1;
    if (depth === 0) return match.index + match[0].length;
  }
  return null;
}

function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i + 1;
  }
  return text.length;
}

function lineCounter(text: string, firstLine: number): (offset: number) => number {
  let line = firstLine;
  let counted = 0;
  return (offset) => {
    for (; counted < offset; counted++) if (text.charCodeAt(counted) === 10) line++;
    return line;
  };
}

function oneLine(code: string): string {
  const text = code.replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
