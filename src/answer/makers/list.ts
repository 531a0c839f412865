import { formatYears, readYears } from '../../corpus/time-span.ts';
import {
  filterWorks,
  isOngoing,
  publicationsOf,
  topicCalled,
  worksAbout,
  yearOf,
} from '../../corpus/works.ts';
import type { Source } from '../../domain.ts';
import { count } from '../../language/en/grammar.ts';
import { FIRST_AUTHOR, NEWEST, OLDEST, PUBLICATION_NOUNS } from '../../language/en/lexicon.ts';
import { listLead, nearLead } from '../../language/en/templates/answers.ts';
import { hasLetter } from '../../text/characters.ts';
import { contentStems, isStopWord, wordsOf } from '../../text/words.ts';
import { type Evidence, pointedWords } from '../evidence.ts';
import type { Knowledge } from '../knowledge.ts';
import { quoted, type Statement } from '../statement.ts';
import type { Candidate, Maker, Want } from '../types.ts';
import { nounStems, PUBLICATION, type Subject, subjectsOf } from './list-subjects.ts';
import { define, factOf, numberIn } from './say.ts';

/** Items that are shown; the rest are counted. */
const MAX_ITEMS = 12;
/** Works near a request in words of its own, at most. */
const MAX_NEAR = 6;
/** A work is near if its best passage scores at least this share of the best. */
const NEAR_SHARE = 0.8;

const WANTED = 0.1;

/** Lists and counts, made by code from records: newest first, within the limits of the question. */
export const list: Maker = (evidence, knowledge) => {
  const { reading } = evidence;
  return subjectsOf(reading.question, reading.wants, knowledge).flatMap((subject) =>
    [...limited(evidence, knowledge, subject), ...near(evidence, knowledge, subject)].map(
      (candidate) => ({ ...candidate, isAsked: subject.isAsked }),
    ),
  );
};

