import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import type { Hit, Link, Service } from './domain.ts';
import { bestPage, linksWithIdentifiers } from './text/identifiers.ts';

/** What a document tells of its passage; `pageContent.length === end - start`. */
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
  /** Comparable within one result only; higher is better. */
  readonly score: number;
}

/**
 * The service's search as a LangChain retriever, for chains and agents of your own. What they write
 * from its documents is not checked against the sources as the service's own answers are.
 * @param options.k the most passages to give; 5 unless told
 */
export function createResearcherRetriever(
  service: Pick<Service, 'search'>,
  { k = 5 }: { readonly k?: number } = {},
): BaseRetriever<PassageMetadata> {
  return new ResearcherRetriever(service, k);
}

// LangChain asks for a class.
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
    // LangChain stops waiting when its own signal fires, but does not hand it on.
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
