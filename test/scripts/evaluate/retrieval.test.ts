import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadCollection } from '../../../scripts/evaluate/beir.ts';
import { corpusOf } from '../../support/corpus.ts';

const lines = (...values: unknown[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
const COLLECTION = {
  'corpus.jsonl': lines(
    { _id: 'd1', title: 'Tracing', text: 'Edge cases.' },
    { _id: 'd2', title: 'Only a title', text: '' },
    { _id: 'd3', text: 'Scheduling threads.' },
  ),
  'queries.jsonl': lines(
    { _id: 'q1', text: 'tracing edge cases' },
    { _id: 'q2', text: 'threads' },
    { _id: 'q3', text: 'not judged' },
  ),
};
const QRELS = 'query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t2\nq2\td1\t0\n';

describe('loadCollection', () => {
  it.each(['qrels.tsv', 'qrels/test.tsv'])('reads judgments from %s', async (name) => {
    const { documents, queries } = await loadCollection(
      await corpusOf({ ...COLLECTION, [name]: QRELS }),
    );
    expect(documents).toHaveLength(3);
    expect(queries).toEqual([
      { text: 'tracing edge cases', judgments: new Map([['d1', 1]]) },
      {
        text: 'threads',
        judgments: new Map([
          ['d3', 2],
          ['d1', 0],
        ]),
      },
    ]);
  });

  it.each([
    ['a file is missing', {}, /corpus\.jsonl cannot be read\. Name a folder with/],
    [
      'a line is broken',
      { ...COLLECTION, 'qrels.tsv': 'q1\td1' },
      /qrels\.tsv:1 is not as BEIR has it/,
    ],
  ])('says so when %s', async (_, files, expected) => {
    await expect(loadCollection(await corpusOf(files))).rejects.toThrow(expected);
  });
});

describe('npm run evaluate:retrieval', () => {
  it('prints the figures of the search that needs no embedder', async () => {
    const folder = await corpusOf({ ...COLLECTION, 'qrels.tsv': QRELS });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'scripts/evaluate-retrieval.ts', folder, '--keyword-only', '--json'],
      { env: { ...process.env, TMPDIR: folder } },
    );
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ search: 'keyword', ndcg10: 1, mrr10: 1, recall10: 1 }),
    ]);
  });
});
