import type { Source, SourceKind } from '../../src/domain.ts';

/** A source that is nothing but a title and a text. */
export function plainSource(id: string, kind: SourceKind, title: string, body: string): Source {
  const none = {
    aliases: [],
    links: [],
    people: [],
    awards: [],
    topics: [],
    related: [],
    asks: [],
  };
  return { id, kind, title, ...none, body };
}
