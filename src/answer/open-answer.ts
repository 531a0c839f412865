import { isRecord } from '../corpus/kinds.ts';
import {
  ANSWER_WORDS,
  answer,
  type Draft,
  type Found,
  namedSources,
  namedWorks,
  refuse,
} from './draft.ts';
import {
  type Candidate,
  overlap,
  rankSentences,
  selectSentences,
  TELLING,
  textOf,
  toStatement,
  wantedIn,
} from './extract.ts';
import {
  type Evidence,
  isCovered,
  isForeignLanguage,
  missesThePoint,
  NEAR,
  weighEvidence,
} from './gate.ts';
import { askedFacets } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import type { Mention } from './names.ts';
import { asOfNow } from './present.ts';
import { define, factOf } from './things.ts';
import type { RefusalReason } from './wording.ts';

/** Below this share of the question's words, a sentence about a named thing may miss the point. */
const UNSURE_COVERAGE = 0.5;

/** The best sentences for a question that asks for nothing in particular, if the corpus covers it. */
export function openAnswer(
  knowledge: Knowledge,
  found: Found,
  candidates: readonly Candidate[],
): Draft {
  const draft = answerFrom(knowledge, found, candidates);
  const { question, mentions } = found.understanding;
  const named = namedSources(knowledge, mentions, ['source']);
  if (draft.type === 'answer' || named.length === 0) return draft;
  // "A fork of X that has Y": another source may tell what those named do not.
  const hits = found.wide.filter(({ source }) => !named.includes(source) && source.kind !== 'list');
  const unnamed = mentions.filter(({ type }) => type !== 'source');
  const evidence = weighEvidence(knowledge, {
    question,
    vector: found.vector,
    mentions: unnamed,
    hits,
  });
  const isNear = evidence.nearest >= NEAR && evidence.coverage >= TELLING;
  if (!isNear || !isCovered(evidence)) return draft;
  const first = hits.filter(({ source }) => source === hits[0]?.source);
  const others = rankSentences(knowledge, question, found.vector, first);
  const understanding = { ...found.understanding, mentions: unnamed };
  const other = answerFrom(knowledge, { ...found, understanding, hits: first }, others);
  return other.type === 'answer' ? other : draft;
}

/** The answer from the sources that are named, or else from the best. */
function answerFrom(knowledge: Knowledge, found: Found, candidates: readonly Candidate[]): Draft {
  const { question, mentions } = found.understanding;
  const named = namedWorks(knowledge, found.understanding);
  const isForeign = isForeignLanguage(knowledge, question, mentions);
  if (named.length > 0 && isForeign) {
    const told = named.slice(0, 2).flatMap((source) => {
      const fact = factOf(knowledge, source, 'publication');
      return [...define(knowledge, source, 2), ...(fact ? [fact] : [])];
    });
    return answer(told);
  }
  const evidence = weighEvidence(knowledge, { ...found, question, mentions });
  const reason = refusalReason(knowledge, mentions, evidence, question);
  if (!isCovered(evidence)) return refuse(found, reason);
  const isFactQuestion = /^\W*(who|when|where|which|how (many|much|often|long))\b/i.test(question);
  const own = candidates.filter((c) => named.length === 0 || named.includes(c.source));
  const select = (from: readonly Candidate[]) =>
    selectSentences(from, {
      sentences: isFactQuestion ? 2 : 3,
      words: ANSWER_WORDS,
      share: isFactQuestion ? 0.85 : 0.75,
      facets: ['publication', 'award', 'code', 'people', ...askedFacets(question)],
    });
  const misses = (list: readonly Candidate[]) =>
    missesThePoint(knowledge, question, mentions, list.map(toStatement));
  let chosen = select(own.length > 0 ? own : candidates);
  const wanted = wantedIn(question);
  // What is asked for may stand in a sentence that is not among the nearest.
  if (named.length > 0 && wanted && !chosen.some((c) => wanted.test(textOf(c)))) {
    const having = select(own.filter((candidate) => wanted.test(textOf(candidate))));
    if (having.length > 0) chosen = having;
  }
  const first = chosen[0];
  const statements = chosen.map(toStatement);
  if (!first || misses(chosen)) return refuse(found, reason);
  const lead = define(knowledge, first.source, 1)[0];
  // Who did not name the thing is told first what it is.
  const isNew = lead && !statements.some((statement) => overlap(statement.text, lead.text) > 0.9);
  const isUnsure = named.length > 0 && first.coverage < UNSURE_COVERAGE;
  const isIntroduced = named.length > 0 || isFactQuestion || !isRecord(first.source.kind);
  if (lead && isNew && (isUnsure || !isIntroduced)) statements.unshift(lead);
  return answer(asOfNow(knowledge, question, named, statements.slice(0, 4)));
}

/** Near enough to the corpus, or to the person it is about, to be a question for it. */
const IN_SCOPE = 0.38;

function refusalReason(
  knowledge: Knowledge,
  mentions: readonly Mention[],
  { sentence, passage }: Evidence,
  question: string,
): RefusalReason {
  const { owner } = knowledge.names;
  const isAboutOwner = owner !== null && /\b(he|his|him|she|her|hers)\b/i.test(question);
  const isNear = Math.max(sentence, passage) >= IN_SCOPE;
  return isNear || isAboutOwner || mentions.length > 0 ? 'not_in_corpus' : 'out_of_scope';
}
