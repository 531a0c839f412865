import { withFacts } from './corpus/facts.ts';
import { deriveLists } from './corpus/lists.ts';
import { readCorpus } from './corpus/read.ts';
import type { Embedder, Passage, Source, Vector } from './domain.ts';
import { ServiceError } from './errors.ts';
import { MODEL } from './language/en/templates/owner.ts';
import { type IndexContent, isMadeOf } from './search/content.ts';
import type { IndexStore } from './search/index-store.ts';
import { buildKeywordData } from './search/keyword.ts';
import type { Manifest } from './search/manifest.ts';
import { folderStore } from './search/store.ts';
import { keywordText, type Unit, unitsOf } from './search/units.ts';
import { type Matrix, rowOf } from './search/vectors.ts';

/** Texts embedded between two progress reports. */
const BATCH = 64;

/** Where an index is written: a store, or a folder. */
export type IndexPlace = { readonly store: IndexStore } | { readonly indexDir: string };

/** Where an index is written, and what embeds its texts. */
export type IndexTarget = IndexPlace & IndexWork;

export interface IndexWork {
  /** Null builds an index for keyword search only. */
  readonly embedder: Embedder | null;
  /** Called after every batch with the number of texts embedded so far. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Where the texts are. */
export interface CorpusFolder {
  readonly corpusDir: string;
  /** Whether links that lead out of the folder are followed. */
  readonly followLinks?: boolean | undefined;
}

export interface EmbeddingCounts {
  /** Texts embedded in this run: passages, sentences and ways of asking. */
  readonly embedded: number;
  /** Texts whose vectors were taken from the existing index. */
  readonly reused: number;
}

export interface IndexReport extends EmbeddingCounts {
  /** Files of the corpus. */
  readonly sources: number;
  readonly passages: number;
  /** What the owner should look at; the index was written anyway. */
  readonly warnings: readonly string[];
}

/**
 * Reads a corpus folder and writes its index, completely or not at all. Only texts that the
 * existing index lacks are embedded.
 * @throws ServiceError that says what to correct, or the signal's reason; then nothing is written
 */
export async function buildIndex(options: IndexTarget & CorpusFolder): Promise<IndexReport> {
  const { sources, passages, warnings } = await readPassages(options.corpusDir, options);
  const counts = await indexPassages(sources, passages, options);
  const files = sources.filter((source) => source.kind !== 'list').length;
  return { sources: files, passages: passages.length, warnings, ...counts };
}

/**
 * Whether the index holds what `buildIndex` would write. Without an embedder, existing vectors
 * do no harm.
 * @throws ServiceError `invalid-corpus`
 */
export async function isCurrent(target: IndexTarget & CorpusFolder): Promise<boolean> {
  const { corpusDir, followLinks, embedder } = target;
  const { sources } = await readSources(corpusDir, { followLinks });
  try {
    const manifest = await storeOf(target).readManifest();
    return isMadeOf(manifest, sources) && (!embedder || isMadeBy(manifest, embedder));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return false;
  }
}

function isMadeBy({ embedder }: Manifest, { model, dimensions }: Embedder): boolean {
  return embedder?.model === model && embedder.dimensions === dimensions;
}

/** The sources of a corpus folder with their facts and lists, and the passages they are split into. */
export async function readPassages(
  corpusDir: string,
  options: Pick<CorpusFolder, 'followLinks'> = {},
): Promise<{ sources: Source[]; passages: Passage[]; warnings: string[] }> {
  const { sources, warnings } = await readSources(corpusDir, options);
  // LangChain, which splits the text, is slow to load, and a service with a current index does not need it.
  const { splitSource } = await import('./corpus/split.ts');
  const passages = (await Promise.all(sources.map(splitSource))).flat();
  return { sources, passages, warnings };
}

async function readSources(
  corpusDir: string,
  { followLinks = false }: Pick<CorpusFolder, 'followLinks'>,
): Promise<{ sources: Source[]; warnings: string[] }> {
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  const written = await readCorpus(corpusDir, { followLinks, onWarning });
  return { sources: [...written.map(withFacts), ...deriveLists(written)], warnings };
}

/** Writes the index of passages; see `buildIndex`. */
export async function indexPassages(
  sources: readonly Source[],
  passages: readonly Passage[],
  target: IndexTarget,
): Promise<EmbeddingCounts> {
  const { embedder, signal } = target;
  const store = storeOf(target);
  await store.ensureWritable(embedder?.dimensions ?? null);
  const keyword = buildKeywordData(keywordTexts(sources, passages));
  let vectors: IndexContent['vectors'] = null;
  let counts: EmbeddingCounts = { embedded: 0, reused: 0 };
  if (embedder) {
    const known = await knownVectors(store, embedder);
    const units = unitsOf(sources, passages);
    counts = await embedMissing(units, known, embedder, target);
    vectors = { model: embedder.model, matrix: toMatrix(units, known, embedder.dimensions) };
  }
  signal?.throwIfAborted();
  await store.write({ sources, passages, keyword, vectors }, signal);
  // The previous index is kept until this one has opened.
  await store.open();
  await store.removeStale();
  return counts;
}

function storeOf(place: IndexPlace): IndexStore {
  return 'store' in place ? place.store : folderStore(place.indexDir);
}

function keywordTexts(sources: readonly Source[], passages: readonly Passage[]): string[] {
  const sourceById = new Map(sources.map((source) => [source.id, source]));
  return passages.map((passage, i) => {
    const source = sourceById.get(passage.sourceId);
    if (!source) throw new Error(`No source for passage ${passage.id}`);
    return keywordText(source, passage, passages[i - 1]?.sourceId !== passage.sourceId);
  });
}

/** Adds to `known` the vectors of the texts that it lacks. */
async function embedMissing(
  units: readonly Unit[],
  known: Map<string, Vector>,
  embedder: Embedder,
  { onProgress, signal }: IndexWork,
): Promise<EmbeddingCounts> {
  const texts = [...new Set(units.map((unit) => unit.text))];
  const missing = texts.filter((text) => !known.has(text));
  for (let done = 0; done < missing.length; done += BATCH) {
    const batch = missing.slice(done, done + BATCH);
    const vectors = await embedder.embed(batch, signal);
    batch.forEach((text, i) => {
      known.set(text, checked(vectors[i], embedder));
    });
    onProgress?.(done + batch.length, missing.length);
  }
  return { embedded: missing.length, reused: texts.length - missing.length };
}

/** The vectors in the existing index by their text, if it was built with the same embedder. */
async function knownVectors(store: IndexStore, embedder: Embedder): Promise<Map<string, Vector>> {
  const known = new Map<string, Vector>();
  try {
    if (!isMadeBy(await store.readManifest(), embedder)) return known;
    const { sources, passages, vectors } = await store.open();
    const matrix = await vectors?.matrix();
    if (!matrix) return known;
    unitsOf(sources, passages).forEach((unit, row) => {
      known.set(unit.text, rowOf(matrix, row));
    });
  } catch (error) {
    // No index, or one that this run repairs.
    if (!(error instanceof ServiceError)) throw error;
  }
  return known;
}

function checked(vector: Vector | undefined, { model, dimensions }: Embedder): Vector {
  if (vector?.length === dimensions) return vector;
  throw new ServiceError(
    'model-failed',
    vector ? MODEL.wrongDimensions(model, vector.length, dimensions) : MODEL.noVector(model),
  );
}

function toMatrix(units: readonly Unit[], known: Map<string, Vector>, dimensions: number): Matrix {
  const values = new Float32Array(units.length * dimensions);
  units.forEach((unit, row) => {
    values.set(known.get(unit.text) ?? [], row * dimensions);
  });
  return { values, dimensions };
}
