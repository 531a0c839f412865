import type { Facet, Passage, Sentence, Source } from '../domain.ts';
import { contentStems, fold, wordsOf } from '../text/words.ts';
import { askedFacets } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { type ListSubject, SUPERLATIVE } from './list-question.ts';
import type { Mention } from './names.ts';
import { quoted, type Statement } from './statement.ts';

/** Items of a list that are shown; the rest are counted. */
const MAX_ITEMS = 12;
const DEFINITION_SENTENCES = 3;
const DEFINITION_WORDS = 100;

interface Located {
  readonly passage: Passage;
  readonly sentence: Sentence;
}

/** The sentence that tells a facet of a source, if its front matter has it. */
export function factOf(knowledge: Knowledge, source: Source, facet: Facet): Statement | null {
  const found = locate(knowledge, source, (sentence) => sentence.facet === facet);
  return found && quoted(source, found.passage, found.sentence);
}

/** The sentence of a source that denies what some words, of a facet, name: "… links no paper for it". */
export function denialOf(
  knowledge: Knowledge,
  source: Source,
  facet: Facet | null,
  words: readonly string[],
): Statement | null {
  const stems = words.flatMap((word) => contentStems(word));
  // A paper is no slides, but what is said of the source is said of the code.
  const isWhole = facet === 'code' || facet === 'award';
  for (const passage of knowledge.passagesOf(source.id)) {
    for (const sentence of passage.sentences) {
      const text = passage.text.slice(sentence.start, sentence.end);
      const denied = text.matchAll(/\bno (?=([\w-]+(?: [\w-]+)?))/gi);
      const isDenied = [...denied].some(
        ([, what = '']) =>
          contentStems(what).some((stem) => stems.includes(stem)) ||
          (isWhole && askedFacets(what).includes(facet)),
      );
      if (!sentence.facet && isDenied) return quoted(source, passage, sentence);
    }
  }
  return null;
}

/** What a source is: its first sentences. */
export function define(
  knowledge: Knowledge,
  source: Source,
  sentences = DEFINITION_SENTENCES,
): Statement[] {
  const passage = knowledge.passagesOf(source.id)[0];
  if (!passage) return [];
  const statements: Statement[] = [];
  let words = 0;
  for (const sentence of passage.sentences.slice(0, sentences)) {
    const statement = quoted(source, passage, sentence);
    words += wordsOf(statement.text).length;
    if (statements.length > 0 && words > DEFINITION_WORDS) break;
    statements.push(statement);
  }
  return statements;
}

/** Limits that a question puts on a list, read off the names and years in it. */
export interface ListLimits {
  readonly venues: readonly string[];
  readonly people: readonly (readonly string[])[];
  readonly topics: readonly (readonly string[])[];
  readonly years: YearRange | null;
}

export function hasLimits({ venues, people, topics, years }: ListLimits): boolean {
  return venues.length + people.length + topics.length > 0 || years !== null;
}

interface YearRange {
  readonly from: number;
  readonly to: number;
}

export function readLimits(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
): ListLimits {
  const of = (type: Mention['type']) => mentions.filter((mention) => mention.type === type);
  // A university is a stage of a career, and where theses were written.
  const alsoVenues = of('source').flatMap(({ name }) =>
    knowledge.sources.filter(({ venue }) => venue === name).map(({ id }) => id),
  );
  // "Visualising traces" is about trace visualisation.
  const stems = contentStems(question);
  const alsoTopics =
    of('topic').length > 0
      ? []
      : knowledge.sources
          .filter(({ kind }) => kind === 'theme')
          .filter(({ title }) => {
            const name = contentStems(title);
            return name.length > 1 && name.every((stem) => stems.includes(stem));
          })
          .map((theme) =>
            knowledge.sources
              .filter(({ topics }) => topics.some((t) => fold(t) === fold(theme.title)))
              .map(({ id }) => id),
          );
  return {
    venues: [...of('venue').flatMap((mention) => mention.sourceIds), ...alsoVenues],
    people: of('person').map((mention) => mention.sourceIds),
    topics: [...of('topic').map((mention) => mention.sourceIds), ...alsoTopics],
    years: readYears(question),
  };
}

