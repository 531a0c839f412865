import { describe, expect, it } from 'vitest';
import { buildIndex } from '../src/indexer.ts';
import { openIndex } from '../src/search/store.ts';
import { createService } from '../src/service.ts';
import { ask } from './support/answers.ts';
import { corpusOf, temporaryFolder } from './support/corpus.ts';
import { hashingEmbedder } from './support/embedder.ts';
import { LANTERN, lanternService, modelOf } from './support/lantern.ts';

const never = new AbortController().signal;

const indexOf = async (
  files: Readonly<Record<string, string>>,
  embedder: ReturnType<typeof hashingEmbedder> | null,
) => {
  const indexDir = await temporaryFolder();
  await buildIndex({ corpusDir: await corpusOf(files), indexDir, embedder });
  return openIndex(indexDir);
};
const parts = { chatModel: null, onModelError: () => {} };

describe('createService', () => {
  it('tells whom it is about, and what answers', async () => {
    const service = await lanternService({
      embedder: hashingEmbedder(),
      chatModel: modelOf('Lantern.'),
    });
    expect(service.researcher).toBe('Ada Quill');
    expect(service.status).toEqual({
      index: expect.stringMatching(/^[0-9a-f]{16}$/),
      sources: service.sources.length,
      passages: expect.any(Number),
      embedder: 'hashing-64',
      reader: null,
      chatModel: 'scripted',
    });
    expect(service.sources.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['lantern', 'heron', 'ada-quill']),
    );
  });

  it('answers each of its suggestions', async () => {
    const service = await lanternService();
    expect(service.suggestions).toHaveLength(3);
    for (const question of service.suggestions) {
      expect((await ask(service, question)).answer.status, question).toBe('answered');
    }
  });

  it('speaks of a corpus without front matter, too', async () => {
    const text = 'Lantern is a framework for distributed tracing. It keeps spans in ring buffers.';
    const index = await indexOf({ 'profile.txt': text }, null);
    const service = createService({ ...parts, index, embedder: null });
    expect(service.researcher).toBeNull();
    const { answer } = await ask(service, 'Where does Lantern keep spans?');
    expect(answer).toMatchObject({ status: 'answered', citations: [{ sourceId: 'profile' }] });
    const refusal = await ask(service, 'What is the capital of Peru?');
    expect(refusal.answer).toMatchObject({ status: 'not_covered' });
    expect(refusal.answer.answer).toContain('the researcher');
  });

  it('keeps a reference of the corpus, and gives its number to no citation', async () => {
    const text = 'Lantern keeps spans in ring buffers [12, 13]. Lantern stores three copies [4].';
    const index = await indexOf({ 'lantern.md': `# Lantern\n\n${text}` }, null);
    const service = createService({ ...parts, index, embedder: null });
    const { answer } = await ask(service, 'Where does Lantern keep spans?');
    expect(answer.answer).toContain('Lantern keeps spans in ring buffers [12, 13] [1].');
    expect(answer.answer).toContain('Lantern stores three copies [4]');
    expect(answer.citations.map(({ index }) => index)).not.toContain(4);
    expect(answer.citations[0]?.quote).toContain('[12, 13]');
  });

  it('searches by keyword alone where the index has no vectors, whatever the embedder', async () => {
    const index = await indexOf(LANTERN, null);
    const service = createService({ ...parts, index, embedder: hashingEmbedder() });
    expect(service.status.embedder).toBeNull();
    expect((await ask(service, 'What is Lantern?')).answer.status).toBe('answered');
  });

  it('refuses an index that another embedder made, with the remedy', async () => {
    const index = await indexOf(LANTERN, hashingEmbedder(64));
    expect(() => createService({ ...parts, index, embedder: hashingEmbedder(32) })).toThrow(
      /built with hashing-64 \(64 dimensions\).*set to hashing-32 \(32 dimensions\)\. Run: npm run index/,
    );
  });
});

describe('search', () => {
  it.each([
    ['vectors and keywords', hashingEmbedder()],
    ['keywords alone', null],
  ])('finds the named source first by %s', async (_, embedder) => {
    const service = await lanternService(embedder ? { embedder } : {});
    const hits = await service.search('Heron', 3, never);
    expect(hits).toHaveLength(3);
    expect(hits[0]).toMatchObject({ source: { id: 'heron' }, why: { named: true } });
    expect(hits[0]?.why.cosine === undefined).toBe(embedder === null);
  });
});

describe('ask', () => {
  it('takes the words of a question for words, not for a pattern', async () => {
    const service = await lanternService();
    for (const question of ['(', '[1]', '\\', '*', '$&', '?', '😀', '{name}', '<script>', '%']) {
      expect((await ask(service, question)).answer.question).toBe(question);
    }
  });

  it('gives each answer an id of its own', async () => {
    const service = await lanternService();
    const [one, two] = [await ask(service, 'Heron?'), await ask(service, 'Heron?')];
    expect(one.answer.id).not.toBe(two.answer.id);
    expect({ ...one.answer, id: '' }).toEqual({ ...two.answer, id: '' });
  });

  it('keeps answers apart that are written at the same time', async () => {
    const service = await lanternService({ embedder: hashingEmbedder() });
    const questions = ['What is Lantern?', 'What is Heron?', 'Who are the authors of Lantern?'];
    const alone = [];
    for (const question of questions) alone.push((await ask(service, question)).answer.answer);
    const together = await Promise.all(questions.map((question) => ask(service, question)));
    expect(together.map(({ answer }) => answer.answer)).toEqual(alone);
  });

  it('follows the conversation, from which markers mean nothing', async () => {
    const service = await lanternService();
    const { answer } = await ask(service, 'Who are its authors?', [
      { role: 'user', content: 'What is Heron?' },
      { role: 'assistant', content: 'Heron is a scheduler for batch jobs [7].' },
    ]);
    expect(answer.question).toContain('Heron');
    expect(answer.answer).toContain('The authors of Heron are Ada Quill and Cyd Marsh [');
  });
});
