import { withFacts } from './corpus/catalogue.ts';
import { readCorpus } from './corpus/read.ts';
import { SPLITTER_VERSION, splitSource } from './corpus/split.ts';
import type { Embedder, Passage, Source, Vector } from './domain.ts';
import { ServiceError } from './errors.ts';
import { buildKeywordData } from './search/keyword.ts';
import { openIndex, removeStale, writeIndex } from './search/store.ts';
import { keywordText, type Unit, unitsOf } from './search/units.ts';
import { rowOf } from './search/vectors.ts';

const BATCH = 64;

export interface IndexOptions {
  readonly corpusDir: string;
  readonly indexDir: string;
  /** Null builds an index for keyword search alone. */
  readonly embedder: Embedder | null;
  /** Called after every batch with the number of texts embedded so far. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface IndexReport {
  readonly sources: number;
  readonly passages: number;
  /** Texts embedded in this run: passages, sentences and ways of asking. */
  readonly embedded: number;
  /** Texts whose vectors were taken from the index that was there. */
  readonly reused: number;
}

/**
 * Reads a corpus folder and writes its index folder, whole or not at all. Only texts that the
 * index there does not hold are embedded.
 */
export async function buildIndex(options: IndexOptions): Promise<IndexReport> {
  const { corpusDir, indexDir, embedder, signal } = options;
  const { sources, passages } = await readPassages(corpusDir);
  const units = embedder ? unitsOf(sources, passages) : [];
  const known = embedder ? await knownVectors(indexDir, embedder) : new Map<string, Vector>();
  const missing = [...new Set(units.map((unit) => unit.text))].filter((text) => !known.has(text));
  const reused = new Set(units.map((unit) => unit.text)).size - missing.length;
  if (embedder) {
    for (let done = 0; done < missing.length; done += BATCH) {
      const texts = missing.slice(done, done + BATCH);
      const vectors = await embedder.embed(texts, signal);
      texts.forEach((text, i) => {
        known.set(text, vectors[i] as Vector);
      });
      options.onProgress?.(done + texts.length, missing.length);
    }
  }
  signal?.throwIfAborted();
  const firsts = new Set(firstPassages(passages));
  await writeIndex(indexDir, {
    splitterVersion: SPLITTER_VERSION,
    sources,
    passages,
    keyword: buildKeywordData(
      passages.map((passage) =>
        keywordText(sourceOf(sources, passage), passage, firsts.has(passage)),
      ),
    ),
    vectors: embedder && {
      model: embedder.model,
      matrix: toMatrix(units, known, embedder.dimensions),
    },
  });
  // The index before is kept until this one has opened.
  await openIndex(indexDir);
  await removeStale(indexDir);
  return { sources: sources.length, passages: passages.length, embedded: missing.length, reused };
}

/** The sources of a corpus folder with their facts, and the passages they are cut into. */
export async function readPassages(
  corpusDir: string,
): Promise<{ sources: Source[]; passages: Passage[] }> {
  const sources = (await readCorpus(corpusDir)).map(withFacts);
  const passages = (await Promise.all(sources.map(splitSource))).flat();
  return { sources, passages };
}

/** Vectors by text of the index in place, if it was made with the same embedder. */
async function knownVectors(indexDir: string, embedder: Embedder): Promise<Map<string, Vector>> {
  const known = new Map<string, Vector>();
  try {
    const { manifest, vectors } = await openIndex(indexDir);
    const isSame =
      manifest.embedder?.model === embedder.model &&
      manifest.embedder.dimensions === embedder.dimensions;
    if (!vectors || !isSame) return known;
    vectors.units.forEach((unit, row) => {
      known.set(unit.text, rowOf(vectors.matrix, row));
    });
  } catch (error) {
    // No index, or one that this run repairs.
    if (!(error instanceof ServiceError)) throw error;
  }
  return known;
}

function toMatrix(units: readonly Unit[], known: Map<string, Vector>, dimensions: number) {
  const values = new Float32Array(units.length * dimensions);
  units.forEach((unit, row) => {
    values.set(known.get(unit.text) ?? [], row * dimensions);
  });
  return { values, dimensions };
}

function firstPassages(passages: readonly Passage[]): Passage[] {
  return passages.filter((passage, i) => passages[i - 1]?.sourceId !== passage.sourceId);
}

function sourceOf(sources: readonly Source[], passage: Passage): Source {
  const source = sources.find((candidate) => candidate.id === passage.sourceId);
  if (!source) throw new Error(`No source for passage ${passage.id}`);
  return source;
}
