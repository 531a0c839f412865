import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import type { Hit, Link, Service } from './domain.ts';
import { bestPage, linksWithIdentifiers } from './text/identifiers.ts';

/** The metadata of a document; `pageContent.length === end - start`. */
export interface PassageMetadata extends Record<string, unknown> {
  readonly sourceId: string;
  readonly passageId: string;
  readonly title: string;
  readonly heading: string;
  /** Offsets into the body of the source. */
  readonly start: number;
  readonly end: number;
  readonly url: string | null;
  readonly links: readonly Link[];
  /** Higher is better; comparable only within one result. */
  readonly score: number;
}

/**
 * The service's search as a LangChain retriever, for your own chains and agents. Unlike the service's
 * answers, what they write is not checked against the sources.
 * @param options.k the maximum number of passages, 5 by default
 */
export function createResearcherRetriever(
  service: Pick<Service, 'search'>,
  { k = 5 }: { readonly k?: number } = {},
): BaseRetriever<PassageMetadata> {
  return new ResearcherRetriever(service, k);
}

// LangChain requires a class.
class ResearcherRetriever extends BaseRetriever<PassageMetadata> {
  static override lc_name(): string {
    return 'ResearcherRetriever';
  }

  readonly lc_namespace = ['ask-the-researcher', 'retrievers'];
  readonly #service: Pick<Service, 'search'>;
  readonly #k: number;

  constructor(service: Pick<Service, 'search'>, k: number) {
    super();
    this.#service = service;
    this.#k = k;
  }

  override async _getRelevantDocuments(query: string): Promise<Document<PassageMetadata>[]> {
    // LangChain stops waiting when its own signal aborts but does not pass the signal on.
    const hits = await this.#service.search(query, this.#k, new AbortController().signal);
    return hits.map(toDocument);
  }
}

function toDocument({ passage, source, score }: Hit): Document<PassageMetadata> {
  return new Document({
    id: passage.id,
    pageContent: passage.text,
    metadata: {
      sourceId: source.id,
      passageId: passage.id,
      title: source.title,
      heading: passage.headings.join(' › '),
      start: passage.start,
      end: passage.end,
      url: bestPage(source) ?? null,
      links: linksWithIdentifiers(source),
      score,
    },
  });
}
