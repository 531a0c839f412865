import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Passage, Source } from '../domain.ts';
import { INDEX_FAULTS } from '../language/en/templates/owner.ts';
import { exactNames } from './exact-names.ts';
import type { OpenIndex } from './index-store.ts';
import { type KeywordData, openKeywordIndex } from './keyword.ts';
import { INDEX_FORMAT, type IndexFile, type Manifest, unusable } from './manifest.ts';
import { unitGroups } from './units.ts';
import { type Matrix, rowCount } from './vectors.ts';

/** What is written to an index, wherever it is kept. */
export interface IndexContent {
  readonly sources: readonly Source[];
  readonly passages: readonly Passage[];
  readonly keyword: KeywordData;
  /** A row for each unit of the passages, or null for an index without vectors. */
  readonly vectors: { readonly model: string; readonly matrix: Matrix } | null;
}

/** Bytes written at once, and read without a break: large files do not fit into one string. */
const CHUNK = 2 ** 20;

/** The files that hold a content, each in chunks. */
export function* filesOf(
  content: IndexContent,
): Generator<readonly [IndexFile, Iterable<Uint8Array>]> {
  const { sources, passages, keyword, vectors } = content;
  yield ['sources.jsonl', toChunks(sources)];
  yield ['passages.jsonl', toChunks(passages)];
  yield ['keyword.jsonl', toChunks(keywordLines(keyword))];
  if (!vectors) return;
  const { values } = vectors.matrix;
  yield ['vectors.f32', [new Uint8Array(values.buffer, values.byteOffset, values.byteLength)]];
}

/** @param hashes SHA-256 by file name, sorted by name */
export function manifestOf(content: IndexContent, hashes: Readonly<Record<string, string>>) {
  const { sources, passages, vectors } = content;
  return {
    format: INDEX_FORMAT,
    generation: hashOf([JSON.stringify(hashes)]).slice(0, 16),
    embedder: vectors && { model: vectors.model, dimensions: vectors.matrix.dimensions },
    counts: {
      sources: sources.length,
      passages: passages.length,
      units: vectors ? rowCount(vectors.matrix) : 0,
    },
    files: hashes as Manifest['files'],
  } satisfies Manifest;
}

/**
 * Whether an index with this manifest was built from these sources. That covers passages and units:
 * `INDEX_FORMAT` increases when sources are split differently.
 */
export function isMadeOf(manifest: Manifest, sources: readonly Source[]): boolean {
  return manifest.files['sources.jsonl'] === hashOf(toChunks(sources));
}

export function hashOf(chunks: Iterable<Uint8Array | string>): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

export interface OpenedContent {
  readonly index: Omit<OpenIndex, 'vectors'>;
  /** Passage p has the rows from `firstRows[p]` up to, but not including, `firstRows[p + 1]`. */
  readonly firstRows: Uint32Array;
  /** The bytes of one more file. */
  checked(name: IndexFile): Promise<Buffer>;
}

/**
 * All but the vectors.
 * @param read gives the bytes of a file
 * @throws ServiceError `index-unusable` if the files are not those of the manifest
 */
export async function openContent(
  manifest: Manifest,
  place: string,
  read: (name: IndexFile) => Promise<Buffer>,
): Promise<OpenedContent> {
  const checked = async (name: IndexFile) => {
    const bytes = await read(name);
    if ((await hashInTurns(bytes)) !== manifest.files[name]) {
      throw unusable(place, INDEX_FAULTS.fileDamaged(name));
    }
    return bytes;
  };
  const sources = await parsedLines<Source>(await checked('sources.jsonl'));
  const passages = await parsedLines<Passage>(await checked('passages.jsonl'));
  const keyword = await readKeywordData(await checked('keyword.jsonl'));
  const { counts } = manifest;
  if (
    sources.length !== counts.sources ||
    passages.length !== counts.passages ||
    keyword.lengths.length !== counts.passages
  ) {
    throw unusable(place, INDEX_FAULTS.wrongCounts);
  }
  const firstRows = manifest.embedder ? await firstRowsOf(sources, passages) : new Uint32Array();
  if (manifest.embedder && firstRows.at(-1) !== counts.units) {
    throw unusable(place, INDEX_FAULTS.wrongVectors);
  }
  return {
    index: {
      manifest,
      sources,
      sourceById: new Map(sources.map((source) => [source.id, source])),
      passages,
      keyword: openKeywordIndex(keyword),
      passagesNamed: exactNames(sources, passages),
    },
    firstRows,
    checked,
  };
}

/** Passages whose units are counted without a break. */
const PASSAGES_A_TURN = 1_000;

async function firstRowsOf(
  sources: readonly Source[],
  passages: readonly Passage[],
): Promise<Uint32Array> {
  const firstRows = new Uint32Array(passages.length + 1);
  let passage = 0;
  for (const units of unitGroups(sources, passages)) {
    firstRows[passage + 1] = (firstRows[passage] ?? 0) + units.length;
    passage += 1;
    if (passage % PASSAGES_A_TURN === 0) await nextTurn();
  }
  return firstRows;
}

function* toChunks(values: Iterable<unknown>): Generator<Buffer> {
  let lines = '';
  for (const value of values) {
    lines += `${JSON.stringify(value)}\n`;
    if (lines.length < CHUNK) continue;
    yield Buffer.from(lines);
    lines = '';
  }
  if (lines !== '') yield Buffer.from(lines);
}

function* keywordLines({ lengths, postings }: KeywordData): Generator<unknown> {
  yield lengths;
  for (const [stem, pairs] of postings) yield [stem, Array.from(pairs)];
}

async function readKeywordData(bytes: Buffer): Promise<KeywordData> {
  let lengths: readonly number[] | undefined;
  const postings = new Map<string, Uint32Array>();
  await parseLines(bytes, (line) => {
    if (!lengths) {
      lengths = line as number[];
      return;
    }
    const [stem, pairs] = line as [string, number[]];
    postings.set(stem, Uint32Array.from(pairs));
  });
  return { lengths: lengths ?? [], postings };
}

async function parsedLines<T>(bytes: Buffer): Promise<T[]> {
  const values: T[] = [];
  await parseLines(bytes, (value) => values.push(value as T));
  return values;
}

/** Lets others be served in between. */
async function hashInTurns(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for (let start = 0; start < bytes.length; start += 16 * CHUNK) {
    hash.update(bytes.subarray(start, start + 16 * CHUNK));
    await nextTurn();
  }
  return hash.digest('hex');
}

/** Parses line by line, and lets others be served in between. */
async function parseLines(bytes: Buffer, each: (value: unknown) => void): Promise<void> {
  let turn = 0;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf('\n', start);
    each(JSON.parse(bytes.toString('utf8', start, end)));
    start = end + 1;
    if (start - turn < CHUNK) continue;
    turn = start;
    await nextTurn();
  }
}
