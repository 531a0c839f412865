/** "A", "A and B", "A, B and C" */
export function joinNames(names: readonly string[], last = ' and '): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')}${last}${names.at(-1)}`;
}

/** "1 talk", "3 talks" */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** "once", "3 times" */
export function times(number: number): string {
  return number === 1 ? 'once' : `${number} times`;
}

/** The first form for one, the second for several or none. */
export function agree(number: number, one: string, many: string): string {
  return number === 1 ? one : many;
}

/** " (NSDI 2023)", or nothing. */
export function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}

/** Parts of a sentence that are there, with a space before each. */
export function phrases(...parts: readonly (string | undefined)[]): string {
  return parts.map((part) => (part === undefined || part === '' ? '' : ` ${part}`)).join('');
}

/** A preposition and what stands behind it, or undefined where nothing does. */
export function behind(preposition: string, what: string | undefined): string | undefined {
  return what === undefined ? undefined : `${preposition} ${what}`;
}

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** "2024-05-17" as "May 17, 2024", "2024-05" as "May 2024" */
export function dateInWords(date: string): string {
  const [year = '', month, day] = date.split('-');
  if (month === undefined) return year;
  const name = MONTHS[Number(month) - 1] ?? month;
  return day === undefined ? `${name} ${year}` : `${name} ${Number(day)}, ${year}`;
}

/** "on May 17, 2024", "in May 2024", "in 2024" */
export function atDate(date: string): string {
  return `${date.split('-').length === 3 ? 'on' : 'in'} ${dateInWords(date)}`;
}

/** 12345 as "12,345" */
export function grouped(number: number): string {
  return number.toLocaleString('en');
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Rounded up to seconds, in the largest unit that divides it: "1 minute", "90 seconds" */
export function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  const [name, length] = UNITS.find(([, unit]) => seconds >= unit && seconds % unit === 0) ?? [
    'second',
    1,
  ];
  return count(seconds / length, name, `${name}s`);
}
