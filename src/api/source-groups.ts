import { headingOf, KIND_NAMES } from '../corpus/kinds.ts';
import { newestFirst } from '../corpus/works.ts';
import type { Source, SourceKind } from '../domain.ts';

export interface SourceGroup {
  readonly kind: SourceKind;
  readonly title: string;
  /** Newest first, then by title. */
  readonly sources: readonly Source[];
}

/** The sources by kind, in the order in which a reader looks for kinds. */
export function groupByKind(sources: readonly Source[]): SourceGroup[] {
  return KIND_NAMES.map((kind) => ({
    kind,
    title: headingOf(kind),
    sources: newestFirst(sources.filter((source) => source.kind === kind)),
  })).filter((group) => group.sources.length > 0);
}
