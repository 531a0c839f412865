import type { Passage, Source, Vector } from '../domain.ts';
import type { IndexContent } from './content.ts';
import type { ExactNames } from './exact-names.ts';
import type { KeywordIndex } from './keyword.ts';
import type { Manifest } from './manifest.ts';
import type { Matrix, VectorMatch } from './vectors.ts';

/** Where an index is kept: a folder, or PostgreSQL. */
export interface IndexStore {
  /** For people: what is read and written. */
  readonly place: string;
  /**
   * Finds out, before long work, whether an index can be written.
   * @param dimensions of its vectors; null where it will have none
   * @throws ServiceError `index-unusable` with the remedy
   */
  ensureWritable(dimensions: number | null): Promise<void>;
  /**
   * What the index in use holds, without opening it.
   * @throws ServiceError `index-missing` or `index-unusable`, with the remedy
   */
  readManifest(): Promise<Manifest>;
  /** @throws the same */
  open(): Promise<OpenIndex>;
  /**
   * Writes an index completely or not at all, and takes it into use.
   * @throws ServiceError `index-unusable`, or the signal's reason
   */
  write(content: IndexContent, signal?: AbortSignal): Promise<Manifest>;
  /** Removes what no service reads anymore. */
  removeStale(): Promise<void>;
}

export interface OpenIndex {
  readonly manifest: Manifest;
  readonly sources: readonly Source[];
  readonly sourceById: ReadonlyMap<string, Source>;
  readonly passages: readonly Passage[];
  readonly keyword: KeywordIndex;
  readonly passagesNamed: ExactNames;
  readonly vectors: PassageVectors | null;
}

/** The vectors of all units. Where they cannot be reached at the moment, both searches give null. */
export interface PassageVectors {
  /** Passage p has the rows from `firstRows[p]` up to, but not including, `firstRows[p + 1]`. */
  readonly firstRows: Uint32Array;
  /** Whether there is a graph to search; otherwise every vector is compared. */
  readonly isNative: boolean;
  /** The nearest `limit` rows, nearest first; all rows if there are fewer. */
  nearest(
    vector: Vector,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly VectorMatch[] | null>;
  /** The cosines of each passage's rows, in order, for passages by their positions. */
  cosines(
    vector: Vector,
    passages: readonly number[],
    signal?: AbortSignal,
  ): Promise<readonly (readonly number[])[] | null>;
  /** All rows, for those whose texts have not changed. */
  matrix(): Promise<Matrix>;
}
