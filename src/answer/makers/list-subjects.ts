import { KIND_NAMES, kindOf } from '../../corpus/kinds.ts';
import { kindOfWork, newestFirst, publicationsOf, supervisedTheses } from '../../corpus/works.ts';
import type { Source, SourceKind } from '../../domain.ts';
import { PUBLICATION_NOUNS } from '../../language/en/lexicon.ts';
import { contentStems, fold, wordsOf } from '../../text/words.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Want } from '../types.ts';

export const PUBLICATION = ['publication', 'publications'] as const;

/** What a list is made of. */
export interface Subject {
  readonly noun: readonly [one: string, many: string];
  readonly all: readonly Source[];
  readonly gives: readonly Want[];
  /** Whether the question has the noun. */
  readonly isAsked: boolean;
}

const GIVES: Readonly<Partial<Record<SourceKind, readonly Want[]>>> = {
  project: ['list-works', 'list-software'],
  thesis: ['list-students', 'students', 'list-works'],
  student: ['list-students', 'students'],
  award: ['list-awards', 'award'],
  theme: ['list-topics'],
  talk: ['list-talks'],
  course: ['list-courses'],
  grant: ['list-grants', 'money'],
  position: ['list-positions', 'career'],
  education: ['education', 'career'],
  service: ['list-service'],
  software: ['list-software', 'code'],
  dataset: ['list-software'],
  standard: ['list-software'],
};
/** The kinds of which a request without a noun may want a list, by what it wants. */
export const KINDS_WANTED: readonly (readonly [Want, readonly SourceKind[]])[] = [
  ['list-students', ['thesis']],
  ['list-awards', ['award']],
  ['list-topics', ['theme']],
  ['list-talks', ['talk']],
  ['list-courses', ['course']],
  ['list-grants', ['grant']],
  ['list-service', ['service']],
  ['list-software', ['software', 'dataset']],
];
/** The probability from which a list seems wanted. */
const WANTED = 0.1;

/** The lists whose nouns a question has; where it has none, those that it seems to want. */
export function subjectsOf(
  question: string,
  wants: ReadonlyMap<Want, number>,
  { sources }: Knowledge,
): Subject[] {
  const has = phrasesOf(question);
  const named = kindsNamed(question);
  // Where there are no talks, those of papers may be meant, which their records link.
  const subjects = named.map((kind) => ofKind(kind, sources, true)).filter(hasMembers);
  if (PUBLICATION_NOUNS.some(has)) subjects.unshift(publications(sources, true));
  if (subjects.length > 0) return subjects;
  const wanted = KINDS_WANTED.filter(([want]) => (wants.get(want) ?? 0) >= WANTED);
  return [
    ...wanted.flatMap(([, kinds]) => kinds.map((kind) => ofKind(kind, sources, false))),
    publications(sources, false),
  ];
}

/** Tells whether a question has some words side by side. */
function phrasesOf(question: string): (words: string) => boolean {
  const forms = wordsOf(question).map(({ form }) => form);
  const text = ` ${forms.join(' ')} `;
  return (words) => text.includes(` ${fold(words)} `);
}

/** The kinds whose nouns a question has. */
function kindsNamed(question: string): SourceKind[] {
  const has = phrasesOf(question);
  return KIND_NAMES.filter((kind) => {
    const { one, many, synonyms = [], class: kindClass } = kindOf(kind);
    return kindClass !== 'internal' && [one, many, ...synonyms].some(has);
  });
}

/** The stems of the nouns of these kinds. */
export function nounStems(question: string): string[] {
  return kindsNamed(question).flatMap((kind) => {
    const { one, many } = kindOf(kind);
    return contentStems(`${one} ${many}`);
  });
}

function hasMembers({ all }: Subject): boolean {
  return all.length > 0;
}

function publications(sources: readonly Source[], isAsked: boolean): Subject {
  return {
    isAsked,
    noun: PUBLICATION,
    all: publicationsOf(sources),
    gives: ['list-works', 'count'],
  };
}

function ofKind(kind: SourceKind, sources: readonly Source[], isAsked: boolean): Subject {
  const { one, many } = kindOf(kind);
  const gives: readonly Want[] = [...(GIVES[kind] ?? ['list-works']), 'count'];
  return { isAsked, noun: [one, many], all: allOf(kind, sources), gives };
}

function allOf(kind: SourceKind, sources: readonly Source[]): readonly Source[] {
  const are = (one: SourceKind) => sources.filter((source) => source.kind === one);
  if (kind === 'thesis' || kind === 'student')
    return [...supervisedTheses(sources), ...are('student')];
  if (kind === 'paper') return publicationsOf(sources).filter((work) => kindOfWork(work) === kind);
  return newestFirst(are(kind));
}
