import type { Source, SourceKind } from '../domain.ts';
import { fold } from '../text/words.ts';

const PUBLISHED: readonly SourceKind[] = ['project', 'paper', 'book', 'thesis'];
const ABOUT_SOMETHING: readonly SourceKind[] = [...PUBLISHED, 'dataset', 'repository', 'standard'];

/** The researcher as author, or as advisor of theses that others wrote. */
export type Role = 'author' | 'supervisor';

/** What the researcher wrote, or the theses of students; newest first. Without a researcher everything published counts as written. */
export function publicationsOf(sources: readonly Source[], role: Role): Source[] {
  const owner = sources.find((source) => source.kind === 'person');
  const names = new Set([owner?.title, ...(owner?.aliases ?? [])].map((name) => fold(name ?? '')));
  const isOwn = ({ people }: Source) =>
    owner === undefined || people.some((name) => names.has(fold(name)));
  return newestFirst(
    sources.filter(
      (source) =>
        isPublished(source) &&
        (role === 'author' ? isOwn(source) : source.kind === 'thesis' && !isOwn(source)),
    ),
  );
}

/** Has authors and a year; a project without them is an undertaking, not a publication. */
export function isPublished({ kind, people, year }: Source): boolean {
  return PUBLISHED.includes(kind) && people.length > 0 && year !== undefined;
}

/** The works that a theme is about: those that have it among their topics, and those that it names; newest first. */
export function worksOfTheme(theme: Source, sources: readonly Source[]): Source[] {
  return newestFirst(sources.filter((source) => isWorkOf(theme, source)));
}

export function isWorkOf(theme: Source, source: Source): boolean {
  const title = fold(theme.title);
  return (
    ABOUT_SOMETHING.includes(source.kind) &&
    (theme.related.includes(source.id) || source.topics.some((topic) => fold(topic) === title))
  );
}

function newestFirst(sources: readonly Source[]): Source[] {
  return [...sources].sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || (a.title < b.title ? -1 : 1));
}