function readYears(question: string): YearRange | null {
  const years = [...question.matchAll(/\b(?:19|20)\d\d\b/g)].map((match) => Number(match[0]));
  const first = years[0];
  if (first === undefined) return null;
  const last = years.at(-1) ?? first;
  if (years.length > 1) return { from: Math.min(first, last), to: Math.max(first, last) };
  if (/\b(since|from|after|starting)\b/i.test(question)) {
    return { from: /\bafter\b/i.test(question) ? first + 1 : first, to: 9999 };
  }
  if (/\b(before|until|till|up to)\b/i.test(question)) {
    return { from: 0, to: /\bbefore\b/i.test(question) ? first - 1 : first };
  }
  return { from: first, to: first };
}

/** The sources that a list asks for, newest first. */
export function selectSources(
  knowledge: Knowledge,
  subject: ListSubject,
  limits: ListLimits,
): Source[] {
  const owner = knowledge.names.owner;
  return knowledge.sources
    .filter((source) => {
      if (subject.kinds.length > 0 && !subject.kinds.includes(source.kind)) return false;
      const isOwn = !owner || source.people.includes(owner.title);
      if (subject.kinds.includes('thesis') && isOwn) return false;
      if (subject.only === 'publication' && !(isPublished(source) && isOwn)) return false;
      if (subject.isFirst && source.people[0] !== owner?.title) return false;
      if (subject.having === 'code' && !hasFact(knowledge, source, 'code')) return false;
      if (subject.having === 'award' && source.awards.length === 0) return false;
      if (limits.venues.length > 0 && !limits.venues.includes(source.id)) return false;
      if (limits.people.some((ids) => !ids.includes(source.id))) return false;
      if (limits.topics.some((ids) => !ids.includes(source.id))) return false;
      const { years } = limits;
      if (years && !(source.year && source.year >= years.from && source.year <= years.to)) {
        return false;
      }
      return true;
    })
    .sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || (a.title < b.title ? -1 : 1));
}

/** "The newest paper", "his first project": one of a list that is sorted newest first, or some. */
export function pickSuperlative(question: string, sources: readonly Source[]): readonly Source[] {
  const dated = sources.filter((source) => source.year !== undefined);
  const isOfSeveral = SEVERAL_WORKS.test(question);
  // A list begins with the newest anyway.
  if (NEWEST.test(question)) return isOfSeveral ? dated : dated.slice(0, 1);
  if (SUPERLATIVE.test(question)) return dated.slice(isOfSeveral ? -3 : -1);
  return sources;
}

const NEWEST = /\b(latest|newest|most recent)\b/i;
const SEVERAL_WORKS =
  /\b(papers|publications|articles|works|projects|systems|tools|books|theses|awards)\b/i;

function isPublished(source: Source): boolean {
  return ['project', 'paper', 'book', 'thesis'].includes(source.kind) && source.people.length > 0;
}

/** "2 publications:" told by the derived list that has just these members, if there is one. */
export function findList(
  knowledge: Knowledge,
  question: string,
  selected: readonly Source[],
): Statement | null {
  const ids = selected
    .map((source) => source.id)
    .sort()
    .join();
  const stems = new Set(contentStems(question));
  const lists = knowledge.sources
    .filter((source) => source.kind === 'list' && [...source.related].sort().join() === ids)
    .map((source) => ({
      source,
      fit: contentStems(source.title).filter((s) => stems.has(s)).length,
    }))
    .sort((a, b) => b.fit - a.fit);
  const best = lists[0];
  const passage = best && best.fit > 0 ? knowledge.passagesOf(best.source.id)[0] : undefined;
  const sentence = passage?.sentences[0];
  return best && passage && sentence ? quoted(best.source, passage, sentence) : null;
}

/** A line for each source: the fact that the list is about, else its first sentence. */
export function listItems(
  knowledge: Knowledge,
  sources: readonly Source[],
  facet: Facet | null,
): Statement[] {
  return sources.slice(0, MAX_ITEMS).flatMap((source) => {
    const statement =
      (facet && factOf(knowledge, source, facet)) ?? define(knowledge, source, 1)[0];
    return statement ? [{ ...statement, isItem: true }] : [];
  });
}

export function hasFact(knowledge: Knowledge, source: Source, facet: Facet): boolean {
  return locate(knowledge, source, (sentence) => sentence.facet === facet) !== null;
}

function locate(
  knowledge: Knowledge,
  source: Source,
  accept: (sentence: Sentence) => boolean,
): Located | null {
  for (const passage of knowledge.passagesOf(source.id)) {
    const sentence = passage.sentences.find(accept);
    if (sentence) return { passage, sentence };
  }
  return null;
}
