import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { proposeQuestions } from './answer/follow-ups.ts';
import type { Knowledge, ReadText } from './answer/knowledge.ts';
import { loadChoice } from './answer/load.ts';
import { buildNameIndex } from './answer/names.ts';
import { sourcesOf } from './answer/resolve/mentions.ts';
import { createRespond, type RespondParts } from './answer/respond.ts';
import { quoted } from './answer/statement.ts';
import type { ChatModel, Embedder, Passage, Reader, Sentence, Service, Source } from './domain.ts';
import { ServiceError } from './errors.ts';
import { INDEX } from './language/en/templates/owner.ts';
import { createCite } from './publications/citations.ts';
import type { Manifest } from './search/manifest.ts';
import { retrieve } from './search/retrieve.ts';
import type { OpenIndex } from './search/store.ts';
import { contentStems, squeezed, wordsOf } from './text/words.ts';

export interface ServiceParts {
  readonly index: OpenIndex;
  /** Null searches by keywords only. */
  readonly embedder: Embedder | null;
  /** Null chooses answers without a reader. */
  readonly reader?: Reader | null;
  /** Null answers with quotes only. */
  readonly chatModel: ChatModel | null;
  /** Checks what the chat model writes; null where its quotes, names and numbers are checked alone. */
  readonly checkModel?: ChatModel | null;
  readonly onModelError: RespondParts['onModelError'];
  readonly onUnsupported?: RespondParts['onUnsupported'];
  readonly publicUrl?: RespondParts['publicUrl'];
}

/** Some work cut into pieces, between which others may be served. */
type Steps<T> = Generator<void, T>;

/**
 * The answering service over an opened index.
 * @throws ServiceError `index-unusable` if the index was built with another embedder
 */
export function createService(parts: ServiceParts): Service {
  return atOnce(serviceSteps(parts));
}

/** The same, made while others are served. */
export async function createServiceBeside(parts: ServiceParts): Promise<Service> {
  const steps = serviceSteps(parts);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}

function* serviceSteps(parts: ServiceParts): Steps<Service> {
  const { index, chatModel, checkModel = null, onModelError, onUnsupported, publicUrl } = parts;
  if (parts.embedder) checkEmbedder(index.manifest, parts.embedder);
  const embedder = index.vectors ? parts.embedder : null;
  const knowledge = yield* knowledgeSteps(index);
  const reader = parts.reader ?? null;
  const respond = createRespond({
    knowledge,
    embedder,
    reader,
    choice: loadChoice(embedder?.model ?? null),
    chatModel,
    checkModel,
    onModelError,
    onUnsupported,
    publicUrl,
  });
  yield;
  return {
    sources: index.sources,
    passagesOf: knowledge.passagesOf,
    researcher: knowledge.names.owner?.title ?? null,
    status: {
      index: index.manifest.generation,
      sources: index.sources.length,
      passages: index.passages.length,
      embedder: embedder?.model ?? null,
      reader: reader?.model ?? null,
      chatModel: chatModel?.model ?? null,
    },
    suggestions: proposeQuestions(knowledge, 3),
    ask: respond,
    embed: async (texts, signal) => (embedder ? embedder.embed(texts, signal) : null),
    async search(query, limit, signal, record) {
      const started = performance.now();
      const [vector = null] = embedder ? await embedder.embed([query], signal) : [];
      if (embedder) record?.('embed', performance.now() - started);
      const named = sourcesOf(knowledge.names.find(query), knowledge.source).map(({ id }) => id);
      return knowledge.search(query, { vector, named: new Set(named), limit, record, signal });
    },
  };
}

/** @throws ServiceError `index-unusable` that names both models and the remedy. */
export function checkEmbedder({ embedder: made }: Manifest, set: Embedder): void {
  if (!made || (made.model === set.model && made.dimensions === set.dimensions)) return;
  throw new ServiceError('index-unusable', INDEX.otherEmbedder(made, set));
}

/** Texts whose words and names are remembered, and passages whose words are: about 1 kB each. */
const MAX_REMEMBERED = 5_000;

/** An open index as the answering reads it. */
export function createKnowledge(index: OpenIndex): Knowledge {
  return atOnce(knowledgeSteps(index));
}

function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Passages read without a break. */
const PASSAGES_A_TURN = 64;

function* knowledgeSteps(index: OpenIndex): Steps<Knowledge> {
  const sourceById = new Map(index.sources.map((source) => [source.id, source]));
  const passagesBySource = new Map<string, Passage[]>();
  for (const passage of index.passages) {
    const passages = passagesBySource.get(passage.sourceId);
    if (passages) passages.push(passage);
    else passagesBySource.set(passage.sourceId, [passage]);
  }
  // Without the ways of asking, which an answer cannot quote.
  const quotable = new Set<string>();
  const addQuotable = (text: string) => {
    for (const { stem } of wordsOf(text)) quotable.add(stem);
  };
  // Built now: on the first follow-up it would hold up everybody.
  const places = new Map<string, { readonly passage: Passage; readonly sentence: Sentence }>();
  for (const [i, passage] of index.passages.entries()) {
    if (i % PASSAGES_A_TURN === 0) yield;
    addQuotable(passage.text);
    for (const sentence of passage.sentences) {
      const { start, end } = sentence;
      places.set(squeezed(passage.text.slice(start, end)), { passage, sentence });
    }
  }
  for (const text of index.sources.flatMap(({ title, aliases }) => [title, ...aliases])) {
    addQuotable(text);
  }
  const positions = new Map(index.passages.map((passage, position) => [passage, position]));
  yield;
  const passagesOf = (id: string) => passagesBySource.get(id) ?? [];
  const names = buildNameIndex(index.sources, index.keyword.has);
  yield;
  const cite = createCite(index.sources);
  yield;
  const remembered = new LRUCache<string, ReadText>({ max: MAX_REMEMBERED });
  const stemmed = new LRUCache<Passage, ReadonlySet<string>[]>({ max: MAX_REMEMBERED });
  return {
    sources: index.sources,
    names,
    source: (id): Source | undefined => sourceById.get(id),
    passagesOf,
    search: (question, options) => retrieve(index, question, options),
    async cosines(passages, vector, signal) {
      const rows = passages.map((passage) => positions.get(passage) ?? 0);
      const cosines = (await index.vectors?.cosines(vector, rows, signal)) ?? null;
      // The passage itself comes first, and its sentences follow.
      return (
        cosines?.map((all, i) => all.slice(1, 1 + (passages[i]?.sentences.length ?? 0))) ?? null
      );
    },
    sentenceStems(passage) {
      const known = stemmed.get(passage);
      if (known) return known;
      const title = sourceById.get(passage.sourceId)?.title ?? '';
      const stems = passage.sentences.map(
        ({ start, end, asked = '' }) =>
          new Set(contentStems(`${title} ${asked} ${passage.text.slice(start, end)}`)),
      );
      stemmed.set(passage, stems);
      return stems;
    },
    locate(text) {
      const place = places.get(squeezed(text));
      const source = place && sourceById.get(place.passage.sourceId);
      return source && quoted(source, place.passage, place.sentence);
    },
    bibtex: (works) => cite(works, 'bibtex', ({ url }) => url ?? ''),
    read(text) {
      const known = remembered.get(text);
      if (known) return known;
      const read = {
        stems: new Set(wordsOf(text).map(({ stem }) => stem)),
        named: new Set(names.find(text).flatMap(({ sourceIds }) => sourceIds)),
      };
      remembered.set(text, read);
      return read;
    },
    weight: index.keyword.weight,
    has: (stem) => quotable.has(stem),
  };
}
