import { isOneOf, isRecord } from '../corpus/kinds.ts';
import { isAbout, supervisedTheses } from '../corpus/works.ts';
import type { Conversation, Facet, Source } from '../domain.ts';
import { QUESTIONS } from '../language/en/templates/answers.ts';
import { fold } from '../text/words.ts';
import type { Draft, Found } from './draft.ts';
import type { Knowledge } from './knowledge.ts';
import { hasFact } from './things.ts';

const MAX_FOLLOW_UPS = 3;

const ABOUT_FACTS = ['code', 'award', 'people', 'publication'] as const;

/**
 * Questions near an answer that the corpus can answer, and that were not asked before; where there
 * are too few, the suggestions for a visitor who has none.
 */
export function proposeFollowUps(
  knowledge: Knowledge,
  found: Found,
  draft: Draft,
  history: Conversation,
  suggestions: readonly string[],
): string[] {
  const cited: readonly Source[] =
    draft.type === 'answer'
      ? draft.statements.flatMap((statement) => statement.quotes.map((quote) => quote.source))
      : draft.near;
  const subjects = [...new Set(cited)].filter((source) => isRecord(source.kind));
  const asked = new Set(
    [found.understanding.question, ...history.map((message) => message.content)].map(normalized),
  );
  const proposals: string[] = [];
  const subject = subjects[0];
  const intent = found.understanding.intent;
  if (subject && draft.type === 'answer') {
    const isDefined = intent.type === 'definition' || intent.type === 'open';
    if (!isDefined) proposals.push(whatIs(subject));
    for (const facet of ABOUT_FACTS) {
      const wasAsked = intent.type === 'facets' && intent.facets.includes(facet);
      if (!wasAsked && canBeAsked(subject, facet) && hasFact(knowledge, subject, facet))
        proposals.push(QUESTIONS[facet](nameIn(subject)));
      if (proposals.length === 2) break;
    }
  }
  const related = [
    ...subjects.slice(1),
    ...subjects.flatMap((source) => relatedOf(knowledge, source)),
  ];
  proposals.push(...related.filter((source) => source !== subject).map(whatIs));
  proposals.push(...suggestions);
  return [...new Set(proposals)]
    .filter((question) => !asked.has(normalized(question)))
    .slice(0, MAX_FOLLOW_UPS);
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
  if (owner && supervisedTheses(sources).length > 0) {
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
