import type { Source } from '../../domain.ts';
import { isStopWord, wordsOf } from '../../text/words.ts';
import { type Evidence, pointedWords, type Told } from '../evidence.ts';
import type { Knowledge } from '../knowledge.ts';
import { placeOf, type Quote, type Statement } from '../statement.ts';
import type { Act, Candidate, Reading, Want, Way } from '../types.ts';
import { timeFit } from './time.ts';

/**
 * What the choice knows of a candidate, each about 0 to 1. In the order of the table:
 * - reader: the log-odds that the reader gives to the best of its sentences, a tenth of it; 0 without a reader
 * - cosine: of the question and the nearest of its sentences
 * - found: the hybrid score of the best of its passages
 * - covered: the share of the question's content that its words and titles have
 * - about: the share of what the question names that it is about
 * - unnamed: whether the question names nothing
 * - wanted: the probability that one of the kinds of things it gives is asked for
 * - untold: the probability that what is asked for is told by hardly any profile
 * - typed: whether its sentences have the number, year or person that is asked for; −1 if they lack it
 * - strange: the share of the question's content that no word of the corpus has
 * - missing: the share of the names and numbers in the question that it lacks
 * - distance: how far the reading departs from what was typed
 * - dangling: whether the reading points to something and does not say what
 * - length: its sentences, a third of their number, at most 1
 * - asked: whether the question has the noun that it is a list of
 * - others: the share of its sources that are other than those that are named
 * - act: the probability that the message does what this replies to
 * - shown, recalls: the share of its sentences that the conversation has shown, where nothing is to be
 *   told again, and where something is
 * - continues: the share of its sentences about what the last reply told of, half of it about what an
 *   earlier one did
 * - time: whether it is of the time that is asked for, −1 to 1
 * - talk, instructs: the probability that the message is small talk; that it tells the assistant what to do
 * - readerGap, foundGap, cosineGap: how far it is behind the best candidate in these
 */
export const FEATURES = [
  'reader',
  'cosine',
  'found',
  'covered',
  'about',
  'unnamed',
  'wanted',
  'untold',
  'typed',
  'strange',
  'missing',
  'distance',
  'dangling',
  'length',
  'asked',
  'others',
  'act',
  'shown',
  'recalls',
  'continues',
  'time',
  'talk',
  'instructs',
  'readerGap',
  'foundGap',
  'cosineGap',
] as const;

export type Feature = (typeof FEATURES)[number];
export type Features = Readonly<Record<Feature, number>>;

/** Sentences of a long list that are looked at. */
export const LOOKED_AT = 6;

const TALK: readonly Act[] = [
  ...(['greet', 'thank', 'acknowledge', 'goodbye', 'about-assistant'] as const),
  ...(['provoke', 'complain', 'small-talk'] as const),
];
/** What each way of reading a message takes it to do. */
const SERVED: Readonly<Record<Way, readonly Act[]>> = {
  typed: ['ask', 'introduce', 'remark'],
  pointed: ['ask', 'compare-with', 'widen', 'correct', 'narrow'],
  context: ['ask', 'introduce', 'remark', 'correct'],
  shifted: ['ask', 'compare-with', 'widen', 'correct', 'narrow', 'reject'],
  again: ['continue', 'rest', 'deepen', 'simplify', 'widen', 'reject', 'complain', 'repeat'],
  narrowed: ['narrow', 'widen', 'correct', 'compare-with', 'reject'],
};
/** Acts that ask for what was shown. */
const RECALLING: readonly Act[] = ['repeat', 'shorten', 'check', 'summarize'];
const WANTS_NUMBER: readonly Want[] = ['quantity', 'money', 'count'];
const WANTS_YEAR: readonly Want[] = ['date', 'period'];
const WANTS_PERSON: readonly Want[] = ['authors', 'advisor', 'students', 'person-other'];
const NUMBER = /(?<![\d.,])(?!(?:19|20)\d\d\b)\d/;
const YEAR = /\b(?:19|20)\d\d\b/;
const PERSON = /\p{Lu}\p{Ll}+ (?:\p{Lu}\.? )*\p{Lu}\p{Ll}+/u;

