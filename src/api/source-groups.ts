import type { Source, SourceKind } from '../domain.ts';

/** What is told of one kind is called in the plural, in the order in which a reader looks for it. */
const GROUPS: Readonly<Record<SourceKind, { readonly many: string; readonly one: string }>> = {
  person: { many: 'Person', one: 'Person' },
  career: { many: 'Career', one: 'Career' },
  project: { many: 'Projects', one: 'Project' },
  paper: { many: 'Papers', one: 'Paper' },
  book: { many: 'Books', one: 'Book' },
  thesis: { many: 'Theses', one: 'Thesis' },
  repository: { many: 'Code', one: 'Code' },
  dataset: { many: 'Data', one: 'Data' },
  standard: { many: 'Standards', one: 'Standard' },
  award: { many: 'Awards', one: 'Award' },
  theme: { many: 'Topics', one: 'Topic' },
  supervision: { many: 'Supervision', one: 'Supervision' },
  page: { many: 'Pages', one: 'Page' },
  text: { many: 'Texts', one: 'Text' },
  list: { many: 'Lists', one: 'List' },
};

export interface SourceGroup {
  readonly kind: SourceKind;
  readonly title: string;
  /** Newest first, then by title. */
  readonly sources: readonly Source[];
}

export function groupByKind(sources: readonly Source[]): SourceGroup[] {
  return (Object.keys(GROUPS) as SourceKind[])
    .map((kind) => ({
      kind,
      title: GROUPS[kind].many,
      sources: sources
        .filter((source) => source.kind === kind)
        .sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || (a.title < b.title ? -1 : 1)),
    }))
    .filter((group) => group.sources.length > 0);
}

export function kindName(kind: SourceKind): string {
  return GROUPS[kind].one;
}

/** "NSDI 2023, pages 321–339" */
export function whereAndWhen({ venue, year, pages }: Source): string {
  const where = [venue, year].filter((part) => part !== undefined).join(' ');
  return [where, pages && `pages ${pages.replace('-', '–')}`].filter(Boolean).join(', ');
}
