import { isRecord } from '../corpus/kinds.ts';
import type { Facet, Source } from '../domain.ts';
import { compareSources } from './compare.ts';
import {
  ANSWER_WORDS,
  answer,
  atMost,
  type Draft,
  dedupe,
  type Found,
  namedSources,
  refuse,
} from './draft.ts';
import { type Candidate, rankSentences, TELLING, textOf } from './extract.ts';
import { FIGURE, missesThePoint } from './gate.ts';
import { asksWhether, facetWords } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { listAnswer } from './list-answer.ts';
import { PUBLICATIONS } from './list-question.ts';
import { isLoose, looseWords, nearList } from './near-list.ts';
import { openAnswer } from './open-answer.ts';
import { asOfNow, comparePosts } from './present.ts';
import { presumesAward, presumesPresent, presumesRank, presumesThesis } from './presumptions.ts';
import { stageBeside } from './stages.ts';
import type { Statement } from './statement.ts';
import { superviseStatements } from './supervise.ts';
import { define, denialOf, factOf } from './things.ts';

/** The answer without a model, made of sentences and facts of the corpus. */
export function compose(knowledge: Knowledge, found: Found): Draft {
  const { understanding, vector, hits } = found;
  const { question, mentions, intent } = understanding;
  const named = namedSources(knowledge, mentions);
  const candidates = rankSentences(knowledge, question, vector, hits);
  const things = named.filter((source) => isRecord(source.kind));

  if (intent.type === 'instruction') return refuse(found, 'out_of_scope');
  // A name that is nobody's here is not somebody else's.
  if (mentions.some(({ type, sourceIds }) => type === 'person' && sourceIds.length === 0)) {
    return refuse(found, 'not_in_corpus');
  }
  const isPlainList = looseWords(knowledge, found).length === 0;
  if (intent.type === 'list' && (isPlainList || !tellsCount(question, candidates))) {
    if (isLoose(knowledge, found, intent.of)) {
      return nearList(knowledge, found, intent.of) ?? openAnswer(knowledge, found, candidates);
    }
    const draft = listAnswer(knowledge, question, mentions, intent.of);
    if (draft === 'none') return refuse(found, 'not_in_corpus');
    if (draft) return draft;
  }
  if (
    presumesThesis(knowledge, found) ||
    presumesPresent(found) ||
    presumesRank(knowledge, found, named)
  ) {
    return refuse(found, 'not_in_corpus');
  }
  if (presumesAward(things, intent)) {
    // Who asks whether is told what there is; who asks when, that there is nothing.
    if (!asksWhether(question)) return refuse(found, 'not_in_corpus');
    const awards = things.filter(({ kind }) => kind === 'award');
    if (awards.length > 0) return answer(awards.flatMap((award) => define(knowledge, award, 1)));
  }
  if (intent.type === 'comparison' && named.length >= 2) {
    return answer(compareSources(knowledge, named, candidates, question));
  }
  if (intent.type === 'facets') {
    const bearers = things.length > 0 ? things : named.filter(({ kind }) => kind === 'page');
    const facts = bearers
      .slice(0, 3)
      .flatMap((source) =>
        intent.facets.flatMap((facet) => tellFacet(knowledge, found, source, facet)),
      );
    if (facts.length > 0) return { ...answer(dedupe(facts)), isComplete: true };
  }
  const stage = stageBeside(knowledge, question);
  if (stage) return answer(define(knowledge, stage, 2));
  const posts = comparePosts(knowledge, question, named);
  if (posts.length > 0) return answer(posts);
  if (intent.type === 'definition') {
    const { owner } = knowledge.names;
    const subjects = named.length > 0 ? named.slice(0, 3) : owner ? [owner] : [];
    const sentences = subjects.length === 1 ? 3 : 2;
    const told = subjects.flatMap((source) => define(knowledge, source, sentences));
    const isOfPerson = named.length === 0 && mentions.some(({ type }) => type === 'person');
    const works = isOfPerson ? listAnswer(knowledge, question, mentions, PUBLICATIONS) : null;
    if (works && works !== 'none') return works;
    if (told.length > 0)
      return answer(atMost(ANSWER_WORDS, asOfNow(knowledge, question, named, told)));
  }
  if (intent.type === 'supervision') {
    const told = superviseStatements(knowledge, found, named, candidates);
    if (told.length > 0) return answer(atMost(ANSWER_WORDS, told));
  }
  if (things.length >= 2) {
    const told = compareSources(knowledge, things, candidates, question);
    if (!missesThePoint(knowledge, question, mentions, told))
      return answer(atMost(ANSWER_WORDS, told));
  }
  return openAnswer(knowledge, found, candidates);
}

/** Whether a count is asked that a sentence tells: "1,274 papers were surveyed" counts no list. */
function tellsCount(question: string, candidates: readonly Candidate[]): boolean {
  if (!/\bhow many\b|\bpercentage\b|\bshare\b/i.test(question)) return false;
  return candidates.some(
    (candidate) =>
      candidate.source.kind !== 'list' &&
      !candidate.sentence.facet &&
      candidate.coverage >= TELLING &&
      FIGURE.test(textOf(candidate)),
  );
}

/** What the corpus tells of a facet, be it that there is nothing; for pages also what they are of. */
function tellFacet(
  knowledge: Knowledge,
  { understanding: { question } }: Found,
  source: Source,
  facet: Facet,
): Statement[] {
  const denial = denialOf(knowledge, source, facet, facetWords(question, facet));
  if (denial) return [denial];
  const publication = factOf(knowledge, source, 'publication');
  // Of a thesis the same sentence tells who wrote it.
  const fact = factOf(knowledge, source, facet) ?? (facet === 'people' ? publication : null);
  const isOfPages = fact !== null && facet === 'link';
  const whose = isOfPages ? (publication ?? define(knowledge, source, 1)[0] ?? null) : null;
  return [whose, fact].filter((statement) => statement !== null);
}
