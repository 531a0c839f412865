import { isAbout } from '../corpus/works.ts';
import type { Hit, Source } from '../domain.ts';
import {
  commonness,
  contentStems,
  FREQUENT,
  isStopWord,
  type Word,
  wordsOf,
} from '../text/words.ts';
import type { Draft, Found } from './draft.ts';
import { type Evidence, isCovered, logOdds, NEAR, weighEvidence } from './gate.ts';
import { askedFacets } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { listOf } from './list-answer.ts';
import { isListing, type ListSubject } from './list-question.ts';
import { hasLimits, readLimits, selectSources } from './things.ts';
import { nearLead } from './wording.ts';

/**
 * What a question limits a list to in words that are no name here: "projects that help with
 * outages". Words that say little, and those of asking for lists, are left out.
 */
export function looseWords(
  { names: { kinds } }: Knowledge,
  { understanding: { question, mentions } }: Found,
): Word[] {
  return wordsOf(question).filter(
    ({ form, start, end }) =>
      !isStopWord(form) &&
      commonness(form) < FREQUENT &&
      !isListing(form, kinds) &&
      askedFacets(form).length === 0 &&
      !mentions.some((mention) => start >= mention.start && end <= mention.end),
  );
}

/** Whether a list is limited by such words alone. */
export function isLoose(knowledge: Knowledge, found: Found, subject: ListSubject): boolean {
  const { question, mentions } = found.understanding;
  if (subject.having || subject.isFirst) return false;
  if (hasLimits(readLimits(knowledge, question, mentions))) return false;
  return looseWords(knowledge, found).length > 0;
}

/**
 * The list that a question limits in words of its own: what bears those words in its names, else
 * what comes near to the question. Null if there are not several.
 */
export function nearList(knowledge: Knowledge, found: Found, subject: ListSubject): Draft | null {
  const { question, mentions } = found.understanding;
  const all = selectSources(knowledge, subject, readLimits(knowledge, question, mentions));
  const words = looseWords(knowledge, found);
  const bearers = all.filter((source) => {
    const names = [source.title, source.fullTitle ?? '', source.venue ?? '', ...source.topics];
    const stems = new Set(contentStems(names.join('\n')));
    return words.every(({ stem }) => stems.has(stem));
  });
  if (bearers.length > 0) return listOf(knowledge, question, bearers, subject);
  const { theme, works } = nearWorks(knowledge, found, all);
  if (works.length < 2) return null;
  if (theme) return listOf(knowledge, theme.title, works, subject);
  // What is near is not counted, and a model may choose better.
  const { statements } = listOf(knowledge, question, works, subject);
  return { type: 'answer', lead: nearLead(subject.noun), statements, isComplete: false };
}

/**
 * Those of some works that come near to a question, nearest first: each for which the gate opens,
 * and those of the nearest theme; of the theme alone if nothing is nearer than it.
 */
export function nearWorks(
  knowledge: Knowledge,
  found: Found,
  among: readonly Source[],
): { readonly theme: Source | null; readonly works: readonly Source[] } {
  const { question, mentions } = found.understanding;
  const { vector } = found;
  const hits = found.wide;
  const weighed = sourcesOf(hits)
    .map((source) => {
      const own = hits.filter((hit) => hit.source === source);
      const input = { question, vector, mentions, hits: own, isOfOne: true };
      return { source, evidence: weighEvidence(knowledge, input) };
    })
    .sort((a, b) => logOdds(b.evidence) - logOdds(a.evidence));
  const near = weighed
    .filter(({ source, evidence }, i) => isNear(source, evidence, i === 0))
    .map(({ source }) => source);
  const theme = near.find(({ kind }) => kind === 'theme');
  const isOfTheme = (source: Source) =>
    theme !== undefined && isAbout(source, { title: theme.title, theme });
  const ofTheme = nearestFirst(found, among.filter(isOfTheme));
  if (theme && theme === near[0]) return { theme, works: ofTheme };
  const works = near.filter((source) => among.includes(source));
  return { theme: null, works: [...new Set([...works, ...ofTheme])] };
}

function isNear({ kind }: Source, evidence: Evidence, isBest: boolean): boolean {
  if (kind !== 'theme') return isCovered(evidence);
  if (evidence.nearest < NEAR) return isBest && isCovered(evidence);
  // A topic in other words shares no word with the theme that is about it.
  return isCovered({ ...evidence, isOffTopic: evidence.isOffTopic && !isBest });
}

/** Some sources, those nearest to the question first. */
export function nearestFirst(found: Found, sources: readonly Source[]): Source[] {
  const order = sourcesOf(found.wide);
  return [...new Set([...order.filter((source) => sources.includes(source)), ...sources])];
}

function sourcesOf(hits: readonly Hit[]): Source[] {
  return [...new Set(hits.map((hit) => hit.source))];
}
