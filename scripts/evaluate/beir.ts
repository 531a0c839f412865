import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ServiceError } from '../../src/errors.ts';
import type { Judgments } from './measures.ts';

const documentSchema = z.object({
  _id: z.string(),
  title: z.string().default(''),
  text: z.string(),
});
const querySchema = z.object({ _id: z.string(), text: z.string() });

export interface Collection {
  readonly name: string;
  readonly documents: readonly z.infer<typeof documentSchema>[];
  /** Those with a relevant document, each with its judgments. */
  readonly queries: readonly { readonly text: string; readonly judgments: Judgments }[];
}

/**
 * Loads a retrieval collection in the layout of BEIR (Thakur and others 2021): `corpus.jsonl`,
 * `queries.jsonl`, and `qrels.tsv` or `qrels/test.tsv`.
 * @throws ServiceError `not-found` or `invalid-request` that names file and line.
 */
export async function loadCollection(folder: string): Promise<Collection> {
  const documents = await readLines(path.join(folder, 'corpus.jsonl'), (line) =>
    documentSchema.parse(JSON.parse(line)),
  );
  const queries = await readLines(path.join(folder, 'queries.jsonl'), (line) =>
    querySchema.parse(JSON.parse(line)),
  );
  const judgments = new Map<string, Map<string, number>>();
  await readLines(await judgmentsFile(folder), (line) => {
    const [query = '', document = '', grade] = line.split('\t');
    if (grade === 'score') return;
    if (!Number.isInteger(Number(grade ?? NaN))) throw new Error('three columns are expected');
    const ofQuery = judgments.get(query) ?? new Map<string, number>();
    judgments.set(query, ofQuery.set(document, Number(grade)));
  });
  return {
    name: path.basename(path.resolve(folder)),
    documents,
    queries: queries.flatMap(({ _id, text }) => {
      const ofQuery = judgments.get(_id);
      const isJudged = [...(ofQuery?.values() ?? [])].some((grade) => grade > 0);
      return ofQuery && isJudged ? [{ text, judgments: ofQuery }] : [];
    }),
  };
}

async function judgmentsFile(folder: string): Promise<string> {
  const file = path.join(folder, 'qrels.tsv');
  return access(file).then(
    () => file,
    () => path.join(folder, 'qrels', 'test.tsv'),
  );
}

async function readLines<T>(file: string, parse: (line: string) => T): Promise<T[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new ServiceError(
      'not-found',
      `${file} cannot be read. Name a folder with corpus.jsonl, queries.jsonl and qrels.tsv or qrels/test.tsv.`,
      { cause },
    );
  });
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [parse(line)];
    } catch (cause) {
      throw new ServiceError('invalid-request', `${file}:${i + 1} is not as BEIR has it.`, {
        cause,
      });
    }
  });
}