/** The list within the names and years of the question, and the newest or the oldest of it. */
function limited(
  { reading }: Evidence,
  knowledge: Knowledge,
  { noun, all, gives }: Subject,
): Candidate[] {
  const { question, mentions } = reading;
  const names = (type: string) => mentions.filter((one) => one.type === type).map((m) => m.name);
  const years = readYears(question);
  let selected = all;
  for (const venue of names('venue').slice(0, 1)) {
    selected = filterWorks(selected, { venue }, knowledge.sources);
  }
  for (const person of names('person')) {
    selected = filterWorks(selected, { person }, knowledge.sources);
  }
  for (const topic of names('topic')) {
    selected = filterWorks(selected, { topic }, knowledge.sources);
  }
  if (years) selected = filterWorks(selected, { years }, knowledge.sources);
  const forms = wordsOf(question).map(({ form }) => form);
  const has = (words: ReadonlySet<string>) => forms.some((form) => words.has(form));
  const { owner } = knowledge.names;
  if (FIRST_AUTHOR.every((word) => forms.includes(word)) && owner) {
    selected = selected.filter(({ people }) => people[0] === owner.title);
  }
  const wanted = (want: Want) => reading.wants.get(want) ?? 0;
  const isLimited = selected.length < all.length;
  const asked = numberOfItems(question);
  // "VLDB papers" of somebody who has none, "five papers": the list of all would pass over it.
  const isPassedOver =
    (asked !== undefined && asked < selected.length) ||
    (!isLimited &&
      pointedWords(reading).some(({ form, stem }) => hasLetter(form) && !knowledge.has(stem)));
  const candidates = isPassedOver ? [] : [candidate('list', selected, gives)];
  if (wanted('award') + wanted('list-awards') >= WANTED) {
    const awarded = selected.filter(({ awards }) => awards.length > 0);
    candidates.push(candidate('list', awarded, [...gives, 'award', 'list-awards'], 'award'));
  }
  const words = new Set(contentStems(question));
  for (const stem of nounStems(question)) words.delete(stem);
  const linked = selected.filter(({ links }) =>
    links.some(({ label }) => contentStems(label).some((stem) => words.has(stem))),
  );
  if (linked.length > 0 && linked.length < selected.length) {
    const facet = linked.every((source) => factOf(knowledge, source, 'code')) ? 'code' : 'link';
    candidates.push(candidate('list-linked', linked, [...gives, 'link', 'list-talks'], facet));
  }
  if (wanted('code') >= WANTED) {
    const open = selected.filter((source) => factOf(knowledge, source, 'code'));
    candidates.push(candidate('list', open, [...gives, 'code'], 'code'));
  }
  // What goes on is newer than what has a year.
  const dated = [
    ...selected.filter(isOngoing),
    ...selected.filter(({ year }) => year !== undefined),
  ];
  const isSingular = forms.includes(noun[0]);
  const many = isSingular ? 1 : Math.min(asked ?? MAX_NEAR, MAX_ITEMS);
  const newest = dated.slice(0, many);
  if (has(NEWEST)) candidates.push(candidate('list-latest', newest, ['latest', ...gives]));
  if (has(OLDEST)) {
    const oldest = dated.slice(-(asked ?? (isSingular ? 1 : 3))).reverse();
    candidates.push(candidate('list-latest', oldest, ['latest', ...gives]));
  }
  if (asked !== undefined && !has(NEWEST)) candidates.push(candidate('list-some', newest, gives));
  return candidates.flatMap((one) => one ?? []);

  function candidate(
    maker: string,
    sources: readonly Source[],
    given: readonly Want[],
    facet: ListOptions['facet'] = 'publication',
  ): Candidate | null {
    if (sources.length === 0) return null;
    const name = isLimited || maker !== 'list' ? maker : 'list-all';
    const page = sources.length > MAX_ITEMS ? pageOf(sources) : undefined;
    return listOf(name, reading, knowledge, { sources, noun, gives: given, facet, page });
  }

  /** The page that lists just these. */
  function pageOf(sources: readonly Source[]): string | undefined {
    const [venue] = names('venue');
    const [author, ...authors] = names('person');
    const [topic, ...topics] = names('topic');
    const [span, ...spans] = years ?? [];
    if (authors.length + topics.length + spans.length > 0) return undefined;
    const kind = noun === PUBLICATION ? undefined : noun[0].replaceAll(' ', '-');
    const year = span && formatYears(span);
    const filter = { years: years ?? undefined, venue, topic, person: author, kind };
    const listed = filterWorks(publicationsOf(knowledge.sources), filter, knowledge.sources);
    if (listed.length !== sources.length || !listed.every((one) => sources.includes(one))) {
      return undefined;
    }
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ kind, year, venue, topic, author })) {
      if (value) query.set(name, value);
    }
    return query.size === 0 ? 'publications' : `publications?${query}`;
  }
}

/** Words between a number and what it counts: "five most recent talks". */
const BETWEEN = 3;

/** How many items a question asks for: "three papers", "the newest 5"; more than one. */
function numberOfItems(question: string): number | undefined {
  const words = wordsOf(question);
  const nouns = new Set([...nounStems(question), ...PUBLICATION_NOUNS.flatMap(contentStems)]);
  return words.flatMap(({ form }, i) => {
    const number = numberIn(form);
    if (number === null || number < 2) return [];
    const before = words[i - 1]?.form ?? '';
    if (NEWEST.has(before)) return [number];
    // "Chapter 7 of the thesis" counts no theses.
    const isNumbered = i > 1 && !isStopWord(before);
    const isCounting = words.slice(i + 1, i + 2 + BETWEEN).some(({ stem }) => nouns.has(stem));
    return isCounting && !isNumbered ? [number] : [];
  })[0];
}

