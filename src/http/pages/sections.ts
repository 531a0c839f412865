import { ofKinds, publicationsOf, supervisedTheses } from '../../corpus/works.ts';
import type { Source, SourceKind } from '../../domain.ts';

/** The pages of the site besides home, by path, in the order of the header. */
export type Section =
  | 'publications'
  | 'topics'
  | 'people'
  | 'talks'
  | 'teaching'
  | 'supervision'
  | 'sources';

/** The sections that have a page of the same form. */
export const LISTED = ['topics', 'people', 'talks', 'teaching', 'supervision'] as const;

/** The kinds of which some pages list all sources. */
export const KINDS_OF_SECTION = {
  talks: ['talk', 'poster', 'tutorial', 'media'],
  teaching: ['course'],
  supervision: ['student', 'supervision'],
} as const satisfies Partial<Record<Section, readonly SourceKind[]>>;

/** The section that a source is shown in. */
export function sectionOf(source: Source, sources: readonly Source[]): Section {
  if (publicationsOf(sources).includes(source)) return 'publications';
  if (supervisedTheses(sources).includes(source)) return 'supervision';
  if (source.kind === 'theme') return 'topics';
  const sections = Object.entries(KINDS_OF_SECTION) as [Section, readonly SourceKind[]][];
  return sections.find(([, kinds]) => kinds.includes(source.kind))?.[0] ?? 'sources';
}

/** The sections for which the profile has something to show. */
export function sectionsOf(sources: readonly Source[]): readonly Section[] {
  const works = publicationsOf(sources);
  const hasKindsOf = (section: keyof typeof KINDS_OF_SECTION) =>
    ofKinds(sources, ...KINDS_OF_SECTION[section]).length > 0;
  const has: Readonly<Record<Section, boolean>> = {
    publications: works.length > 0,
    topics: sources.some(({ kind }) => kind === 'theme') || works.some(({ topics }) => topics[0]),
    people: works.some(({ people }) => people.length > 1),
    talks: hasKindsOf('talks'),
    teaching: hasKindsOf('teaching'),
    supervision: hasKindsOf('supervision') || supervisedTheses(sources).length > 0,
    sources: true,
  };
  return (Object.keys(has) as Section[]).filter((section) => has[section]);
}
