import type { LaidOutItem } from '../domain.ts';
import { fill } from './fill.ts';

/** The words that stand in for what a record lacks or has too much of. */
export interface ItemWords {
  readonly language: string;
  readonly since: string;
  readonly asOf: string;
  readonly pages: string;
  readonly others: string;
}

/** Longer lists of people are cut to the first of them and the researcher. */
const MAX_PEOPLE = 8;
const FIRST_PEOPLE = 5;

/** "2026-01" as "January 2026", in a language. */
export function dateInWords(date: string, language: string): string {
  const day = new Date(date);
  return Number.isNaN(day.getTime()) ? date : dateFormat(language, date).format(day);
}

/** When it was: "2018–2022", "since May 2023", "May 17, 2024", "2024"; empty where nothing is told. */
export function whenOf(item: LaidOutItem, words: ItemWords): string {
  const { language } = words;
  const { start, end = 'present', venue, year, date } = item;
  if (start !== undefined && end === 'present') {
    return fill(words.since, { date: dateInWords(start, language) });
  }
  if (start !== undefined && start !== end) {
    return [start, end].map((day) => dateInWords(day, language)).join('–');
  }
  const day = start ?? (venue === undefined ? date : undefined);
  return day === undefined ? String(year ?? '') : dateInWords(day, language);
}

/** "SOSP 2015 · Monterey · pages 378–393" */
export function whereAndWhen(item: LaidOutItem, words: ItemWords): string {
  const { venue, event, publisher, organization, place, pages, degree } = item;
  const where = venue ?? event ?? publisher ?? organization;
  const numbered = pages && fill(words.pages, { pages: pages.replace('-', '–') });
  const whereWhen = [where, whenOf(item, words)].filter(Boolean).join(' ');
  return [degree, whereWhen, place, numbered].filter(Boolean).join(' · ');
}

/** People as a list of the language; whether a part is the name of the researcher. */
export function peopleOf(
  { people, researcher }: LaidOutItem,
  { language, others }: ItemWords,
): { readonly text: string; readonly isResearcher: boolean }[] {
  const shown = people.filter(
    (name, i) => people.length <= MAX_PEOPLE || i < FIRST_PEOPLE || name === researcher,
  );
  const hidden = people.length - shown.length;
  const names = hidden === 0 ? shown : [...shown, fill(others, { count: hidden })];
  return new Intl.ListFormat(language, { type: 'conjunction' })
    .formatToParts(names)
    .map(({ value }) => ({ text: value, isResearcher: value === researcher }));
}

function dateFormat(language: string, date: string): Intl.DateTimeFormat {
  const [, month, day] = date.split('-');
  return new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    year: 'numeric',
    ...(month && { month: 'long' }),
    ...(day && { day: 'numeric' }),
  });
}
