import type { Hit, Source, SourceKind, Vector } from '../domain.ts';
import { contentStems, wordsOf } from '../text/words.ts';
import {
  type Candidate,
  overlap,
  rankSentences,
  selectSentences,
  textOf,
  toStatement,
} from './extract.ts';
import {
  type Evidence,
  isCovered,
  isForeignLanguage,
  isNameOrNumber,
  missesThePoint,
  weighEvidence,
} from './gate.ts';
import { askedFacets, isThing, type ListSubject, PUBLICATIONS, YEAR } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import type { Mention } from './names.ts';
import type { Understanding } from './question.ts';
import type { Statement } from './statement.ts';
import {
  define,
  factOf,
  findList,
  hasFact,
  hasLimits,
  listItems,
  pickSuperlative,
  readLimits,
  selectSources,
} from './things.ts';
import { listLead, type RefusalReason } from './wording.ts';

/** An answer before it is written out. */
export type Draft =
  | {
      readonly type: 'answer';
      /** What stands above a list: a derived list's sentence up to its colon, or a count. */
      readonly lead?: Statement | string | undefined;
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
/** Below this share of the question's words, a sentence about a named thing may miss the point. */
const UNSURE_COVERAGE = 0.5;

/** The answer without a model, made of sentences and facts of the corpus. */
export function compose(knowledge: Knowledge, found: Found): Draft {
  const { understanding, vector, hits } = found;
  const { question, mentions, intent } = understanding;
  const named = namedSources(knowledge, mentions);
  const candidates = rankSentences(knowledge, question, vector, hits);
  const things = named.filter((source) => isThing(source.kind));

  if (intent.type === 'instruction') return refuse(found, 'out_of_scope');
  if (intent.type === 'list') {
    const draft = listAnswer(knowledge, question, mentions, intent.of);
    if (draft === 'none') return refuse(found, 'not_in_corpus');
    if (draft) return draft;
  }
  if (presumesAward(things)) return refuse(found, 'not_in_corpus');
  if (intent.type === 'comparison' && named.length >= 2) {
    return answer(compareSources(knowledge, named, candidates, question));
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
    return answer(atMost(ANSWER_WORDS, superviseStatements(knowledge, found, named, candidates)));
  }
  return openAnswer(knowledge, found, candidates);
}

/** Whether an award is named beside things of which none has it. */
function presumesAward(things: readonly Source[]): boolean {
  const awards = things.filter(({ kind }) => kind === 'award').map(({ title }) => title);
  const others = things.filter(({ kind }) => kind !== 'award');
  const have = others.flatMap((source) => source.awards);
  return awards.length > 0 && others.length > 0 && !awards.some((award) => have.includes(award));
}

/** A list with its count; 'none' if nothing is within its limits; null if it has neither. */
function listAnswer(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
  subject: ListSubject,
): Draft | 'none' | null {
  const limits = readLimits(question, mentions);
  // A venue or a person that the corpus does not know is a limit too, and nothing is within it.
  if (namesUnknown(knowledge, question, mentions)) return 'none';
  const all = selectSources(knowledge, subject, limits);
  const selected = pickSuperlative(question, all);
  if (selected.length === 0) return hasLimits(limits) ? 'none' : null;
  const { only, having } = subject;
  const isPublished = only === 'publication' || subject.kinds.includes('thesis');
  const facet = having ?? (isPublished ? 'publication' : null);
  const items = listItems(knowledge, selected, facet);
  if (selected.length === 1)
    return { ...answer(items.map((item) => ({ ...item, isItem: false }))), isComplete: true };
  const told = findList(knowledge, question, selected);
  return {
    type: 'answer',
    lead: told ?? listLead(selected.length, subject.noun, items.length),
    statements: items,
    isComplete: true,
  };
}

function namesUnknown(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
): boolean {
  return wordsOf(question).some(
    (word, i) =>
      isNameOrNumber(question, word, i) &&
      !knowledge.has(word.stem) &&
      !YEAR.test(word.form) &&
      !mentions.some(({ start, end }) => word.start >= start && word.end <= end),
  );
}

function openAnswer(knowledge: Knowledge, found: Found, candidates: readonly Candidate[]): Draft {
  const { question, mentions } = found.understanding;
  const named = namedSources(knowledge, mentions, ['source']);
  const isForeign = isForeignLanguage(knowledge, question, mentions);
  if (named.length > 0 && isForeign) {
    return answer(named.slice(0, 2).flatMap((source) => define(knowledge, source)));
  }
  const evidence = weighEvidence(knowledge, { ...found, question, mentions });
  const reason = refusalReason(knowledge, mentions, evidence, question);
  if (!isCovered(evidence)) return refuse(found, reason);
  const isFactQuestion = /^\W*(who|when|where|which|how (many|much|often|long))\b/i.test(question);
  const own = named.length > 0 ? candidates.filter((c) => named.includes(c.source)) : candidates;
  const chosen = selectSentences(own.length > 0 ? own : candidates, {
    sentences: isFactQuestion ? 2 : 3,
    words: ANSWER_WORDS,
    share: isFactQuestion ? 0.85 : 0.75,
    facets: ['publication', 'award', 'code', 'people', ...askedFacets(question)],
  });
  const first = chosen[0];
  const statements = chosen.map(toStatement);
  if (!first || missesThePoint(knowledge, question, mentions, statements)) {
    return refuse(found, reason);
  }
  const lead = define(knowledge, first.source, 1)[0];
  // Who did not name the thing is told first what it is.
  const isNew = lead && !statements.some((statement) => overlap(statement.text, lead.text) > 0.9);
  const isUnsure = named.length > 0 && first.coverage < UNSURE_COVERAGE;
  const isIntroduced = named.length > 0 || isFactQuestion || !isThing(first.source.kind);
  if (lead && isNew && (isUnsure || !isIntroduced)) statements.unshift(lead);
  return answer(asOfNow(knowledge, question, named, statements.slice(0, 4)));
}

const NOW =
  /\b(still|now|nowadays|current|currently|today|these days|at present|presently|at the moment)\b/i;

/** Asked how things are now, a former post is told together with the present one. */
function asOfNow(
  knowledge: Knowledge,
  question: string,
  named: readonly Source[],
  statements: readonly Statement[],
): Statement[] {
  const sources = statements.flatMap(({ quotes }) => quotes.map(({ source }) => source));
  const isOfCareer = [...named, ...sources].some(
    ({ kind }) => kind === 'career' || kind === 'person',
  );
  if (!NOW.test(question) || !isOfCareer) return [...statements];
  return dedupe([...presentPosition(knowledge), ...statements]);
}

/** As many statements from the first as stay within a number of words. */
function atMost(words: number, statements: readonly Statement[]): Statement[] {
  let count = 0;
  return statements.filter((statement, i) => {
    count += wordsOf(statement.text).length;
    return i === 0 || count <= words;
  });
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

function compareSources(
  knowledge: Knowledge,
  named: readonly Source[],
  candidates: readonly Candidate[],
  question: string,
): Statement[] {
  const facets = askedFacets(question).filter((facet) => facet !== 'link');
  const facts = named
    .slice(0, 3)
    .flatMap((source) => facets.flatMap((facet) => factOf(knowledge, source, facet) ?? []));
  if (facts.length >= 2) return facts;
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

/** For students: what has been done near their interest, what is open, and where things stand. */
function superviseStatements(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  candidates: readonly Candidate[],
): Statement[] {
  const { mentions, question } = found.understanding;
  const tagged = new Set(
    mentions.filter((mention) => mention.type === 'topic').flatMap((mention) => mention.sourceIds),
  );
  const near = knowledge.sources.filter((source) => tagged.has(source.id));
  const works = [
    ...named.filter((source) => isThing(source.kind)),
    ...near.filter((source) => source.kind === 'project'),
  ];
  const done = [
    ...works
      .slice(0, 3)
      .flatMap((source) => [
        ...define(knowledge, source, 1),
        ...bestOf(knowledge, found, [source], named.includes(source) ? 2 : 0),
      ]),
    ...listItems(
      knowledge,
      near.filter((source) => source.kind === 'thesis').slice(0, 3),
      'publication',
    ),
  ];
  const onOpenDirections = candidates.filter(
    ({ source, passage }) =>
      /\bopen\b|\bfuture\b/i.test(passage.headings.at(-1) ?? '') &&
      (tagged.has(source.id) || named.includes(source)),
  );
  const open = selectSentences(onOpenDirections, { sentences: 2, words: 60, share: 0.7 });
  const asksForPlace = ASKS_FOR_PLACE.test(question);
  const desk = knowledge.sources.filter((source) => source.kind === 'supervision');
  const told = bestOf(knowledge, found, desk, done.length > 0 ? 1 : 3, ({ passage }) =>
    asksForPlace ? ON_PLACES.test(passage.headings.join(' ')) : true,
  );
  const former = named
    .filter((source) => source.kind === 'career')
    .flatMap((source) => define(knowledge, source, 1));
  const standing = [...told, ...former, ...presentPosition(knowledge)];
  const research = [...done, ...open.map(toStatement)];
  return dedupe(asksForPlace ? [...standing, ...research] : [...research, ...standing]);
}

const ASKS_FOR_PLACE =
  /\b(can|could|may|is|does|do|would|will|are) (i|he|she|they|you|there|we)\b|\b(accept|hiring|apply|join|chances?|admission|positions?|openings?)\b/i;

/** Headings under which a profile tells of openings. */
const ON_PLACES = /\b(position|opening|place|admission|vacanc)/i;

/** The best sentences of some sources, wherever they stand in the search. */
function bestOf(
  knowledge: Knowledge,
  { understanding, vector }: Found,
  sources: readonly Source[],
  sentences: number,
  accept: (candidate: Candidate) => boolean = () => true,
): Statement[] {
  const passages = sources.flatMap((source) =>
    knowledge.passagesOf(source.id).map((passage) => ({ source, passage, score: 0 })),
  );
  const ranked = rankSentences(knowledge, understanding.question, vector, passages);
  const chosen = selectSentences(ranked.filter(accept), { sentences, words: 80, share: 0.6 });
  return chosen.map(toStatement);
}

/** The first sentence of the stage of the career that still lasts, as of its date. */
function presentPosition(knowledge: Knowledge): Statement[] {
  return knowledge.sources
    .filter((source) => source.kind === 'career' && source.asOf)
    .slice(0, 1)
    .flatMap((source) => define(knowledge, source, 1));
}

/** The sources that a question names, in its order; for a topic its theme, for a person a page. */
export function namedSources(
  knowledge: Knowledge,
  mentions: readonly Mention[],
  types: readonly Mention['type'][] = ['source', 'topic', 'person'],
): Source[] {
  const own: readonly (SourceKind | undefined)[] = ['theme', 'page', 'person'];
  const ids = mentions
    .filter((mention) => types.includes(mention.type))
    .flatMap(({ type, sourceIds }) =>
      // A topic or a person leads to many works; what tells about them is one page.
      sourceIds.filter((id) => type === 'source' || own.includes(knowledge.source(id)?.kind)),
    );
  return [...new Set(ids)].flatMap((id) => knowledge.source(id) ?? []);
}

function refuse(found: Found, reason: RefusalReason): Draft {
  const seen = new Set<string>();
  const near = found.hits
    .map((hit) => hit.source)
    .filter((source) => isThing(source.kind) || source.kind === 'theme')
    .filter((source) => !seen.has(source.id) && seen.add(source.id));
  // What is near to a question about something else is near by chance.
  return { type: 'refusal', reason, near: reason === 'out_of_scope' ? [] : near.slice(0, 3) };
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
