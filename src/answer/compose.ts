import type { Hit, Source, Vector } from '../domain.ts';
import { contentStems } from '../text/words.ts';
import {
  type Candidate,
  inReadingOrder,
  overlap,
  rankSentences,
  selectSentences,
  textOf,
  toStatement,
} from './extract.ts';
import { type Evidence, isForeignLanguage, weighEvidence } from './gate.ts';
import { isThing } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import type { Mention } from './names.ts';
import type { Understanding } from './question.ts';
import type { Statement } from './statement.ts';
import { define, factOf, hasFact, listItems, readLimits, selectSources } from './things.ts';
import { listLead, type RefusalReason } from './wording.ts';

/** An answer before it is written out. */
export type Draft =
  | {
      readonly type: 'answer';
      /** A line above a list. */
      readonly lead?: string | undefined;
      readonly statements: readonly Statement[];
      /** Whether code made it whole from front matter, so that a model has nothing to add. */
      readonly isComplete: boolean;
    }
  | { readonly type: 'refusal'; readonly reason: RefusalReason; readonly near: readonly Source[] };

export interface Found {
  readonly understanding: Understanding;
  readonly vector: Vector | null;
  readonly hits: readonly Hit[];
}

const ANSWER_WORDS = 120;

/** The answer without a model, made of sentences and facts of the corpus. */
export function compose(knowledge: Knowledge, found: Found): Draft {
  const { understanding, vector, hits } = found;
  const { question, mentions, intent } = understanding;
  const named = namedSources(knowledge, mentions);
  const candidates = rankSentences(knowledge, question, vector, hits);
  const evidence = weighEvidence(knowledge, question, mentions, hits, candidates);
  const things = named.filter((source) => isThing(source.kind));

  if (intent.type === 'list') {
    const limits = readLimits(question, mentions);
    const selected = selectSources(knowledge, intent.of, limits);
    const facet = intent.of.only === 'code' || intent.of.only === 'award' ? intent.of.only : null;
    const isLimited =
      limits.venues.length + limits.people.length + limits.topics.length > 0 || limits.years;
    const items = listItems(
      knowledge,
      selected,
      facet ?? (intent.of.only || intent.of.kinds.includes('thesis') ? 'publication' : null),
    );
    if (items.length > 0) {
      return {
        type: 'answer',
        lead: listLead(selected.length, intent.of.noun, items.length),
        statements: items,
        isComplete: true,
      };
    }
    if (isLimited) return refuse(knowledge, found, 'not_in_corpus');
  }
  if (intent.type === 'comparison' && named.length >= 2) {
    return answer(compareSources(knowledge, named, candidates));
  }
  if (intent.type === 'facets' && things.length > 0) {
    const facts = things.slice(0, 3).flatMap((source) =>
      intent.facets.flatMap((facet) => {
        const isPage = facet === 'link' && hasFact(knowledge, source, 'publication');
        const fact = factOf(knowledge, source, facet);
        const where = isPage ? factOf(knowledge, source, 'publication') : null;
        return [where, fact].filter((statement) => statement !== null);
      }),
    );
    if (facts.length > 0) return { ...answer(dedupe(facts)), isComplete: true };
  }
  if (intent.type === 'definition' && named.length > 0) {
    const sentences = named.length === 1 ? 3 : 2;
    return answer(named.slice(0, 3).flatMap((source) => define(knowledge, source, sentences)));
  }
  if (intent.type === 'supervision') {
    return answer(superviseStatements(knowledge, found, named, candidates));
  }
  return openAnswer(knowledge, found, named, candidates, evidence);
}

function openAnswer(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  candidates: readonly Candidate[],
  evidence: Evidence,
): Draft {
  const { question } = found.understanding;
  const isForeign = isForeignLanguage(knowledge, question);
  if (named.length > 0 && isForeign) {
    return answer(named.slice(0, 2).flatMap((source) => define(knowledge, source)));
  }
  if (!isCovered(evidence, named.length > 0)) {
    const reason = evidence.sentence < 0.25 ? 'out_of_scope' : 'not_in_corpus';
    return refuse(knowledge, found, reason);
  }
  const isFactQuestion = /^\W*(who|when|where|which|how (many|much|often|long))\b/i.test(question);
  const own = named.length > 0 ? candidates.filter((c) => named.includes(c.source)) : candidates;
  const chosen = selectSentences(own.length > 0 ? own : candidates, {
    sentences: isFactQuestion ? 2 : 3,
    words: ANSWER_WORDS,
    share: isFactQuestion ? 0.85 : 0.75,
  });
  const first = chosen[0];
  if (!first) return refuse(knowledge, found, 'not_in_corpus');
  const statements = chosen.map(toStatement);
  const lead = define(knowledge, first.source, 1)[0];
  // Who did not name the thing is told first what it is.
  const isNew = lead && !statements.some((statement) => overlap(statement.text, lead.text) > 0.9);
  if (lead && isNew && named.length === 0 && !isFactQuestion && isThing(first.source.kind)) {
    statements.unshift(lead);
  }
  return answer(statements.slice(0, 4));
}

