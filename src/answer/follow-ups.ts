import { isOneOf, isRecord } from '../corpus/kinds.ts';
import {
  isAbout,
  publicationsOf,
  supervisedTheses,
  topicCalled,
  worksAbout,
} from '../corpus/works.ts';
import type { Conversation, Facet, Source, Vector } from '../domain.ts';
import { QUESTIONS } from '../language/en/templates/answers.ts';
import { squeezed } from '../text/words.ts';
import type { Knowledge } from './knowledge.ts';
import { define, factsOf, sentencesOf } from './makers/say.ts';
import type { Memory } from './memory.ts';
import { quoted, type Statement } from './statement.ts';
import type { Candidate } from './types.ts';
import { mask } from './understand/mask.ts';

const MAX_FOLLOW_UPS = 3;
/** Unseen sentences of prose from which a question for more of a thing is worth asking. */
const MUCH = 3;
/** Other works on a topic from which it is worth a question. */
const SEVERAL = 2;

export interface FollowUpOptions {
  readonly knowledge: Knowledge;
  readonly memory: Memory;
  /** The questions as they were understood. */
  readonly questions: readonly string[];
  readonly history: Conversation;
  /** What is proposed to a visitor who has no question. */
  readonly suggestions: readonly string[];
}

/** A question that could be asked next. */
interface Proposal {
  readonly question: string;
  /** No two questions of one sort are proposed together. */
  readonly sort: string;
  /** Whether it has nothing to do with the answer. */
  readonly isGeneral?: boolean;
}

/**
 * Questions near an answer: what could be said about the same things and was not, then about what else
 * was proposed. Nothing that the conversation has asked or shown.
 * @param proposed all that could be said
 * @param shown what is said
 */
export function proposeFollowUps(
  proposed: readonly Candidate[],
  shown: readonly Statement[],
  options: FollowUpOptions,
): Proposal[] {
  const subjects = recordsOf(shown);
  const others = recordsOf(proposed.flatMap(({ statements }) => statements));
  const told = new Set(shown.map(({ text }) => text));
  const isNew = ({ text }: Statement) => !told.has(text) && !options.memory.isShown(text);
  const [subject] = subjects;
  return unasked(
    [
      ...(subject ? about(subject, isNew, options.knowledge) : []),
      ...[...subjects.slice(1), ...others].flatMap((source) =>
        about(source, isNew, options.knowledge).slice(0, 1),
      ),
      ...subjects.flatMap((one) => relatedOf(options.knowledge, one)).map(whatIs),
      ...general(options),
    ],
    options,
  );
}

/** Questions on what comes close where there is no answer. */
export function proposeNear(near: readonly Source[], options: FollowUpOptions): Proposal[] {
  const { knowledge, memory } = options;
  const isNew = ({ text }: Statement) => !memory.isShown(text);
  const records = near.filter(({ kind }) => isRecord(kind));
  return unasked(
    [
      ...records.flatMap((source) => about(source, isNew, knowledge)),
      ...records.flatMap((source) => relatedOf(knowledge, source)).map(whatIs),
      ...general(options),
    ],
    options,
  );
}

/** The first of each sort that was not asked before, a sort again only where others are missing. */
function unasked(
  proposals: readonly Proposal[],
  { questions, history }: FollowUpOptions,
): Proposal[] {
  const asked = new Set([...questions, ...history.map(({ content }) => content)].map(squeezed));
  const fresh = proposals.filter(({ question }) => {
    const key = squeezed(question);
    return !asked.has(key) && asked.add(key);
  });
  const sorts = new Set<string>();
  const first = fresh.filter(({ sort }) => !sorts.has(sort) && sorts.add(sort));
  const all = [...first, ...fresh.filter((one) => !first.includes(one))];
  const own = all.filter(({ isGeneral }) => !isGeneral);
  // One of them at least leads elsewhere.
  return [
    ...own.slice(0, MAX_FOLLOW_UPS - 1),
    ...all.filter((one) => one.isGeneral),
    ...own.slice(MAX_FOLLOW_UPS - 1),
  ];
}

/** What is told of a source and was not shown, as questions. */
function about(
  source: Source,
  isNew: (statement: Statement) => boolean,
  knowledge: Knowledge,
): Proposal[] {
  const name = nameIn(source);
  const [opening] = define(knowledge, source, 1);
  if (opening && isNew(opening)) return [whatIs(source)];
  const facts = factsOf(knowledge, source);
  const prose = sentencesOf(knowledge, source)
    .filter(({ sentence }) => !sentence.facet)
    .map(({ passage, sentence }) => quoted(source, passage, sentence))
    .filter(isNew);
  const works = isOneOf(source.kind, 'undertaking', 'publication');
  const facets = ASKED.filter(
    (facet) =>
      canBeAsked(source, facet) &&
      facts.some((fact) => fact.facet === facet) &&
      facts.every((fact) => fact.facet !== facet || isNew(fact.statement)),
  );
  const topics = works
    ? source.topics.flatMap((name) => topicCalled(name, knowledge.sources) ?? [])
    : [];
  const broad = topics.filter((topic) => {
    const others = worksAbout(topic, knowledge.sources).filter((one) => one !== source);
    return others.length >= SEVERAL;
  });
  return [
    ...(works && prose.length >= MUCH
      ? [{ question: QUESTIONS.mechanism(name), sort: 'mechanism' }]
      : []),
    ...facets.map((facet) => ({ question: QUESTIONS[facet](name), sort: facet })),
    ...broad.slice(0, 1).map(({ title }) => ({
      question: QUESTIONS.projectsAbout(title.toLowerCase()),
      sort: 'topic',
    })),
  ];
}

