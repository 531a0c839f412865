import type { Told } from '../evidence.ts';
import { goTogether, quoted } from '../statement.ts';
import type { Candidate, Maker, Want } from '../types.ts';
import { atMost, define, overlap } from './say.ts';

const WORDS = 110;
/** A further sentence repeats no more of another than this share of its words. */
const MAX_OVERLAP = 0.6;
/** Sentences that are proposed by themselves, and those with the next one. */
const WHOLE = { single: 6, withNext: 2 };
/** Of the corpus as a whole, where the question names a source. */
const BESIDE = { single: 3, withNext: 1 };

/** What is told in prose and by no record. */
const GIVES: readonly Want[] = [
  'mechanism',
  'reason',
  'result',
  'limit',
  'yes-no',
  'quantity',
  'money',
  'period',
  'person-other',
  'open-problems',
  'language',
  'advisor',
  'role',
];

/** What the prose says: the best sentences, of what is named and of the corpus as a whole. */
export const prose: Maker = ({ reading, told, sentence }, knowledge) => {
  const subjects = new Set(reading.subjects);
  const own = told.filter(({ source }) => subjects.has(source));
  const telling = (list: readonly Told[]) =>
    list.filter(({ sentence: { facet }, coverage }) => !facet || coverage > MAX_OVERLAP);
  const seen = new Set<string>();
  return [
    ...(own.length > 0 ? from('prose-named', telling(own), WHOLE) : []),
    ...from('prose', telling(told), own.length > 0 ? BESIDE : WHOLE),
  ].filter(({ statements }) => {
    const key = statements.map(({ text }) => text).join('\n');
    return !seen.has(key) && seen.add(key);
  });

  function from(
    maker: string,
    list: readonly Told[],
    { single, withNext }: typeof WHOLE,
  ): Candidate[] {
    const best = distinct(list, single);
    const [first, second] = best;
    if (!first) return [];
    const lead = define(knowledge, first.source, 1);
    const isIntroduced = subjects.has(first.source) || first.source.kind === 'text';
    const elsewhere = best.find(({ passage }) => passage !== first.passage);
    const choices: (readonly Told[])[] = [
      ...best.map((one) => [one]),
      ...best.slice(0, withNext).map((one) => [one, ...after(one)]),
      ...(second ? [[first, second]] : []),
      ...(elsewhere ? [[first, elsewhere]] : []),
      ...(best.length > 2 ? [best.slice(0, 3)] : []),
    ];
    const candidates = choices
      .filter(([head, ...rest]) => rest.every((one) => head !== undefined && goTogether(head, one)))
      .map((chosen) => proposal(maker, inReadingOrder(chosen)));
    const [opening] = lead;
    const isNew = opening && !candidates[0]?.statements.some(({ text }) => text === opening.text);
    if (isIntroduced || !isNew) return candidates;
    // Who did not name the thing is told first what it is.
    const introduced = candidates[0];
    return introduced
      ? [...candidates, { ...introduced, statements: [opening, ...introduced.statements] }]
      : candidates;
  }

  function after({ passage, index }: Told): Told[] {
    const next = sentence(passage, index + 1);
    return next && !next.sentence.facet ? [next] : [];
  }

  function proposal(maker: string, chosen: readonly Told[]): Candidate {
    const statements = chosen.map((one) => quoted(one.source, one.passage, one.sentence));
    return {
      maker,
      reading,
      statements: atMost(WORDS, statements),
      gives: GIVES,
      isComplete: false,
    };
  }
};

/** The first that do not repeat each other. */
function distinct(told: readonly Told[], count: number): Told[] {
  const chosen: Told[] = [];
  for (const one of told) {
    if (chosen.length === count) break;
    if (!chosen.some((other) => overlap(other.text, one.text) > MAX_OVERLAP)) chosen.push(one);
  }
  return chosen;
}

/** Sentences of the best source first, those of one source in the order of its text. */
function inReadingOrder(told: readonly Told[]): Told[] {
  const order = [...new Set(told.map(({ source }) => source))];
  const position = ({ passage, sentence }: Told) => passage.start + sentence.start;
  return [...told].sort(
    (a, b) => order.indexOf(a.source) - order.indexOf(b.source) || position(a) - position(b),
  );
}
