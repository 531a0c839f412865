import type { Source, SourceKind } from '../../domain.ts';
import type { Mention } from '../names.ts';

/** What tells about a topic or a person as a whole, among the sources that a mention leads to. */
const OWN: readonly (SourceKind | undefined)[] = ['theme', 'page', 'person'];

/** The source that a mention stands for; of a topic its theme, of a person a page; null if none is. */
export function sourceOf(
  { type, sourceIds }: Mention,
  source: (id: string) => Source | undefined,
): Source | null {
  if (type === 'venue') return null;
  const found = sourceIds.flatMap((id) => source(id) ?? []);
  return found.find(({ kind }) => type === 'source' || OWN.includes(kind)) ?? null;
}

/** The sources that some mentions stand for, each once, in their order. */
export function sourcesOf(
  mentions: readonly Mention[],
  source: (id: string) => Source | undefined,
): Source[] {
  return [
    ...new Set(
      mentions
        .filter(({ type }) => type !== 'owner')
        .flatMap((mention) =>
          mention.type === 'source'
            ? mention.sourceIds.flatMap((id) => source(id) ?? [])
            : (sourceOf(mention, source) ?? []),
        ),
    ),
  ];
}
