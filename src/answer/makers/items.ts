import { readYears } from '../../corpus/time-span.ts';
import type { Passage, Sentence, Source } from '../../domain.ts';
import { contentStems, wordsOf } from '../../text/words.ts';
import { pointedWords } from '../evidence.ts';
import { quoted } from '../statement.ts';
import type { Candidate, Maker, Want } from '../types.ts';

const MAX_ITEMS = 12;
const MAX_SECTIONS = 3;
/** A section with as many lines of its own is a list. */
const LEAST_ITEMS = 2;
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

interface Item {
  readonly passage: Passage;
  readonly sentence: Sentence;
  readonly text: string;
}

/** Lists that stand in the text: the lines of a section, those with the names and years of the question. */
export const items: Maker = ({ reading, hits }, knowledge) => {
  const sections = new Map<string, { source: Source; heading: string; passages: Passage[] }>();
  for (const { source, passage } of hits) {
    const key = [source.id, ...passage.headings].join('\n');
    if (source.kind === 'list' || sections.has(key)) continue;
    const passages = knowledge
      .passagesOf(source.id)
      .filter((other) => other.headings.join('\n') === passage.headings.join('\n'));
    sections.set(key, { source, heading: passage.headings.at(-1) ?? '', passages });
  }
  return [...sections.values()]
    .map((section) => ({ ...section, items: section.passages.flatMap(itemsOf) }))
    .filter((section) => section.items.length >= LEAST_ITEMS)
    .slice(0, MAX_SECTIONS)
    .flatMap(({ source, heading, items: all }) => {
      const limited = within(all);
      const lists = limited.length < all.length ? [limited, all] : [all];
      return lists.flatMap((chosen): Candidate[] => {
        if (chosen.length === 0) return [];
        const isItem = chosen.length > 1;
        const statements = chosen
          .slice(0, MAX_ITEMS)
          .map(({ passage, sentence }) => quoted(source, passage, sentence, { isItem }));
        const lead = isItem && heading !== '' ? { lead: `${heading}:` } : {};
        const maker = chosen === limited && limited.length < all.length ? 'items-limited' : 'items';
        return [{ maker, reading, statements, gives: GIVES, isComplete: false, ...lead }];
      });
    });

  /** The items that have all names, numbers and years of the question. */
  function within(all: readonly Item[]): Item[] {
    const years = readYears(reading.question);
    const pointed = [
      ...pointedWords(reading).map(({ stem }) => stem),
      ...reading.mentions
        .filter(({ type }) => type === 'person' || type === 'venue')
        .flatMap(({ name }) => contentStems(name)),
    ].filter((stem) => !/^\d{4}$/.test(stem));
    return all.filter(({ text }) => {
      const stems = new Set(wordsOf(text).map(({ stem }) => stem));
      const own = [...text.matchAll(/\b(?:19|20)\d\d\b/g)].map(([year]) => Number(year));
      return (
        pointed.every((stem) => stems.has(stem)) &&
        (!years || own.some((y) => years.some(({ first, last }) => first <= y && y <= last)))
      );
    });
  }
};

/** The sentences of a passage that each begin a line; none where the passage is prose. */
function itemsOf(passage: Passage): Item[] {
  const found = passage.sentences
    .filter(
      ({ start, facet }) =>
        !facet && /(?:^|\n)[^\p{L}\p{N}\n]*$/u.test(passage.text.slice(0, start)),
    )
    .map((sentence) => ({
      passage,
      sentence,
      text: passage.text.slice(sentence.start, sentence.end),
    }));
  return found.length >= LEAST_ITEMS ? found : [];
}
