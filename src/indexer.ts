import { withFacts } from './corpus/facts.ts';
import { deriveLists } from './corpus/lists.ts';
import { readCorpus } from './corpus/read.ts';
import type { Embedder, Passage, Source, Vector } from './domain.ts';
import { ServiceError } from './errors.ts';
import { buildKeywordData } from './search/keyword.ts';
import { type Manifest, openIndex, readManifest } from './search/store.ts';
import { keywordText, type Unit, unitsOf } from './search/units.ts';
import { type Matrix, rowOf } from './search/vectors.ts';
import { type IndexContent, isMadeOf, removeStale, writeIndex } from './search/write.ts';
import { ensureWritable } from './writable-folder.ts';

/** Texts embedded between two reports of progress. */
const BATCH = 64;

/** Where an index goes, and what makes it. */
export interface IndexTarget {
  readonly indexDir: string;
  /** Null builds an index for keyword search alone. */
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
  /** Texts whose vectors were taken from the index that was there. */
  readonly reused: number;
}

export interface IndexReport extends EmbeddingCounts {
  /** Files of the corpus. */
  readonly sources: number;
  readonly passages: number;
  /** What the owner should look at; the index was written nevertheless. */
  readonly warnings: readonly string[];
}

/**
 * Reads a corpus folder and writes its index folder, whole or not at all. Only texts that the
 * index there does not hold are embedded.
 * @throws ServiceError that says what to correct, or the signal's reason; nothing is written then.
 */
export async function buildIndex(options: IndexTarget & CorpusFolder): Promise<IndexReport> {
  const { sources, passages, warnings } = await readPassages(options.corpusDir, options);
  const counts = await indexPassages(sources, passages, options);
  const files = sources.filter((source) => source.kind !== 'list').length;
  return { sources: files, passages: passages.length, warnings, ...counts };
}

/**
 * Whether the index folder holds what `buildIndex` would write. Without an embedder, vectors that
 * are there do no harm.
 * @throws ServiceError `invalid-corpus`
 */
export async function isCurrent({
  corpusDir,
  indexDir,
  embedder,
  followLinks,
}: IndexTarget & CorpusFolder): Promise<boolean> {
  const { sources } = await readSources(corpusDir, { followLinks });
  try {
    const manifest = await readManifest(indexDir);
    return isMadeOf(manifest, sources) && (!embedder || isMadeBy(manifest, embedder));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return false;
  }
}

function isMadeBy({ embedder }: Manifest, { model, dimensions }: Embedder): boolean {
  return embedder?.model === model && embedder.dimensions === dimensions;
}

/** The sources of a corpus folder with their facts and lists, and the passages they are cut into. */
export async function readPassages(
  corpusDir: string,
  options: Pick<CorpusFolder, 'followLinks'> = {},
): Promise<{ sources: Source[]; passages: Passage[]; warnings: string[] }> {
  const { sources, warnings } = await readSources(corpusDir, options);
  // LangChain, which cuts the text, takes long to load, and a service with an index has no need of it.
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
  const told = await readCorpus(corpusDir, { followLinks, onWarning });
  return { sources: [...told.map(withFacts), ...deriveLists(told)], warnings };
}

/** Writes the index folder of passages; see `buildIndex`. */
export async function indexPassages(
  sources: readonly Source[],
  passages: readonly Passage[],
  target: IndexTarget,
): Promise<EmbeddingCounts> {
  const { indexDir, embedder, signal } = target;
  await ensureIndexDir(indexDir);
  const keyword = buildKeywordData(keywordTexts(sources, passages));
  let vectors: IndexContent['vectors'] = null;
  let counts: EmbeddingCounts = { embedded: 0, reused: 0 };
  if (embedder) {
    const known = await knownVectors(indexDir, embedder);
    const units = unitsOf(sources, passages);
    counts = await embedMissing(units, known, embedder, target);
    vectors = { model: embedder.model, matrix: toMatrix(units, known, embedder.dimensions) };
  }
  signal?.throwIfAborted();
  await writeIndex(indexDir, { sources, passages, keyword, vectors }, signal);
  // The index before is kept until this one has opened.
  await openIndex(indexDir);
  await removeStale(indexDir);
  return counts;
}

/** @throws ServiceError `index-unusable` if no index can be written there */
export function ensureIndexDir(indexDir: string): Promise<void> {
  return ensureWritable(indexDir, 'INDEX_DIR (or --out)', 'index-unusable');
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
  { onProgress, signal }: IndexTarget,
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

/** Vectors by text of the index in place, if it was made with the same embedder. */
async function knownVectors(indexDir: string, embedder: Embedder): Promise<Map<string, Vector>> {
  const known = new Map<string, Vector>();
  try {
    const { manifest, vectors } = await openIndex(indexDir);
    if (!vectors || !isMadeBy(manifest, embedder)) return known;
    vectors.units.forEach((unit, row) => {
      known.set(unit.text, rowOf(vectors.matrix, row));
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
    `${model} gave ${vector ? `a vector of ${vector.length} dimensions` : 'no vector for a text'} where ${dimensions} dimensions were expected. Choose another embedder with EMBEDDER.`,
  );
}

function toMatrix(units: readonly Unit[], known: Map<string, Vector>, dimensions: number): Matrix {
  const values = new Float32Array(units.length * dimensions);
  units.forEach((unit, row) => {
    values.set(known.get(unit.text) ?? [], row * dimensions);
  });
  return { values, dimensions };
}
