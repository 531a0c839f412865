import { isOneOf, isRecord } from '../corpus/kinds.ts';
import { isAbout, supervisedTheses } from '../corpus/works.ts';
import type { Conversation, Facet, Source } from '../domain.ts';
import { QUESTIONS } from '../language/en/templates/answers.ts';
import { fold } from '../text/words.ts';
import type { Knowledge } from './knowledge.ts';
import { define, factsOf } from './makers/say.ts';
import type { Statement } from './statement.ts';
import type { Candidate } from './types.ts';

const MAX_FOLLOW_UPS = 3;
/** Questions about the first thing that an answer is about; the others are about what is near it. */
const MAX_OF_SUBJECT = 2;

const ABOUT_FACTS = ['code', 'award', 'people', 'publication'] as const;
type AskedFacet = (typeof ABOUT_FACTS)[number];

export interface FollowUpOptions {
  readonly knowledge: Knowledge;
  /** The questions as they were understood. */
  readonly questions: readonly string[];
  readonly history: Conversation;
  /** What is proposed to a visitor who has no question. */
  readonly suggestions: readonly string[];
}

/**
 * Questions near an answer: what was proposed about the same things and not chosen. Nothing that the
 * conversation has asked or shown.
 * @param proposed all that could be said
 * @param shown what is said
 */
export function proposeFollowUps(
  proposed: readonly Candidate[],
  shown: readonly Statement[],
  options: FollowUpOptions,
): string[] {
  const { knowledge } = options;
  const subjects = recordsOf(shown);
  const [subject] = subjects;
  if (!subject) return [...options.suggestions].slice(0, MAX_FOLLOW_UPS);
  const told = new Set(shown.map(({ text }) => text));
  const isNew = ({ text }: Statement) => !told.has(text);
  const unsaid = new Set(
    proposed.flatMap(({ statements }) => statements.filter(isNew).map(({ text }) => text)),
  );
  const [opening] = define(knowledge, subject, 1);
  const facts = factsOf(knowledge, subject);
  const facets = ABOUT_FACTS.filter(
    (facet) =>
      canBeAsked(subject, facet) &&
      facts.some((fact) => fact.facet === facet && isNew(fact.statement)) &&
      !facts.some((fact) => fact.facet === facet && !isNew(fact.statement)),
  );
  // What was proposed about it comes first: it is what the question came close to.
  const rank = (facet: AskedFacet) =>
    Number(!facts.some((fact) => fact.facet === facet && unsaid.has(fact.statement.text)));
  const ofSubject = [
    ...(opening && isNew(opening) ? [whatIs(subject)] : []),
    ...facets.sort((a, b) => rank(a) - rank(b)).map((facet) => QUESTIONS[facet](nameIn(subject))),
  ].slice(0, MAX_OF_SUBJECT);
  const others = [...subjects.slice(1), ...subjects.flatMap((one) => relatedOf(knowledge, one))];
  return unasked(
    [
      ...ofSubject,
      ...others.filter((source) => source !== subject).map(whatIs),
      ...options.suggestions,
    ],
    options,
  );
}

/** Questions on what comes close where there is no answer. */
export function proposeNear(near: readonly Source[], options: FollowUpOptions): string[] {
  const { knowledge } = options;
  const records = near.filter(({ kind }) => isRecord(kind));
  const related = records.flatMap((source) => relatedOf(knowledge, source));
  return unasked([...[...records, ...related].map(whatIs), ...options.suggestions], options);
}

function unasked(proposals: readonly string[], { questions, history }: FollowUpOptions): string[] {
  const asked = new Set([...questions, ...history.map(({ content }) => content)].map(normalized));
  return [...new Set(proposals)]
    .filter((question) => !asked.has(normalized(question)))
    .slice(0, MAX_FOLLOW_UPS);
}

function recordsOf(shown: readonly Statement[]): Source[] {
  const sources = shown.flatMap(({ quotes }) => quotes.map(({ source }) => source));
  return [...new Set(sources)].filter(({ kind }) => isRecord(kind));
}

/** Questions for a visitor who has none yet, from what the corpus tells most about. */
export function proposeQuestions(knowledge: Knowledge, count: number): string[] {
  const { sources, names } = knowledge;
  const weight = (source: Source) =>
    knowledge.passagesOf(source.id).length + source.awards.length + (source.year ?? 0) / 10_000;
  const project = [...sources]
    .filter((source) => isOneOf(source.kind, 'undertaking') && source.venue)
    .sort((a, b) => weight(b) - weight(a))[0];
  const theme = [...sources]
    .filter((source) => source.kind === 'theme')
    .sort((a, b) => taggedCount(sources, b) - taggedCount(sources, a))[0];
  const questions: string[] = [];
  if (project) questions.push(whatIs(project));
  if (theme) questions.push(QUESTIONS.projectsAbout(theme.title.toLowerCase()));
  const owner = names.owner?.title;
  if (owner && supervisedTheses(sources).length > 1) {
    questions.push(QUESTIONS.thesesBy(owner));
  }
  for (const source of sources.filter((source) => isRecord(source.kind))) {
    if (questions.length >= count) break;
    if (source !== project) questions.push(whatIs(source));
  }
  return questions.slice(0, count);
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

function whatIs(source: Source): string {
  return QUESTIONS.definition(nameIn(source));
}

/** How a question names a source: "Lantern", but "the Best Paper Award", "the PhD thesis of Ada Quill". */
function nameIn({ kind, title, people }: Source): string {
  const isDescribed = kind === 'award' || people.some((person) => title.endsWith(` of ${person}`));
  return isDescribed ? `the ${title}` : title;
}

function normalized(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
