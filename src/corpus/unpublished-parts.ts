import type { Span } from '../domain.ts';
import {
  templateBlockNotRead,
  templateCodeNotRead,
  unclosedComment,
} from '../language/en/templates/owner-corpus.ts';
import {
  endAfter,
  endOfBlock,
  endOfBraces,
  endOfCodeSpan,
  endOfFence,
  endOfReference,
} from './part-ends.ts';

/** What is left out of a text, and what stands there instead. */
export interface Cut extends Span {
  readonly replacement?: string;
}

/** What begins at an opening: how far it reaches, what of it is left out, what to tell the owner. */
export interface Part {
  readonly end: number;
  /** In order; none for what is kept. */
  readonly cuts?: readonly Cut[];
  readonly note?: string;
}

/** An opening in a text, and the named groups of the pattern that found it. */
interface Opening {
  readonly text: string;
  readonly found: string;
  readonly start: number;
  /** Where the opening itself ends. */
  readonly end: number;
  readonly group: (name: string) => string;
}

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

/** A reader for each kind of opening, by the name of its group. */
const READERS: Readonly<Record<string, (opening: Opening) => Part>> = {
  fence: ({ text, end, group }) => ({ end: endOfFence(text, end, group('fence')) }),
  ticks: ({ text, end, found }) => ({ end: endOfCodeSpan(text, end, found) }),
  reference: ({ text, start, end }) => wholly(start, endOfReference(text, end)),
  directive: ({ start, end }) => wholly(start, end, { replacement: '\n' }),
  comment: readComment,
  obsidian({ text, start, end }) {
    const after = endAfter(text, end, /%%/g);
    return after === null ? { end } : wholly(start, after);
  },
  liquid: readLiquid,
  shortcode({ text, found, start, end, group }) {
    const name = group('name');
    if (name === 'comment') {
      const after = endAfter(text, end, /\{\{[<%]\s*\/\s*comment\s*[>%]\}\}/g);
      return wholly(start, after ?? text.length);
    }
    return wholly(start, end, name.startsWith('/') ? {} : { note: templateCodeNotRead(found) });
  },
  expression: ({ found, start, end }) => wholly(start, end, { note: templateCodeNotRead(found) }),
  statement: ({ start, end }) => wholly(start, end),
  braces({ text, start }) {
    const end = endOfBraces(text, start);
    // An attribute keeps a value, so that its tag stays one.
    const replacement = text.charAt(start - 1) === '=' ? '""' : '';
    return wholly(start, end, { replacement, note: templateCodeNotRead(text.slice(start, end)) });
  },
};

/** Reads what a match of the patterns in `unpublished.ts` opens. */
export function readPart(text: string, match: RegExpExecArray): Part {
  const { index: start, 0: found, groups = {} } = match;
  const kind = Object.keys(READERS).find((name) => groups[name] !== undefined) ?? 'statement';
  const group = (name: string) => groups[name] ?? '';
  const part = READERS[kind]?.({ text, found, start, end: start + found.length, group });
  return part ?? { end: start + found.length };
}

function readComment({ text, found, start, end }: Opening): Part {
  const ending = COMMENT_ENDS.find(([opening]) => opening.test(found))?.[1] ?? /$/g;
  const after = endAfter(text, end, ending);
  if (after === null) return wholly(start, text.length, { note: unclosedComment(found) });
  return wholly(start, after);
}

function readLiquid(opening: Opening): Part {
  const { text, found, start, end, group } = opening;
  const tag = group('tag');
  if (tag === 'raw') return readRaw(opening);
  if (LIQUID_BLOCKS.test(tag) && !(tag === 'set' && /=/.test(found))) {
    const after = endOfBlock(text, start, tag);
    const isComment = tag === 'comment';
    if (isComment && after !== null) return wholly(start, after);
    const note = isComment ? unclosedComment(found) : templateBlockNotRead(found);
    return wholly(start, after ?? text.length, { note });
  }
  if (/^(?:end)?highlight$/.test(tag)) return wholly(start, end, { replacement: '\n```\n' });
  return wholly(start, end, /^(?:#|end)/.test(tag) ? {} : { note: templateCodeNotRead(found) });
}

/** Liquid's "raw" marks what is text: only its two tags go. */
function readRaw({ text, start, end }: Opening): Part {
  const opened = { start, end };
  const close = /\{%-?\s*endraw\s*-?%\}/g;
  close.lastIndex = end;
  const last = close.exec(text);
  if (!last) return { end, cuts: [opened] };
  const closed = { start: last.index, end: last.index + last[0].length };
  return { end: closed.end, cuts: [opened, closed] };
}

/** A part that is left out as a whole. */
function wholly(
  start: number,
  end: number,
  { note, replacement }: { readonly note?: string; readonly replacement?: string } = {},
): Part {
  const cut: Cut = replacement === undefined ? { start, end } : { start, end, replacement };
  return { end, cuts: [cut], ...(note !== undefined && { note }) };
}
