import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { publicationQuerySchema } from '../../api/publication-schemas.ts';
import { findPublications } from '../../api/publications.ts';
import { groupBy, publicationsOf, topicCalled } from '../../corpus/works.ts';
import type { Source } from '../../domain.ts';
import { worksByCoauthor } from './coauthors.ts';

const { kind, year, venue, topic, person, award } = publicationQuerySchema.shape;

/** The parameters of `/publications`; those that forms leave empty do not count. */
export const filtersSchema = z.object({ kind, year, venue, topic, author: person, award });

export type Filters = z.infer<typeof filtersSchema>;
export type Filter = keyof Filters;

/** The filters that pages offer; for `award` there are links only. */
export const OFFERED = ['kind', 'year', 'venue', 'topic', 'author'] as const;
export type Offered = (typeof OFFERED)[number];

/** A value of a filter, and how many works have it. */
export interface Option {
  readonly value: string;
  readonly works: number;
}

export interface Selection {
  /** Newest first. */
  readonly works: readonly Source[];
  /** What each filter could be set to, given the others; the most frequent first, years newest first. */
  readonly options: Readonly<Record<Offered, readonly Option[]>>;
}

export type Select = (filters: Filters) => Promise<Selection>;

type Values = ReadonlyMap<string, ReadonlySet<Source>>;

/** Selects publications as the API does, which decides what a filter matches. */
export function createSelect(sources: readonly Source[]): Select {
  const works = publicationsOf(sources);
  const matches = (filter: Filter, value: string): ReadonlySet<Source> => {
    const name = filter === 'author' ? 'person' : filter;
    return new Set(findPublications(sources, { role: 'author', [name]: value }));
  };
  let known: Promise<Readonly<Record<Offered, Values>>> | undefined;

  async function valuesOf(): Promise<Readonly<Record<Offered, Values>>> {
    const given = givenValues(works, sources);
    const found = {} as Record<Offered, Values>;
    for (const filter of OFFERED) {
      const values = new Map<string, ReadonlySet<Source>>();
      for (const [value, group] of given[filter]) {
        // To compare all names with all others takes long; how they are written tells it as well.
        if (filter === 'author') {
          values.set(value, new Set(group));
          continue;
        }
        values.set(value, matches(filter, value));
        // Others are served between two values.
        await setImmediate();
      }
      found[filter] = values;
    }
    return found;
  }

  return async (filters) => {
    known ??= valuesOf();
    const values = await known;
    const active = (Object.entries(filters) as [Filter, string][]).map(
      ([filter, value]) => [filter, matches(filter, value)] as const,
    );
    const left = (except?: Filter) =>
      works.filter((work) => active.every(([filter, set]) => filter === except || set.has(work)));
    const optionsOf = (filter: Offered): Option[] => {
      const others = new Set(left(filter));
      const options = [...values[filter]].map(([value, set]) => ({
        value,
        works: [...set].filter((work) => others.has(work)).length,
      }));
      return options.filter((option) => option.works > 0).sort(filter === 'year' ? later : more);
    };
    const options = {
      kind: optionsOf('kind'),
      year: optionsOf('year'),
      venue: optionsOf('venue'),
      topic: optionsOf('topic'),
      author: optionsOf('author'),
    };
    return { works: left(), options };
  };
}

function later(a: Option, b: Option): number {
  return Number(b.value) - Number(a.value);
}

function more(a: Option, b: Option): number {
  return b.works - a.works || a.value.localeCompare(b.value);
}

/** The values as the works have them. */
function givenValues(
  works: readonly Source[],
  sources: readonly Source[],
): Readonly<Record<Offered, ReadonlyMap<string, readonly Source[]>>> {
  const titles = new Map(
    [...new Set(works.flatMap(({ topics }) => topics))].map((name) => [
      name,
      topicCalled(name, sources)?.title ?? name,
    ]),
  );
  return {
    kind: groupBy(works, ({ subtype, kind }) => [subtype ?? kind]),
    year: groupBy(works, ({ year }) => [year?.toString()]),
    venue: groupBy(works, ({ venue }) => [venue]),
    topic: groupBy(works, ({ topics }) => topics.map((name) => titles.get(name))),
    author: worksByCoauthor(sources),
  };
}

/** The query with these parameters, some of them changed or, by null, removed; "" for none. */
export function queryOf(
  given: Readonly<Record<string, string | undefined>>,
  changes: Readonly<Record<string, string | null>> = {},
): string {
  const left = Object.entries({ ...given, ...changes });
  const query = new URLSearchParams(
    left.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  ).toString();
  return query === '' ? '' : `?${query}`;
}
