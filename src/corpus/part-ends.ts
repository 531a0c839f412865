/** Where the next match of a global pattern ends; null if there is none. */
export function endAfter(text: string, start: number, ending: RegExp): number | null {
  ending.lastIndex = start;
  const match = ending.exec(text);
  return match && match.index + match[0].length;
}

/** CommonMark 0.31, section 4.5: as many marks as opened it, alone on a line, or the end. */
export function endOfFence(text: string, start: number, opening: string): number {
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
export function endOfCodeSpan(text: string, start: number, ticks: string): number {
  const blank = /\n[ \t]*\n/g;
  blank.lastIndex = start;
  const limit = blank.exec(text)?.index ?? text.length;
  const closing = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g');
  const end = endAfter(text, start, closing);
  return end !== null && end <= limit ? end : start;
}

/** `[//]: # (…)` to the bracket or quote that closes it, at the end of a line. */
export function endOfReference(text: string, start: number): number {
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
export function endOfBlock(text: string, start: number, tag: string): number | null {
  const tags = new RegExp(`\\{%-?\\s*(end)?${tag}\\b[^%]*(?:%(?!\\})[^%]*)*%\\}`, 'g');
  tags.lastIndex = start;
  let depth = 0;
  for (let match = tags.exec(text); match; match = tags.exec(text)) {
    depth += match[1] === undefined ? 1 : -1;
    if (depth === 0) return match.index + match[0].length;
  }
  return null;
}

export function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i + 1;
  }
  return text.length;
}
