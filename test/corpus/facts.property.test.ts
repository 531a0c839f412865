import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf } from '../../src/corpus/facts.ts';
import { FILE_KINDS, fieldsOf } from '../../src/corpus/kinds.ts';
import { deriveLists } from '../../src/corpus/lists.ts';
import type { Source, SourceKind } from '../../src/domain.ts';
import { sourceOf } from '../support/corpus.ts';

const word = fc.stringMatching(/^[A-Z][a-z]{2,7}$/);
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
const names = fc.uniqueArray(words, { maxLength: 3 });
const date = fc.constantFrom('2019', '2020-02', '2021-05-17');
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

/** A record of a kind, with any of the fields that the kind has. */
function recordOf(kind: SourceKind): fc.Arbitrary<Source> {
  const value = (field: string): fc.Arbitrary<unknown> => {
    if (field === 'advisors' || field === 'editors') return names;
    if (field === 'date' || field === 'start') return date;
    if (field === 'end') return fc.constantFrom('present', '2022', '2021-05-17');
    return field === 'subtype' ? fc.constantFrom('journal', 'preprint') : words;
  };
  const details = Object.fromEntries(fieldsOf(kind).map((field) => [field, maybe(value(field))]));
  const common = {
    title: words,
    fullTitle: maybe(words),
    people: names,
    venue: maybe(words),
    year: maybe(fc.integer({ min: 1990, max: 2026 })),
    pages: maybe(fc.constant('1-9')),
    doi: maybe(fc.constant('10.5555/x')),
    arxiv: maybe(fc.constant('2202.05769')),
    awards: names,
    topics: names,
    links: fc.array(
      fc.record({
        label: fc.constantFrom('Code on Forge', 'PDF'),
        url: fc.constant('https://x.example/'),
      }),
      { maxLength: 2 },
    ),
  };
  return fc
    .record({ ...common, ...details })
    .map((fields) => sourceOf({ kind, ...fields } as Partial<Source>));
}

/** What is wrong with a sentence, whatever it says. */
function faultsOf(sentence: string): string[] {
  const faults: readonly (readonly [string, RegExp])[] = [
    ['undefined', /undefined|null|NaN|\[object/],
    ['doubled space', / {2}/],
    ['space before a mark', / [,.;:)]/],
    ['empty brackets or quotes', /\(\s*\)|“\s*”/],
    ['nothing behind a comma', /, ?[,.)]/],
    ['no full stop', /[^.]$/],
    ['no capital', /^[a-z]/],
    [
      'one are',
      /\b1 \w+ (?:in the profile )?(?:are|have|were)\b|\b1 (?:publications|talks|theses)\b/,
    ],
    ['several is', /\b(?:[2-9]|1\d) \w+ (?:in the profile )?(?:is|has|was)\b/],
    [
      'the author are',
      /^The (?:author|editor|advisor|speaker|inventor|investigator)s? of .* (?:is|are) $/,
    ],
  ];
  return faults
    .filter(([, pattern]) => pattern.test(sentence))
    .map(([fault]) => `${fault}: ${sentence}`);
}

/** "The authors … are A and B", "The author … is A". */
function agreementFaults(sentence: string, people: readonly string[]): string[] {
  const match = /^The (\w+) of .*? (is|are) [^.]*\.$/.exec(sentence);
  if (!match) return [];
  const [, noun = '', verb] = match;
  const isPlural = noun.endsWith('s');
  return isPlural === (verb === 'are') && people.length > 0 ? [] : [`agreement: ${sentence}`];
}

test.each(FILE_KINDS)('whatever a %s says is told in whole sentences', (kind) => {
  fc.assert(
    fc.property(recordOf(kind), (record) => {
      const facts = factsOf(record);
      expect(facts.flatMap(({ text }) => faultsOf(text))).toEqual([]);
      const told = [...record.people, ...(record.editors ?? []), ...(record.advisors ?? [])];
      const ofPeople = facts.filter(({ facet }) => facet === 'people');
      expect(ofPeople.flatMap(({ text }) => agreementFaults(text, told))).toEqual([]);
      expect(new Set(facts.map(({ text }) => text)).size).toBe(facts.length);
    }),
  );
});

test('whatever a corpus holds is counted in whole sentences', () => {
  const owner = sourceOf({ id: 'owner', kind: 'person', title: 'Ada Quill' });
  const records = fc.array(
    fc.constantFrom(...FILE_KINDS.filter((kind) => kind !== 'person')).chain(recordOf),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(records, (others) => {
      const own = others.map((record, i) => ({
        ...record,
        id: `r${i}`,
        people: i % 2 === 0 ? ['Ada Quill', ...record.people] : record.people,
      }));
      const lists = deriveLists([owner, ...own]);
      expect(lists.flatMap(({ body }) => faultsOf(body))).toEqual([]);
      expect(lists.every(({ related }) => related.length > 0)).toBe(true);
    }),
  );
});