/** First version: replaced by a calibrated one. */
function isCovered(evidence: Evidence, isNamed: boolean): boolean {
  if (evidence.unknown.length > 0) return false;
  if (isNamed) return evidence.sentence >= 0.3;
  const asked = evidence.contentWords >= 5 ? evidence.passage - 0.1 : evidence.passage - 0.2;
  return Math.max(evidence.sentence, asked) >= 0.45 || evidence.coverage >= 0.99;
}

function compareSources(
  knowledge: Knowledge,
  named: readonly Source[],
  candidates: readonly Candidate[],
): Statement[] {
  const ids = named.map((source) => source.id);
  const relating = candidates.filter((candidate) => {
    const mentioned = new Set(
      knowledge.names.find(textOf(candidate)).flatMap((mention) => mention.sourceIds),
    );
    mentioned.add(candidate.source.id);
    return ids.every((id) => mentioned.has(id)) && !candidate.sentence.facet;
  });
  const chosen = selectSentences(relating, { sentences: 2, words: 70, share: 0.6 });
  const leads = named.slice(0, 3).flatMap((source) => define(knowledge, source, 1));
  return dedupe([...leads, ...chosen.map(toStatement)]);
}

/** For students: what has been done near their interest, what is open, and the present position. */
function superviseStatements(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  candidates: readonly Candidate[],
): Statement[] {
  const { mentions, question } = found.understanding;
  const desk = knowledge.sources.filter((source) => source.kind === 'supervision');
  const topics = mentions.filter((mention) => mention.type === 'topic');
  const things = named.filter((source) => isThing(source.kind));
  const statements: Statement[] = [];
  if (topics.length > 0 || things.length > 0) {
    const ids = new Set(topics.flatMap((topic) => topic.sourceIds));
    const near = knowledge.sources.filter((source) => ids.has(source.id));
    const theses = near.filter((source) => source.kind === 'thesis');
    const works = [...things, ...near.filter((source) => source.kind === 'project')];
    for (const source of works.slice(0, 4)) statements.push(...define(knowledge, source, 1));
    statements.push(...listItems(knowledge, theses.slice(0, 4), 'publication'));
    const open = candidates.filter((c) => /\bopen|future/i.test(c.passage.headings.at(-1) ?? ''));
    statements.push(
      ...selectSentences(open, { sentences: 2, words: 60, share: 0.7 }).map(toStatement),
    );
  }
  const own = candidates.filter((candidate) => desk.includes(candidate.source));
  const best = own[0];
  if (best) {
    const passage = own.filter((candidate) => candidate.passage === best.passage);
    const chosen = inReadingOrder(passage.slice(0, statements.length > 0 ? 1 : 4));
    statements.push(...chosen.map(toStatement));
  }
  if (statements.length === 0) {
    const chosen = selectSentences(candidates, { sentences: 3, words: ANSWER_WORDS, share: 0.75 });
    statements.push(...chosen.map(toStatement));
  }
  void question;
  return dedupe(statements);
}

/** The sources that a question names, in its order; a topic stands for its theme. */
export function namedSources(knowledge: Knowledge, mentions: readonly Mention[]): Source[] {
  const ids = mentions.flatMap((mention) => {
    if (mention.type === 'source') return mention.sourceIds;
    if (mention.type !== 'topic') return [];
    return mention.sourceIds.filter((id) => knowledge.source(id)?.kind === 'theme');
  });
  return [...new Set(ids)].flatMap((id) => knowledge.source(id) ?? []);
}

function refuse(knowledge: Knowledge, found: Found, reason: RefusalReason): Draft {
  const seen = new Set<string>();
  const near = found.hits
    .map((hit) => hit.source)
    .filter((source) => isThing(source.kind) || source.kind === 'theme')
    .filter((source) => !seen.has(source.id) && seen.add(source.id));
  void knowledge;
  return { type: 'refusal', reason, near: near.slice(0, 3) };
}

function answer(statements: readonly Statement[]): Extract<Draft, { type: 'answer' }> {
  return { type: 'answer', statements, isComplete: false };
}

function dedupe(statements: readonly Statement[]): Statement[] {
  return statements.filter(
    (statement, i) => !statements.slice(0, i).some((other) => isSame(other.text, statement.text)),
  );
}

function isSame(a: string, b: string): boolean {
  return a === b || (contentStems(a).length > 3 && overlap(a, b) > 0.95);
}
