import { type RespondParts, createRespond } from './answer/respond.ts';
import { proposeQuestions } from './answer/follow-ups.ts';
import type { Knowledge } from './answer/knowledge.ts';
import { buildNameIndex } from './answer/names.ts';
import { namedSources } from './answer/compose.ts';
import type { ChatModel, Embedder, Passage, Service, Source } from './domain.ts';
import { ServiceError } from './errors.ts';
import { retrieve } from './search/retrieve.ts';
import type { Manifest, OpenIndex } from './search/store.ts';
import { dot, rowOf } from './search/vectors.ts';

export interface ServiceParts {
  readonly index: OpenIndex;
  /** Null searches by keyword alone. */
  readonly embedder: Embedder | null;
  /** Null answers with quotes alone. */
  readonly chatModel: ChatModel | null;
  readonly onModelError: RespondParts['onModelError'];
}

/**
 * The answering service over an opened index.
 * @throws ServiceError `index-unusable` when the index was made with another embedder.
 */
export function createService(parts: ServiceParts): Service {
  const { index, chatModel, onModelError } = parts;
  if (parts.embedder) checkEmbedder(index.manifest, parts.embedder);
  const embedder = index.vectors ? parts.embedder : null;
  const knowledge = createKnowledge(index);
  const respond = createRespond({ knowledge, embedder, chatModel, onModelError });
  return {
    sources: index.sources,
    researcher: knowledge.names.owner?.title ?? null,
    status: {
      sources: index.sources.length,
      passages: index.passages.length,
      embedder: embedder?.model ?? null,
      chatModel: chatModel?.model ?? null,
    },
    suggestions: proposeQuestions(knowledge, 3),
    ask: respond,
    async search(query, limit, signal) {
      const [vector = null] = embedder ? await embedder.embed([query], signal) : [];
      const named = namedSources(knowledge, knowledge.names.find(query)).map(({ id }) => id);
      return knowledge.search(query, { vector, named: new Set(named), limit });
    },
  };
}

/** @throws ServiceError `index-unusable` that names both models and the remedy. */
export function checkEmbedder({ embedder: made }: Manifest, set: Embedder): void {
  if (!made || (made.model === set.model && made.dimensions === set.dimensions)) return;
  throw new ServiceError(
    'index-unusable',
    `The index was built with ${made.model} (${made.dimensions} dimensions), the service is set to ${set.model} (${set.dimensions} dimensions). Run: npm run index`,
  );
}

function createKnowledge(index: OpenIndex): Knowledge {
  const sourceById = new Map(index.sources.map((source) => [source.id, source]));
  const passagesBySource = new Map<string, Passage[]>();
  for (const passage of index.passages) {
    const passages = passagesBySource.get(passage.sourceId);
    if (passages) passages.push(passage);
    else passagesBySource.set(passage.sourceId, [passage]);
  }
  const sentenceRows = new Map<Passage, number[]>();
  index.vectors?.units.forEach((unit, row) => {
    const passage = index.passages[unit.passage];
    if (!passage || unit.type !== 'sentence') return;
    const rows = sentenceRows.get(passage) ?? [];
    rows.push(row);
    sentenceRows.set(passage, rows);
  });
  return {
    sources: index.sources,
    names: buildNameIndex(index.sources, index.keyword.has),
    source: (id): Source | undefined => sourceById.get(id),
    passagesOf: (id) => passagesBySource.get(id) ?? [],
    search: (question, options) => retrieve(index, question, options),
    sentenceCosines(passage, vector) {
      const { vectors } = index;
      if (!vectors) return null;
      return (sentenceRows.get(passage) ?? []).map((row) => dot(vector, rowOf(vectors.matrix, row)));
    },
    weight: index.keyword.weight,
    has: index.keyword.has,
  };
}