const ASKED = ['people', 'code', 'award', 'publication'] as const;

/** What can be asked of any profile: at each turn others first. */
function general({ knowledge, suggestions, history }: FollowUpOptions): Proposal[] {
  const { owner } = knowledge.names;
  const all = [
    ...suggestions.map((question) => ({ question, sort: question, isGeneral: true })),
    ...(owner
      ? [QUESTIONS.position(owner.title), QUESTIONS.newest(owner.title)].map((question) => ({
          ...{ question, sort: question, isGeneral: true },
        }))
      : []),
  ];
  const turns = history.filter(({ role }) => role === 'user').length;
  const from = turns % all.length;
  return [...all.slice(from), ...all.slice(0, from)];
}

/** As many as are shown; of those near the answer the nearest to who the visitor says they are. */
export async function forVisitor(
  proposals: readonly Proposal[],
  visitor: string,
  { names }: Knowledge,
  embed: (texts: readonly string[]) => Promise<readonly Vector[] | null>,
): Promise<string[]> {
  const questions = proposals.map(({ question }) => question);
  const some = proposals
    .filter(({ isGeneral }) => !isGeneral)
    .map(({ question }) => question)
    .slice(0, 2 * MAX_FOLLOW_UPS);
  const masked = some.map((question) => mask(question, names.find(question)));
  const vectors = visitor === '' ? null : await embed([visitor, ...masked]);
  const [own, ...others] = vectors ?? [];
  if (!own) return questions.slice(0, MAX_FOLLOW_UPS);
  const nearness = (at: number) => dot(own, others[at] ?? own);
  const nearest = some
    .map((question, i) => ({ question, near: nearness(i) }))
    .sort((a, b) => b.near - a.near)
    .map(({ question }) => question);
  return [...new Set([...nearest.slice(0, MAX_FOLLOW_UPS - 1), ...questions])].slice(
    0,
    MAX_FOLLOW_UPS,
  );
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function recordsOf(shown: readonly Statement[]): Source[] {
  const sources = shown.flatMap(({ quotes }) => quotes.map(({ source }) => source));
  return [...new Set(sources)].filter(({ kind }) => isRecord(kind));
}

/** Questions for a visitor who has none yet, from what the corpus tells most about. */
export function proposeQuestions(knowledge: Knowledge, count: number): string[] {
  const { sources, names } = knowledge;
  const project = mostTold(knowledge).find(({ venue }) => venue);
  const theme = [...sources]
    .filter((source) => source.kind === 'theme')
    .sort((a, b) => taggedCount(sources, b) - taggedCount(sources, a))[0];
  const questions: string[] = [];
  if (project) questions.push(whatIs(project).question);
  if (theme) questions.push(QUESTIONS.projectsAbout(theme.title.toLowerCase()));
  const owner = names.owner?.title;
  if (owner && supervisedTheses(sources).length > 1) {
    questions.push(QUESTIONS.thesesBy(owner));
  }
  const records = sources.filter((source) => isRecord(source.kind));
  questions.push(
    ...[...publicationsOf(sources), ...records].map(whatIs).map((one) => one.question),
  );
  return [...new Set(questions)].slice(0, count);
}

/** The undertakings, those first of which the profile tells most. */
export function mostTold({ sources, passagesOf }: Knowledge): Source[] {
  const weight = ({ id, awards, year = 0 }: Source) =>
    passagesOf(id).length + awards.length + year / 10_000;
  return sources
    .filter(({ kind }) => isOneOf(kind, 'undertaking'))
    .sort((a, b) => weight(b) - weight(a));
}

function taggedCount(sources: readonly Source[], theme: Source): number {
  const topic = { title: theme.title, theme };
  return sources.filter((source) => isOneOf(source.kind, 'undertaking') && isAbout(source, topic))
    .length;
}

function relatedOf(knowledge: Knowledge, source: Source): Source[] {
  return source.related
    .flatMap((id) => knowledge.source(id) ?? [])
    .filter((related) => isRecord(related.kind));
}

/** An award is not published, and a talk has speakers instead of authors. */
function canBeAsked({ kind }: Source, facet: Facet): boolean {
  if (facet === 'publication') return isOneOf(kind, 'publication', 'undertaking');
  if (facet === 'people') return isOneOf(kind, 'publication', 'undertaking', 'work');
  return true;
}

function whatIs(source: Source): Proposal {
  return { question: QUESTIONS.definition(nameIn(source)), sort: 'definition' };
}

/** How a question names a source: "Lantern", but "the Best Paper Award", "the PhD thesis of Ada Quill". */
function nameIn({ kind, title, people }: Source): string {
  const isDescribed = kind === 'award' || people.some((person) => title.endsWith(` of ${person}`));
  return isDescribed ? `the ${title}` : title;
}
