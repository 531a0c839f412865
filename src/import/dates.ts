/** A time that stands in a text, and the text without it. */
export interface Times {
  readonly start?: string;
  readonly end?: string;
  /** A single time: "2024", "2024-05" or "2024-05-17". */
  readonly date?: string;
  /** Further single years: "2019, 2021, 2023". */
  readonly years: readonly string[];
  readonly rest: string;
}

/** Month names of the languages that are read, by their first letters. */
const MONTHS = new Map<string, string>(
  ['en', 'de', 'fr', 'es', 'nl', 'it', 'pt'].flatMap((language) =>
    Array.from({ length: 12 }, (_, i) => i).flatMap((i) =>
      (['long', 'short'] as const).map((month): [string, string] => {
        const name = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' }).format(
          Date.UTC(2024, i, 15),
        );
        return [name.toLowerCase().replace('.', ''), String(i + 1).padStart(2, '0')];
      }),
    ),
  ),
);
const MONTH = `(?:${[...MONTHS.keys(), 'sept'].sort((a, b) => b.length - a.length).join('|')})\\.?`;
const YEAR = '(?:19|20)\\d\\d';
const DAY = '[0-3]?\\d(?:st|nd|rd|th|\\.)?';
const DATE = [
  `${YEAR}-[01]\\d-[0-3]\\d`,
  `${YEAR}-[01]\\d(?!\\d)`,
  `(?:${DAY}\\s+)?${MONTH},?\\s+${YEAR}`,
  `${MONTH}\\s+${DAY},\\s*${YEAR}`,
  `[0-3]?\\d\\.[01]?\\d\\.${YEAR}`,
  `[01]?\\d[/.]${YEAR}`,
  `(?:spring|summer|fall|autumn|winter|frühjahr|sommer|herbst|été|hiver|printemps|automne)\\s+${YEAR}`,
  YEAR,
].join('|');
const OPEN =
  'present|now|today|current|currently|ongoing|date|heute|jetzt|laufend|présent|aujourd’hui|presente|actualidad';
const DASH = '\\s*(?:–|—|‒|--?|\\bto\\b|\\buntil\\b|\\bbis\\b|\\bà\\b|\\bhasta\\b)\\s*';
const BEFORE = '(?<![\\p{L}\\p{N}-])';
const AFTER = '(?![\\p{L}\\p{N}])';
const RANGE = new RegExp(
  `${BEFORE}(?:(?:from|von|de)\\s+)?(${DATE})(?:${DASH}|/(?=\\d\\d(?!\\d)))(?:(${DATE})|(${OPEN})|(\\d\\d)(?!\\d))${AFTER}`,
  'iu',
);
/** "2019 –" with nothing behind it, or at the head of an entry. */
const OPEN_RANGE = new RegExp(
  `(?:^|${BEFORE}(?=\\d{4} [–—-] \\p{Ll}))(${DATE})\\s*(?:–|—|--?)\\s+(?=\\p{L})|${BEFORE}(${DATE})\\s*(?:–|—|--?)\\s*(?=$|[),;.:])`,
  'u',
);
const SINCE = new RegExp(`\\b(?:since|from|seit|ab|depuis|desde)\\s+(${DATE})${AFTER}`, 'iu');
const UNTIL = new RegExp(`\\b(?:until|till|bis|jusqu'en|hasta)\\s+(${DATE})${AFTER}`, 'iu');
const SINGLE = new RegExp(`${BEFORE}(?:in\\s+)?(${DATE})${AFTER}`, 'iu');
/** "2025 … , February": the month stands apart. */
const LONE_MONTH = new RegExp(`,\\s*(?:(${DAY})\\s+)?(${MONTH})\\s*$`, 'iu');

