/** Years from the first to the last, both included. */
export interface Years {
  readonly first: number;
  readonly last: number;
}

const YEAR = '(?:19|20)\\d\\d';
const FROM_ON = new RegExp(
  `\\b(?:since|starting(?: (?:in|from|with))?|beginning (?:in|with)|(?:not|no|never) (?:before|earlier than|older than)) (?:the (?:year|start of) )?(${YEAR})\\b`,
  'i',
);
const OR_LATER = new RegExp(
  `\\b(${YEAR})\\b,? (?:and|or) (?:later|after|newer|since|onwards?)\\b|\\bfrom (${YEAR}) (?:on|onwards?|forward)\\b|\\b(${YEAR}) onwards?\\b`,
  'i',
);
const AFTER = new RegExp(
  `(?<!\\b(?:not|no|never) )\\b(?:after|later than|newer than|more recent than) (?:the year )?(${YEAR})\\b`,
  'i',
);
const BEFORE = new RegExp(
  `(?<!\\b(?:not|no|never) )\\b(?:before|prior to|earlier than|older than|preceding) (?:the year )?(${YEAR})\\b`,
  'i',
);
const UNTIL = new RegExp(
  `\\b(?:until|till|up to|through|as late as|(?:not|no|never) (?:after|later than|newer than)|by(?: the end of)?) (?:the year )?(${YEAR})\\b`,
  'i',
);
const OR_EARLIER = new RegExp(`\\b(${YEAR}) (?:and|or) (?:earlier|before|older)\\b`, 'i');
const RANGE = new RegExp(
  `\\b(?:between|from|since) (?:the years? )?(${YEAR}) (?:and|to|until|till|through|up to) (${YEAR})\\b|\\b(${YEAR}) ?(?:[-–—]|to|through|until|till) ?(${YEAR}|\\d\\d)\\b`,
  'i',
);
/** As in filters: "2018-", "-2018". */
const OPEN_RANGE = new RegExp(`^\\s*(?:(${YEAR}) ?[-–]|[-–] ?(${YEAR}))\\s*$`);
const DECADE = /\b(?:in|during|of|from) the ((?:19|20)\d)0['’]?s\b/i;
const NUMBERS = 'one two three four five six seven eight nine ten'.split(' ');
const LAST_YEARS = new RegExp(
  `\\b(?:last|past|previous|recent) (\\d{1,2}|${NUMBERS.join('|')}|few|couple of) years\\b`,
  'i',
);
/** "The last few years" */
const A_FEW = 3;
const FIRST_EVER = 0;
const LAST_EVER = 9999;

/**
 * The years that a text restricts something to, or null if it names none; for questions and filters
 * alike: "2023", "2019–2021", "between 2019 and 2021", "since 2019", "after 2019",
 * "before 2019", "until 2019", "in 2015 and 2018" (these two), "in the 2010s", "last year", "this
 * year", "in the last three years" (this one and the three before it).
 */
export function readYears(text: string, today = new Date()): readonly Years[] | null {
  const now = today.getFullYear();
  const open = OPEN_RANGE.exec(text);
  if (open) return [{ first: Number(open[1] ?? FIRST_EVER), last: Number(open[2] ?? LAST_EVER) }];
  const range = RANGE.exec(text);
  if (range) {
    const first = Number(range[1] ?? range[3]);
    const end = range[2] ?? range[4] ?? '';
    const last = Number(end.length === 2 ? `${String(first).slice(0, 2)}${end}` : end);
    return [{ first: Math.min(first, last), last: Math.max(first, last) }];
  }
  const after = FROM_ON.exec(text)?.[1] ?? firstGroup(OR_LATER.exec(text));
  const since = after ?? next(firstGroup(AFTER.exec(text)), 1);
  const notAfter = firstGroup(UNTIL.exec(text)) ?? firstGroup(OR_EARLIER.exec(text));
  const until = notAfter ?? next(BEFORE.exec(text)?.[1], -1);
  if (since !== undefined || until !== undefined) {
    return [{ first: Number(since ?? FIRST_EVER), last: Number(until ?? LAST_EVER) }];
  }
  const years = [...text.matchAll(new RegExp(`\\b${YEAR}\\b`, 'g'))].map(([year]) => Number(year));
  if (years.length > 0) return [...new Set(years)].map((year) => ({ first: year, last: year }));
  const decade = DECADE.exec(text)?.[1];
  if (decade) return [{ first: Number(`${decade}0`), last: Number(`${decade}9`) }];
  const several = LAST_YEARS.exec(text)?.[1]?.toLowerCase();
  if (several) return [{ first: now - countOf(several), last: now }];
  if (/\b(?:in|during|over|within) the (?:last|past) year\b/i.test(text))
    return [{ first: now - 1, last: now }];
  if (/\blast year\b/i.test(text)) return [{ first: now - 1, last: now - 1 }];
  if (/\bthis year\b/i.test(text)) return [{ first: now, last: now }];
  return null;
}

/** Years as in filters, for `readYears`: "2023", "2015-2018", "2018-", "-2018". */
export function formatYears({ first, last }: Years): string {
  if (first === last) return String(first);
  return `${first === FIRST_EVER ? '' : first}-${last === LAST_EVER ? '' : last}`;
}

/** Whether a year is within some years; false without a year. */
export function isWithin(year: number | undefined, years: readonly Years[]): boolean {
  return year !== undefined && years.some(({ first, last }) => first <= year && year <= last);
}

function firstGroup(match: RegExpExecArray | null): string | undefined {
  return match?.slice(1).find((group) => group !== undefined);
}

function next(year: string | undefined, step: number): string | undefined {
  return year === undefined ? undefined : String(Number(year) + step);
}

function countOf(word: string): number {
  const named = NUMBERS.indexOf(word);
  if (named >= 0) return named + 1;
  if (word === 'couple of') return 2;
  return word === 'few' ? A_FEW : Number(word);
}
