import { readYears } from '../../corpus/time-span.ts';
import { isYear } from '../../text/characters.ts';
import { contentStems, wordsOf } from '../../text/words.ts';
import { pointedWords } from '../evidence.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Candidate, Maker, Reading, Want } from '../types.ts';
import { headed } from './headed.ts';
import { type Entry, type Section, sectionOf, stated } from './sections.ts';

const MAX_ITEMS = 12;
/** Words of an item in a list, and of one that stands alone. */
const ITEM_WORDS = 30;
const ENTRY_WORDS = 90;
/** Sections that were found, and those under a heading that names what is asked for. */
const MAX_FOUND = 3;
const MAX_HEADED = 2;
const MAX_COVERING = 6;
const MAX_ENTRIES = 4;
/** The probability from which the number of items is told. */
const COUNT_WANTED = 0.15;
const GIVES: readonly Want[] = [
  'list-works',
  'list-people',
  'list-students',
  'list-awards',
  'list-topics',
  'list-talks',
  'list-courses',
  'list-grants',
  'list-positions',
  'list-service',
  'list-software',
  'students',
  'career',
  'education',
];

/**
 * Lists that stand in the text: the items of a section, those with the names and years of the question,
 * those that have most of its words, and single ones.
 */
export const items: Maker = (evidence, knowledge) => {
  const { reading, hits, told } = evidence;
  const found = hits.flatMap(({ passage }) => sectionOf(knowledge, passage) ?? []);
  const lists = [
    ...new Set([
      ...headed(reading, knowledge)
        .filter(({ isList }) => isList)
        .slice(0, MAX_HEADED),
      ...[...new Set(found)].filter(({ isList }) => isList).slice(0, MAX_FOUND),
    ]),
  ];
  const seen = new Set<string>();
  return [
    ...lists.flatMap((section) => ofSection(section)),
    ...singles().flatMap(({ section, entry }) => of('entry', section, [entry])),
  ].filter((candidate) => {
    const key = candidate.statements.map(({ text }) => text).join('\n');
    return !seen.has(key) && seen.add(key);
  });

  function ofSection(section: Section): Candidate[] {
    const all = section.entries;
    const limited = within(all, reading);
    const covering = coveringOf(all, section, reading, knowledge);
    // Of a table, the rows that are asked for are told, and no others.
    const isTable = all.some(({ parts }) => parts.some(({ sentence }) => sentence.isRow));
    return [
      ...(isTable && limited.length < all.length ? [] : of('items', section, all)),
      ...(limited.length < all.length ? of('items-limited', section, limited) : []),
      ...(covering.length <= MAX_COVERING ? of('items-covering', section, covering) : []),
    ];
  }

  /** The items that the best sentences stand in. */
  function singles(): { section: Section; entry: Entry }[] {
    const best = new Map<Entry, Section>();
    for (const { passage, sentence } of told.slice(0, MAX_ENTRIES * 4)) {
      const section = sectionOf(knowledge, passage);
      const entry = section?.entries.find(
        (one) => one.isItem && one.parts.some((part) => part.sentence === sentence),
      );
      if (section && entry) best.set(entry, section);
      if (best.size === MAX_ENTRIES) break;
    }
    return [...best].map(([entry, section]) => ({ section, entry }));
  }

  function of(maker: string, { source, headings }: Section, chosen: readonly Entry[]): Candidate[] {
    if (chosen.length === 0) return [];
    const words = chosen.length === 1 ? ENTRY_WORDS : ITEM_WORDS;
    const statements = chosen
      .slice(0, MAX_ITEMS)
      .map((entry) => ({ ...stated(source, entry, words), isItem: true }));
    const heading = headings.at(-1) ?? '';
    const isCounted =
      chosen.length > MAX_ITEMS || (reading.wants.get('count') ?? 0) >= COUNT_WANTED;
    const number = isCounted && chosen.length > 1 ? ` (${chosen.length})` : '';
    const lead = heading === '' ? {} : { lead: `${heading}${number}:` };
    return [{ maker, reading, statements, gives: GIVES, isComplete: false, ...lead }];
  }
};

/** The items that have all names, numbers and years of the question. */
function within(all: readonly Entry[], reading: Reading): readonly Entry[] {
  const years = readYears(reading.question);
  const names = namesIn(reading);
  const has = ({ text }: Entry, wanted: readonly string[]) => {
    const stems = new Set(contentStems(text));
    const own = wordsOf(text).flatMap(({ form }) => (isYear(form) ? Number(form) : []));
    return (
      wanted.every((stem) => stems.has(stem)) &&
      (!years || own.some((y) => years.some(({ first, last }) => first <= y && y <= last)))
    );
  };
  const whole = all.filter((entry) => has(entry, names.flat()));
  // "H. Dunsire" is the Hamish Dunsire who is asked for.
  const lastNames = names.flatMap((name) => name.slice(-1));
  return whole.length > 0 ? whole : all.filter((entry) => has(entry, lastNames));
}

/** The stems of each name and number that no source has as its own, those side by side together. */
function namesIn(reading: Reading): (readonly string[])[] {
  const words = pointedWords(reading).filter(({ form }) => !isYear(form));
  const names: { stems: string[]; end: number }[] = [];
  for (const { stem, start, end } of words) {
    const last = names.at(-1);
    const isNext = last && reading.question.slice(last.end, start).trim() === '';
    if (isNext) Object.assign(last, { stems: [...last.stems, stem], end });
    else names.push({ stems: [stem], end });
  }
  const people = reading.mentions.filter(({ type }) => type === 'person' || type === 'venue');
  return [...names.map(({ stems }) => stems), ...people.map(({ name }) => contentStems(name))];
}

/** The items that have the most of the question's words, weighed by rarity, beyond the heading's. */
function coveringOf(
  all: readonly Entry[],
  { headings }: Section,
  { question }: Reading,
  knowledge: Knowledge,
): readonly Entry[] {
  const said = new Set(headings.flatMap(contentStems));
  const asked = [...new Set(contentStems(question))].filter((stem) => !said.has(stem));
  const scores = all.map(({ text }) => {
    const stems = new Set(contentStems(text));
    return asked.reduce((sum, s) => sum + (stems.has(s) ? knowledge.weight(s) : 0), 0);
  });
  const most = Math.max(...scores);
  return most === 0 ? [] : all.filter((_, i) => scores[i] === most);
}
