import { isOneOf } from '../corpus/kinds.ts';
import { isWithin, readYears, type Years } from '../corpus/time-span.ts';
import {
  isAbout,
  isCode,
  isOwnerName,
  newestFirst,
  ofKinds,
  publicationsOf,
  supervisedTheses,
  topicCalled,
  yearOf,
} from '../corpus/works.ts';
import type { Facet, Passage, Sentence, Source } from '../domain.ts';
import { contentStems, wordsOf } from '../text/words.ts';
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

/** Limits that a question puts on a list: each is the ids of what is within it. */
export interface ListLimits {
  readonly venues: readonly string[];
  readonly people: readonly (readonly string[])[];
  readonly topics: readonly (readonly string[])[];
  readonly years: readonly Years[] | null;
}

export function hasLimits({ venues, people, topics, years }: ListLimits): boolean {
  return venues.length + people.length + topics.length > 0 || years !== null;
}

export function readLimits(
  { sources }: Knowledge,
  question: string,
  mentions: readonly Mention[],
): ListLimits {
  const of = (type: Mention['type']) => mentions.filter((mention) => mention.type === type);
  const idsOf = (accept: (source: Source) => boolean) => sources.filter(accept).map(({ id }) => id);
  // A university is a stage of a career, and where theses were written.
  const alsoVenues = of('source').flatMap(({ name }) => idsOf(({ venue }) => venue === name));
  // "Visualising traces" is about trace visualisation.
  const stems = contentStems(question);
  const alsoTopics =
    of('topic').length > 0
      ? []
      : ofKinds(sources, 'theme')
          .map(({ title }) => title)
          .filter((title) => {
            const name = contentStems(title);
            return name.length > 1 && name.every((stem) => stems.includes(stem));
          });
  const topics = [...of('topic').map(({ name }) => name), ...alsoTopics];
  return {
    venues: [...of('venue').flatMap((mention) => mention.sourceIds), ...alsoVenues],
    people: of('person').map((mention) => mention.sourceIds),
    topics: topics.map((name) => {
      const topic = topicCalled(name, sources);
      return topic ? idsOf((source) => isAbout(source, topic)) : [];
    }),
    years: readYears(question),
  };
}

/** The sources that a list asks for, newest first. */
export function selectSources(
  { sources, names: { owner } }: Knowledge,
  subject: ListSubject,
  { venues, people, topics, years }: ListLimits,
): Source[] {
  const { kinds, only, having, isFirst } = subject;
  return among(sources, subject).filter((source) => {
    if (kinds.length > 0 && !kinds.includes(source.kind)) return false;
    if (isFirst && !(owner && isOwnerName(source.people[0] ?? '', owner))) return false;
    if (having === 'code' && !source.links.some(isCode)) return false;
    if (having === 'award' && source.awards.length === 0) return false;
    if (venues.length > 0 && !venues.includes(source.id)) return false;
    if (people.some((ids) => !ids.includes(source.id))) return false;
    if (topics.some((ids) => !ids.includes(source.id))) return false;
    if (years === null) return true;
    return isWithin(only === 'publication' ? source.year : yearOf(source), years);
  });
}

/** What a list can be made of: publications, theses of students, or all there is. */
function among(sources: readonly Source[], { kinds, only }: ListSubject): readonly Source[] {
  if (kinds.includes('thesis')) return supervisedTheses(sources);
  const isPublished = kinds.length > 0 && kinds.every((kind) => isOneOf(kind, 'publication'));
  return only === 'publication' || isPublished ? publicationsOf(sources) : newestFirst(sources);
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
