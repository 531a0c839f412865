import type { Source } from '../domain.ts';
import { toBibtex } from './bibtex.ts';
import { citationKeys } from './citation-key.ts';
import { toCsl } from './csl.ts';
import { toRis } from './ris.ts';

export type CitationFormat = 'bibtex' | 'csl' | 'ris';

/** Writes sources in a format of reference managers; their keys are the same in every list. */
export type Cite = (cited: readonly Source[], format: CitationFormat, page: PageOf) => string;

/** Where this service tells about a source. */
export type PageOf = (source: Source) => string;

/** @param sources all there are: keys are unique among them */
export function createCite(sources: readonly Source[]): Cite {
  const keys = citationKeys(sources);
  return (cited, format, page) => {
    const items = cited.map((source) =>
      toCsl(source, keys.get(source.id) ?? source.id, page(source)),
    );
    switch (format) {
      case 'bibtex':
        return toBibtex(items);
      case 'ris':
        return toRis(items);
      case 'csl':
        return `${JSON.stringify(items, null, 2)}\n`;
    }
  };
}
