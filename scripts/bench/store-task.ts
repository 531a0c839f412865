import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Vector } from '../../src/domain.ts';
import type { IndexStore } from '../../src/search/index-store.ts';
import { buildKeywordData } from '../../src/search/keyword.ts';
import { pgvectorStore } from '../../src/search/pgvector.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import { folderStore, openIndex } from '../../src/search/store.ts';
import { dot, type Matrix, rowCount, rowOf } from '../../src/search/vectors.ts';
import { type Figure, quantile } from './bound.ts';
import { synthesize } from './synthetic.ts';

/** What a process of its own does: `fill` a store, or open it and `search`. */
export interface StoreTask {
  readonly step: 'fill' | 'search';
  readonly count: number;
  /** A folder, or the address of a database. */
  readonly place: string;
  /** Folder of an index with real vectors. */
  readonly given: string;
  /** Folder for the questions, the same for both stores. */
  readonly home: string;
}

interface Question {
  readonly text: string;
  readonly vector: readonly number[];
  /** The cosine of the tenth nearest, for those that are compared with exact search. */
  readonly tenth?: number;
}

const QUESTIONS = 500;
const COMPARED = 100;

process.once('message', async (task: StoreTask) => {
  const figures = task.step === 'fill' ? await fill(task) : await search(task);
  process.send?.(figures, () => process.exit());
});

async function fill({ count, place, given, home }: StoreTask): Promise<Figure[]> {
  const base = await (await openIndex(given)).vectors?.matrix();
  const { sources, passages, matrix, question } = synthesize(count, base ?? null);
  const keyword = buildKeywordData(passages.map(({ text }) => text));
  const questions = Array.from({ length: QUESTIONS }, question).map(({ text, vector }, i) => ({
    ...{ text, vector: [...vector] },
    ...(i < COMPARED && { tenth: tenthOf(matrix, vector) }),
  }));
  await writeFile(path.join(home, 'questions.json'), JSON.stringify(questions));
  const started = performance.now();
  const store = storeAt(place);
  await store.ensureWritable(matrix.dimensions);
  const content = { sources, passages, keyword, vectors: { model: 'synthetic', matrix } };
  await store.write(content);
  return [figure({ count, place }, 'write', (performance.now() - started) / 1000, 's')];
}

async function search({ count, place, home }: StoreTask): Promise<Figure[]> {
  const questions: Question[] = JSON.parse(
    await readFile(path.join(home, 'questions.json'), 'utf8'),
  );
  const started = performance.now();
  const index = await storeAt(place).open();
  const opened = performance.now() - started;
  globalThis.gc?.();
  const memory = process.memoryUsage().rss / 2 ** 20;
  const times: number[] = [];
  const before = process.cpuUsage();
  for (const { text, vector } of questions) {
    const begun = performance.now();
    await retrieve(index, text, { limit: 10, vector: new Float32Array(vector), named: new Set() });
    times.push(performance.now() - begun);
  }
  const { user, system } = process.cpuUsage(before);
  let found = 0;
  for (const { vector, tenth = 1 } of questions.slice(0, COMPARED)) {
    const nearest = (await index.vectors?.nearest(new Float32Array(vector), 10)) ?? [];
    // By cosine, since among equal vectors any is right.
    found += nearest.filter(({ cosine }) => cosine >= tenth - 1e-5).length;
  }
  const named = (name: string, value: number, unit: string, bound: Partial<Figure> = {}) => ({
    ...figure({ count, place }, name, value, unit),
    ...bound,
  });
  return [
    named('open', opened / 1000, 's'),
    named('memory of the process', memory, 'MB'),
    named('retrieval p50', quantile(times, 0.5), 'ms'),
    named('retrieval p99', quantile(times, 0.99), 'ms'),
    named('CPU time of the process for a retrieval', (user + system) / 1000 / times.length, 'ms'),
    named('recall@10 against exact search', found / (COMPARED * 10), '', { atLeast: 0.99 }),
    named('on disk', (await sizeOf(place)) / 2 ** 20, 'MB'),
  ];
}

function storeAt(place: string): IndexStore {
  return isAddress(place) ? pgvectorStore(place) : folderStore(place);
}

const isAddress = (place: string) => place.startsWith('postgres');

function figure(
  { count, place }: Pick<StoreTask, 'count' | 'place'>,
  name: string,
  value: number,
  unit: string,
): Figure {
  const store = isAddress(place) ? 'pgvector' : 'files';
  return { name: `${count.toLocaleString('en')} passages, ${store}: ${name}`, value, unit };
}

function tenthOf(matrix: Matrix, vector: Vector): number {
  const cosines = new Float64Array(rowCount(matrix));
  for (let row = 0; row < cosines.length; row++) cosines[row] = dot(vector, rowOf(matrix, row));
  return cosines.sort().at(-10) ?? 1;
}

async function sizeOf(place: string): Promise<number> {
  if (isAddress(place)) {
    const client = new pg.Client({ connectionString: place });
    await client.connect();
    const { rows } = await client
      .query('SELECT pg_database_size(current_database()) AS bytes')
      .finally(() => client.end());
    return Number(rows[0]?.bytes);
  }
  const files = await readdir(place, { recursive: true });
  const sizes = files.map(async (file) => (await stat(path.join(place, file))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