/** The first time in a text. A text of several single years gives them all. */
export function readTimes(text: string): Times {
  const range = RANGE.exec(text);
  if (range) {
    const [whole, from = '', to, , short] = range;
    const start = isoOf(from);
    const century = start?.slice(0, 2) ?? '';
    const end =
      to !== undefined ? isoOf(to) : short !== undefined ? `${century}${short}` : 'present';
    return { ...order(start, end), years: [], rest: without(text, range.index, whole) };
  }
  const open = OPEN_RANGE.exec(text) ?? SINCE.exec(text);
  if (open) {
    const start = isoOf(open[1] ?? open[2] ?? '');
    const rest = without(text, open.index, open[0]);
    return { ...(start && { start }), end: 'present', years: [], rest };
  }
  const until = UNTIL.exec(text);
  if (until) {
    const end = isoOf(until[1] ?? '');
    return { ...(end && { end }), years: [], rest: without(text, until.index, until[0]) };
  }
  return readSingle(text);
}

function readSingle(text: string): Times {
  const single = SINGLE.exec(text);
  if (!single) return { years: [], rest: text.trim() };
  const date = isoOf(single[1] ?? '');
  let rest = without(text, single.index, single[0]);
  const years = [...rest.matchAll(new RegExp(`${BEFORE}${YEAR}${AFTER}`, 'gu'))].map(
    ([year]) => year,
  );
  const month = /^\d{4}$/.test(date ?? '') ? LONE_MONTH.exec(rest) : null;
  if (month) {
    rest = rest.slice(0, month.index);
    const day = month[1]?.replace(/\D/g, '').padStart(2, '0');
    const parts = [date, monthOf(month[2] ?? ''), day].filter((part) => part !== undefined);
    return { date: parts.join('-'), years, rest };
  }
  return { ...(date && { date }), years, rest };
}

function order(start: string | undefined, end: string | undefined) {
  const isBackward =
    start !== undefined &&
    end !== undefined &&
    end !== 'present' &&
    end < start.slice(0, end.length);
  return { ...(start && { start }), ...(end && !isBackward && { end }) };
}

/** "April 2021", "12 June 2022", "04/2021" and "1.4.2021" as ISO 8601. */
export function isoOf(written: string): string | undefined {
  const text = written.trim().toLowerCase();
  const iso = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(text);
  if (iso)
    return [iso[1], valid(iso[2], 12), valid(iso[2], 12) && valid(iso[3], 31)]
      .filter(Boolean)
      .join('-');
  const year = new RegExp(YEAR).exec(text)?.[0];
  if (!year) return undefined;
  const numeric = /^(?:(\d{1,2})\.)?(\d{1,2})[./]\d{4}$/.exec(text);
  if (numeric) {
    const month = valid(numeric[2]?.padStart(2, '0'), 12);
    const day = month && valid(numeric[1]?.padStart(2, '0'), 31);
    return [year, month, day].filter(Boolean).join('-');
  }
  const month = monthOf(/\p{L}{3,}/u.exec(text.replace(/\b\d+(?:st|nd|rd|th)\b/, ''))?.[0] ?? '');
  const day = /(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?(?!\d)/.exec(text.replace(year, ''))?.[1];
  const parts = [year, month, month && valid(day?.padStart(2, '0'), 31)];
  return parts.filter(Boolean).join('-');
}

function monthOf(name: string): string | undefined {
  const bare = name.toLowerCase().replace('.', '');
  return MONTHS.get(bare) ?? MONTHS.get(bare.slice(0, 3));
}

function valid(part: string | undefined, most: number): string | undefined {
  return part !== undefined && Number(part) >= 1 && Number(part) <= most ? part : undefined;
}

/** The text without a part, and without the brackets and commas that stood around it. */
function without(text: string, index: number, part: string): string {
  return `${text.slice(0, index)}\uE000${text.slice(index + part.length)}`
    .replace(/\(\s*\uE000\s*[,;]?\s*\)/, '')
    .replace(/\(\s*\uE000\s*[,;]\s*/, '(')
    .replace(/[,;]?\s*\uE000\s*\)/, ')')
    .replace(/^[\s:;,.|–—-]*\uE000[\s:;,.|–—-]*/, '')
    .replace(/[\s,;:]*\uE000(?=\s*[.;,)]|\s*$)/, '')
    .replace('\uE000', ' ')
    .replace(/\s+(?=[,.;:)])/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
