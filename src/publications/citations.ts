import type { Source } from '../domain.ts';
import { toBibtex } from './bibtex.ts';
import { citationKeys } from './citation-key.ts';
import { toCsl } from './csl.ts';
import { authorsOf } from './names.ts';
import { toRis } from './ris.ts';
import { knownNames, type TitleContext, titleContext } from './title-case.ts';

export type CitationFormat = 'bibtex' | 'csl' | 'ris';

/** Writes sources in a format of reference managers; their keys are the same in every list. */
export type Cite = (cited: readonly Source[], format: CitationFormat, page: PageOf) => string;

/** The address of this service's page about a source. */
export type PageOf = (source: Source) => string;

const created = new WeakMap<readonly Source[], Cite>();

/** @param sources all sources: keys are unique among them */
export function createCite(sources: readonly Source[]): Cite {
  const cite = created.get(sources) ?? citeFrom(sources);
  created.set(sources, cite);
  return cite;
}

function citeFrom(sources: readonly Source[]): Cite {
  const keys = citationKeys(sources);
  const known = knownNames(sources);
  const contexts = new Map<Source, TitleContext>();
  const contextOf = (source: Source) => {
    const context = contexts.get(source) ?? titleContext(source, known);
    contexts.set(source, context);
    return context;
  };
  return (cited, format, page) => {
    const itemOf = (source: Source) =>
      toCsl(source, keys.get(source.id) ?? source.id, page(source));
    const recordOf = (source: Source) => ({ item: itemOf(source), authors: authorsOf(source) });
    switch (format) {
      case 'bibtex':
        return toBibtex(
          cited.map((source) => ({ ...recordOf(source), titleContext: contextOf(source) })),
        );
      case 'ris':
        return toRis(cited.map(recordOf));
      case 'csl':
        return `${JSON.stringify(cited.map(itemOf), null, 2)}\n`;
    }
  };
}
