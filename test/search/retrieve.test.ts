import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildIndex } from '../../src/indexer.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import { type OpenIndex, openIndex } from '../../src/search/store.ts';
import { writeFiles } from '../support/corpus.ts';
import { hashingEmbedder } from '../support/embedder.ts';

const file = (id: string, title: string, text: string, more = '') =>
  `---\nid: ${id}\nkind: project\ntitle: ${title}\n${more}---\n${text}\n`;
const embedder = hashingEmbedder(256);
let index: OpenIndex;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'retrieve-'));
  await writeFiles(path.join(folder, 'corpus'), {
    'hindsight.md': file(
      'hindsight',
      'Hindsight',
      'Retroactive sampling keeps edge cases.',
      'aliases: [lazy tracing]\n',
    ),
    'sifter.md': file('sifter', 'Sifter', 'Sampling traces with a bias toward the unusual.'),
    'retro.md': file('retro', 'Retro', 'Resource isolation in shared Hadoop clusters.'),
    'talk.md': file(
      'talk',
      'A talk',
      'Hindsight, Hindsight, Hindsight: a talk about Hindsight and Hindsight.',
    ),
  });
  const indexDir = path.join(folder, 'index');
  await buildIndex({ corpusDir: path.join(folder, 'corpus'), indexDir, embedder });
  index = await openIndex(indexDir);
});

async function ids(question: string, options: { keywordOnly?: boolean; named?: string[] } = {}) {
  const [vector = null] = options.keywordOnly ? [] : await embedder.embed([question]);
  const found = { limit: 4, vector, named: new Set(options.named) };
  return (await retrieve(index, question, found)).map((hit) => hit.source.id);
}

describe('retrieve', () => {
  it.each([true, false])(
    'finds the words of the question, keywords alone: %s',
    async (keywordOnly) => {
      expect((await ids('isolation of resources', { keywordOnly }))[0]).toBe('retro');
    },
  );

  it.each([true, false])(
    'puts a source first whose name the question is, keywords alone: %s',
    async (keywordOnly) => {
      // The talk says the word far more often.
      expect((await ids('hindsight', { keywordOnly }))[0]).toBe('hindsight');
      expect((await ids('Lazy tracing?', { keywordOnly }))[0]).toBe('hindsight');
    },
  );

  it('puts named sources before better matches', async () => {
    expect((await ids('sampling edge cases retroactively', { named: ['sifter'] }))[0]).toBe(
      'sifter',
    );
  });

  it('finds nothing by keywords that do not occur', async () => {
    expect(await ids('zebra', { keywordOnly: true })).toEqual([]);
  });

  it('says why: ranks from 1 in each list, the cosine, and whether it was named', async () => {
    const [vector = null] = await embedder.embed(['hadoop clusters']);
    const [hit, other] = await retrieve(index, 'hadoop clusters', {
      limit: 4,
      vector,
      named: new Set(['retro']),
    });
    expect(hit?.why).toMatchObject({ keywordRank: 1, vectorRank: 1, named: true });
    expect(hit?.why.cosine).toBeGreaterThan(0.5);
    // The vectors found it, the keywords did not.
    expect(other?.why).toMatchObject({ keywordRank: undefined, vectorRank: 2, named: false });
  });

  it('gives as many as it was asked for, best first', async () => {
    const hits = await retrieve(index, 'sampling hindsight', {
      limit: 2,
      vector: null,
      named: new Set(),
    });
    expect(hits).toHaveLength(2);
    expect(hits[0]?.score).toBeGreaterThanOrEqual(hits[1]?.score ?? 0);
  });
});
