// For projects that read this file without the folder around it.
/// <reference path="./hnswlib-node.d.ts" />
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Vector } from '../domain.ts';

// Links per node, candidates while building, candidates while searching. Recall@10 is 0.997 over the
// 11,942 units of CACM (0.992 with 400 candidates, 0.68 with hnswlib's default of 10, which it resets
// at every load); `npm run bench` requires 0.99 at 100,000 vectors.
export const LINKS = 16;
export const BUILD_CANDIDATES = 200;
export const SEARCH_CANDIDATES = 800;
/** Rows added before the event loop gets a turn, for example to handle an interrupt. */
const ROWS_A_TURN = 256;

export interface VectorMatch {
  /** Row of the matrix. */
  readonly id: number;
  /** −1 to 1. */
  readonly cosine: number;
}

export interface VectorIndex {
  /** The nearest `limit` rows, nearest first; all rows if there are fewer. */
  search(query: Vector, limit: number): VectorMatch[];
}

/** Rows of length 1, one after the other: row i is `values.subarray(i * dimensions, …)`. */
export interface Matrix {
  readonly values: Float32Array;
  readonly dimensions: number;
}

export function rowCount({ values, dimensions }: Matrix): number {
  return values.length / dimensions;
}

export function rowOf({ values, dimensions }: Matrix, row: number): Vector {
  return values.subarray(row * dimensions, (row + 1) * dimensions);
}

/** The cosine of two vectors of length 1. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Compares with every row: the reference, and the fallback if the native library cannot load. */
export function exactIndex(matrix: Matrix): VectorIndex {
  return {
    search(query, limit) {
      const matches = Array.from({ length: rowCount(matrix) }, (_, id) => ({
        id,
        cosine: dot(query, rowOf(matrix, id)),
      }));
      return matches.sort((a, b) => b.cosine - a.cosine || a.id - b.id).slice(0, limit);
    },
  };
}

/** Whether graphs can be built and searched. */
export async function hasHnsw(): Promise<boolean> {
  return (await loadHnsw()) !== null;
}

/** hnswlib is compiled on installation; null if that failed. */
async function loadHnsw() {
  try {
    return (await import('hnswlib-node')).default.HierarchicalNSW;
  } catch {
    return null;
  }
}

/**
 * Writes the graph of a matrix (HNSW, Malkov and Yashunin 2016) to a file; equal rows give equal bytes.
 * @returns false if the native library cannot be loaded; then nothing is written
 */
export async function writeHnsw(
  matrix: Matrix,
  file: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const HierarchicalNSW = await loadHnsw();
  if (!HierarchicalNSW) return false;
  const graph = new HierarchicalNSW('ip', matrix.dimensions);
  const count = rowCount(matrix);
  graph.initIndex(count, LINKS, BUILD_CANDIDATES, 100);
  for (let id = 0; id < count; id++) {
    graph.addPoint(Array.from(rowOf(matrix, id)), id);
    if (id % ROWS_A_TURN === 0) {
      await nextTurn();
      signal?.throwIfAborted();
    }
  }
  await graph.writeIndex(file);
  return true;
}

/**
 * Reads a graph that `writeHnsw` wrote. The caller has checked the file's hash and the dimensions:
 * hnswlib crashes on a damaged file and trusts any dimensions.
 * @returns null if the native library cannot be loaded
 */
export async function readHnsw(file: string, matrix: Matrix): Promise<VectorIndex | null> {
  const HierarchicalNSW = await loadHnsw();
  if (!HierarchicalNSW) return null;
  const graph = new HierarchicalNSW('ip', matrix.dimensions);
  await graph.readIndex(file);
  const count = rowCount(matrix);
  graph.setEf(Math.min(count, SEARCH_CANDIDATES));
  return {
    search(query, limit) {
      // hnswlib throws when asked for more rows than it has.
      const { neighbors, distances } = graph.searchKnn(Array.from(query), Math.min(limit, count));
      // hnswlib reports the distance 1 − inner product.
      return neighbors.map((id, i) => ({ id, cosine: 1 - (distances[i] ?? 1) }));
    },
  };
}