export function featuresOf(
  candidate: Candidate,
  evidence: Evidence,
  knowledge: Knowledge,
): Features {
  const { reading, statements } = candidate;
  const { subjects, wants } = reading;
  const shown = statements.slice(0, LOOKED_AT);
  const told = shown.flatMap((statement) => toldBy(statement, evidence));
  const pieces = [
    typeof candidate.lead === 'string' ? candidate.lead : (candidate.lead?.text ?? ''),
    ...statements.map(({ text }) => text),
  ];
  const texts = pieces.join('\n');
  const sources = [...new Set(statements.flatMap(({ quotes }) => quotes.map((q) => q.source)))];
  const titles = sources.flatMap(({ title, fullTitle, aliases, venue, year }) => [
    title,
    fullTitle ?? '',
    ...aliases,
    venue ?? '',
    String(year ?? ''),
  ]);
  const headings = statements.flatMap(({ quotes }) =>
    quotes.flatMap((quote) => [...quote.passage.headings, placeOf(quote).sentence?.asked ?? '']),
  );
  const said = pieces.map(knowledge.read);
  const around = [...new Set([...titles, ...headings])].map(knowledge.read);
  const isPresent = (stem: string) =>
    said.some(({ stems }) => stems.has(stem)) || around.some(({ stems }) => stems.has(stem));
  const isNamed = ({ id }: Source) =>
    said.some(({ named }) => named.has(id)) || sources.some((source) => source.id === id);
  const { content, pointed } = contentOf(reading, knowledge);
  const share = (accept: (stem: string) => boolean) => {
    const total = content.reduce((sum, { weight }) => sum + weight, 0);
    const kept = content.reduce((sum, { stem, weight }) => sum + (accept(stem) ? weight : 0), 0);
    return total === 0 ? 0 : kept / total;
  };
  const doing = (acts: readonly Act[]) =>
    acts.reduce((sum, act) => sum + (reading.acts.get(act) ?? 0), 0);
  const repeats = statements.filter(({ text }) => evidence.memory.isShown(text)).length;
  const repeated = repeats / Math.max(1, statements.length);
  const recalling = doing(RECALLING);
  const toldAgain = doing(candidate.acts ?? []);
  const isRecall = candidate.acts?.some((act) => RECALLING.includes(act)) ?? false;
  const probability = (list: readonly Want[]) =>
    list.reduce((sum, want) => sum + (wants.get(want) ?? 0), 0);
  const typed = (list: readonly Want[], pattern: RegExp) =>
    probability(list) * (pattern.test(texts) ? 1 : -1);
  return {
    reader: 0,
    cosine: Math.max(0, ...told.map(({ cosine }) => cosine)),
    found: Math.max(0, ...told.map(({ found }) => found)),
    covered: content.length === 0 ? 1 : share(isPresent),
    about: subjects.length === 0 ? 0 : subjects.filter(isNamed).length / subjects.length,
    unnamed: Number(subjects.length === 0),
    wanted: probability([...new Set(candidate.gives)]),
    untold: wants.get('untold') ?? 0,
    typed: typed(WANTS_NUMBER, NUMBER) + typed(WANTS_YEAR, YEAR) + typed(WANTS_PERSON, PERSON),
    strange: share((stem) => !knowledge.has(stem)),
    missing:
      pointed.length === 0
        ? 0
        : pointed.filter(({ stem }) => !isPresent(stem)).length / pointed.length,
    distance: reading.distance,
    dangling: Number(reading.isDangling),
    length: Math.min(1, statements.length / 3),
    asked: Number(candidate.isAsked ?? false),
    others:
      subjects.length === 0 || sources.length === 0
        ? 0
        : sources.filter((source) => !subjects.includes(source)).length / sources.length,
    act: doing(candidate.acts ?? SERVED[reading.way]),
    shown: repeated * (isRecall ? 1 - toldAgain / (toldAgain + doing(['ask'])) : 1),
    recalls: repeated * recalling,
    continues: continuing(statements, evidence),
    time: timeFit(candidate, knowledge),
    talk: doing(TALK),
    instructs: doing(['instruct']),
    readerGap: 0,
    foundGap: 0,
    cosineGap: 0,
  };
}