/** What comes near to a request in words of its own: works of the nearest topic, and works by themselves. */
function near(
  { reading, wide }: Evidence,
  knowledge: Knowledge,
  { noun, all, gives }: Subject,
): Candidate[] {
  const best = new Map<Source, number>();
  for (const { source, score, why } of wide) {
    if (!best.has(source)) best.set(source, score - Number(why.named));
  }
  const themes = [...best.keys()].filter(({ kind }) => kind === 'theme').slice(0, 2);
  const ofThemes = themes.flatMap((theme): Candidate[] => {
    const topic = topicCalled(theme.title, knowledge.sources);
    if (!topic) return [];
    const works = worksAbout(topic, all).slice(0, MAX_ITEMS);
    if (works.length < 2) return [];
    return [
      listOf('list-topic', reading, knowledge, {
        sources: works,
        noun,
        gives: [...gives, 'reading', 'supervision'],
        facet: 'publication',
        lead: nearLead(noun),
      }),
    ];
  });
  const most = Math.max(...best.values());
  const works = [...best]
    .filter(([source, score]) => all.includes(source) && score >= NEAR_SHARE * most)
    .map(([source]) => source)
    .slice(0, MAX_NEAR);
  if (works.length < 2) return ofThemes;
  const statements = works.flatMap((source) => define(knowledge, source, 1));
  const lead = nearLead(noun);
  const nearest: Candidate = {
    ...{ maker: 'list-near', reading, lead, gives, isComplete: false },
    statements: statements.map((statement) => ({ ...statement, isItem: true })),
  };
  return [...ofThemes, nearest];
}

interface ListOptions {
  readonly sources: readonly Source[];
  readonly noun: readonly [one: string, many: string];
  readonly gives: readonly Want[];
  readonly facet: 'publication' | 'award' | 'code' | 'link';
  readonly lead?: string;
  /** The page that lists all of them. */
  readonly page?: string | undefined;
}

/** From this probability, "how many" is asked, and a single one is counted, too. */
const EVEN = 0.5;

/** Some sources, a line for each, under the derived list that has just these, or under their number. */
export function listOf(
  maker: string,
  reading: Candidate['reading'],
  knowledge: Knowledge,
  { sources, noun, gives, facet, lead, page }: ListOptions,
): Candidate {
  const all = sources.flatMap((source) => {
    const statement = factOf(knowledge, source, facet) ?? define(knowledge, source, 1)[0];
    return statement ? [{ ...statement, isItem: true }] : [];
  });
  const items = all.slice(0, MAX_ITEMS);
  const isCounted = (reading.wants.get('count') ?? 0) > EVEN;
  if (sources.length === 1 && !isCounted) {
    const statements = items.map((item) => ({ ...item, isItem: false }));
    return { maker, reading, statements, gives, isComplete: true };
  }
  const derived = derivedList(knowledge, reading.question, sources);
  const isDated = sources.some((source) => yearOf(source) !== undefined);
  const above = (counted: string) => listLead(counted, sources.length, items.length, isDated);
  // A derived list's sentence counts its members up to its colon, or to its end.
  const counted = derived && {
    ...derived,
    text: above(upToColon(derived.text)),
  };
  return {
    ...{ maker, reading, statements: items, more: all.slice(MAX_ITEMS), gives, isComplete: true },
    whole: { total: sources.length, page },
    lead: lead ?? counted ?? above(count(sources.length, ...noun)),
  };
}

function upToColon(sentence: string): string {
  const counted = sentence.split(':')[0] ?? '';
  return counted.endsWith('.') ? counted.slice(0, -1) : counted;
}

/** The sentence of the derived list that has just these members, the one nearest to the question. */
function derivedList(
  knowledge: Knowledge,
  question: string,
  members: readonly Source[],
): Statement | null {
  const ids = members
    .map(({ id }) => id)
    .sort()
    .join();
  const stems = new Set(contentStems(question));
  const fitting = knowledge.sources
    .filter((source) => source.kind === 'list' && [...source.related].sort().join() === ids)
    .map((source) => ({
      source,
      fit: contentStems(source.title).filter((stem) => stems.has(stem)).length,
    }))
    .sort((a, b) => b.fit - a.fit)[0];
  const passage = fitting && knowledge.passagesOf(fitting.source.id)[0];
  const sentence = passage?.sentences[0];
  return fitting && passage && sentence ? quoted(fitting.source, passage, sentence) : null;
}