/** The share of statements about what the conversation has told of, half of it where the last reply did not. */
function continuing(statements: readonly Statement[], { memory }: Evidence): number {
  const thingsOf = (list: readonly Statement[]) =>
    list.flatMap(({ quotes }) => quotes.map(thingOf));
  const [last = [], ...earlier] = memory.replies;
  const [now, before] = [new Set(thingsOf(last)), new Set(thingsOf(earlier.flat()))];
  const things = thingsOf(statements);
  const sum = things.reduce(
    (total, thing) => total + (now.has(thing) ? 1 : before.has(thing) ? 0.5 : 0),
    0,
  );
  return sum / Math.max(1, things.length);
}

/** What a quote is about: its source, or a section of a text without a record. */
function thingOf({ source, passage }: Quote): string {
  return source.kind === 'text' ? [source.id, ...passage.headings].join('\n') : source.id;
}

interface Content {
  /** The stems of the question's content, names left out, with how rare they are. */
  readonly content: readonly { readonly stem: string; readonly weight: number }[];
  readonly pointed: ReturnType<typeof pointedWords>;
}

/** By reading: all its candidates are described by the same words. */
const known = new WeakMap<Reading, Content>();

function contentOf(reading: Reading, knowledge: Knowledge): Content {
  const found = known.get(reading);
  if (found) return found;
  const names = reading.mentions.filter(({ type }) => type !== 'topic' && type !== 'venue');
  const content = wordsOf(reading.question)
    .filter(
      ({ form, start, end }) =>
        !isStopWord(form) && !names.some((m) => start >= m.start && end <= m.end),
    )
    .map(({ stem }) => ({ stem, weight: knowledge.weight(stem) }));
  const made = { content, pointed: pointedWords(reading) };
  known.set(reading, made);
  return made;
}

const MAX_LOGIT = 12;

/** The reader's log-odds as a feature. */
export function toFeature(logit: number): number {
  return Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit)) / 10;
}

/** What stands for giving no answer, in the same features: how good the best of all would be. */
export function declineFeatures(all: readonly Features[]): Features {
  const most = (name: Feature) => Math.max(...all.map((features) => features[name]));
  const least = (name: Feature) => Math.min(...all.map((features) => features[name]));
  return {
    ...Object.fromEntries(FEATURES.map((name) => [name, 0])),
    reader: most('reader'),
    cosine: most('cosine'),
    found: most('found'),
    covered: most('covered'),
    about: most('about'),
    unnamed: most('unnamed'),
    wanted: most('wanted'),
    untold: most('untold'),
    typed: most('typed'),
    strange: least('strange'),
    missing: least('missing'),
    distance: least('distance'),
    dangling: least('dangling'),
    asked: most('asked'),
    act: most('act'),
    talk: most('talk'),
    instructs: most('instructs'),
  } as Features;
}

/** Features with what they say beside those of the other candidates. */
export function besideOthers(all: readonly Features[]): Features[] {
  const [reader, found, cosine] = (['reader', 'found', 'cosine'] as const).map((name) =>
    Math.max(...all.map((one) => one[name])),
  );
  return all.map((one) => ({
    ...one,
    readerGap: one.reader - (reader ?? 0),
    foundGap: one.found - (found ?? 0),
    cosineGap: one.cosine - (cosine ?? 0),
  }));
}

/** The sentences that a statement quotes, as they were found, or as near as they are. */
function toldBy(
  { quotes }: Statement,
  { sentence, cosines, wide }: Evidence,
): Pick<Told, 'cosine' | 'found'>[] {
  return quotes.flatMap(({ passage, start, end }) =>
    passage.sentences.flatMap((span, index): Pick<Told, 'cosine' | 'found'>[] => {
      if (span.end <= start || span.start >= end) return [];
      const known = sentence(passage, index);
      if (known) return [known];
      const hit = wide.find((one) => one.passage === passage);
      const found = hit ? Math.min(1, hit.score - Number(hit.why.named)) : 0;
      return [{ cosine: cosines(passage)[index] ?? 0, found }];
    }),
  );
}
