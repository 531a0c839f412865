import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Config, readConfig } from '../src/config.ts';
import { ServiceError } from '../src/errors.ts';
import { fetchModelFiles } from '../src/models/model-files.ts';
import { openService } from '../src/open-service.ts';
import { ask } from './support/answers.ts';
import { corpusOf, temporaryFolder, writeFiles } from './support/corpus.ts';
import { LANTERN } from './support/lantern.ts';
import { isHnswBuilt } from './support/native.ts';
import { type OpenAiServer, startOpenAiServer } from './support/openai-server.ts';

// The only module that would use the network.
vi.mock('../src/models/model-files.ts');

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());

const settings = async (environment: Record<string, string> = {}): Promise<Config> =>
  readConfig({
    CORPUS_DIR: await corpusOf(LANTERN),
    INDEX_DIR: path.join(await temporaryFolder(), 'index'),
    EMBEDDER: 'none',
    READER: 'none',
    ...environment,
  });

/** With a model that costs 1 for a million tokens. */
const withBudget = async (given: Record<string, string>) =>
  settings({
    CHAT_MODEL: 'openai:m',
    OPENAI_BASE_URL: server.url,
    CHECK: 'quotes',
    MODEL_PRICES:
      '{"openai:m": {"input": 1, "output": 2}, "openai:small": {"input": 0.1, "output": 0.2}}',
    SPENDING_FILE: path.join(await temporaryFolder(), 'spending.json'),
    ...given,
  });

/** With an embedder that speaks over the wire. */
const wired = (config: Config, model = 'm', dimensions = 64): Config => ({
  ...config,
  EMBEDDER: `openai:${model}`,
  OPENAI_BASE_URL: server.url,
  EMBEDDING_DIMENSIONS: dimensions,
});

const open = async (config: Config) => {
  const logged: string[] = [];
  const warnings: string[] = [];
  const service = await openService(config, {
    log: (line) => logged.push(line),
    warn: (line) => warnings.push(line),
  });
  return { service, logged, warnings };
};
const embeddingRequests = () => server.requests.filter(({ path }) => path.endsWith('/embeddings'));

describe('openService', () => {
  it('builds the index if it is missing, and answers', async () => {
    const config = await settings();
    const { service, logged, warnings } = await open(config);
    expect(logged.join('\n')).toMatch(/^Indexing .*\nIndexed 5 sources in \d+ passages\.$/);
    expect(warnings).toMatchObject([expect.stringContaining('notes.md')]);
    expect((await ask(service, 'What is Lantern?')).answer.status).toBe('answered');
  });

  it('uses an existing index', async () => {
    const config = await settings();
    await open(config);
    const before = await readFile(path.join(config.INDEX_DIR, 'manifest.json'), 'utf8');
    expect((await open(config)).logged).toEqual([]);
    expect(await readFile(path.join(config.INDEX_DIR, 'manifest.json'), 'utf8')).toBe(before);
  });

  it.runIf(isHnswBuilt)('says so where the index was built without a graph', async () => {
    const config = wired(await settings());
    expect((await open(config)).warnings.join()).not.toContain('hnswlib');
    const file = path.join(config.INDEX_DIR, 'manifest.json');
    const { files, ...manifest } = JSON.parse(await readFile(file, 'utf8'));
    const { 'vectors.hnsw': graph, ...others } = files;
    expect(graph).toBeDefined();
    await writeFile(file, JSON.stringify({ ...manifest, files: others }));
    expect((await open(config)).warnings).toEqual([
      expect.stringMatching(/built without hnswlib-node.*Run: npm run index$/),
    ]);
  });

  it('rebuilds when the corpus has changed', async () => {
    const config = await settings();
    await open(config);
    await writeFiles(config.CORPUS_DIR, { 'owl.md': '# Owl\n\nOwl is a debugger for databases.' });
    const { service, logged } = await open(config);
    expect(logged.join()).toContain('Indexed 6 sources');
    expect((await ask(service, 'What is Owl?')).answer.answer).toContain('debugger');
  });

  it('rebuilds when the index is damaged', async () => {
    const config = await settings();
    await open(config);
    await writeFile(path.join(config.INDEX_DIR, 'manifest.json'), '{"format":');
    const { service } = await open(config);
    expect((await ask(service, 'What is Lantern?')).answer.status).toBe('answered');
  });

  it('refuses an index of another embedder, with the remedy, and leaves it alone', async () => {
    const config = await settings();
    await open(wired(config));
    const before = embeddingRequests().length;
    await expect(open(wired(config, 'other'))).rejects.toMatchObject({
      code: 'index-unusable',
      message: expect.stringMatching(/built with .*m\b.*set to .*other.* Run: npm run index/),
    });
    await expect(open(wired(config, 'm', 32))).rejects.toMatchObject({ code: 'index-unusable' });
    expect(embeddingRequests().length - before).toBeLessThan(3);
    expect((await open(wired(config))).logged).toEqual([]);
  });

  it('adds vectors to an index without them', async () => {
    const config = await settings();
    expect((await open(config)).service.status.embedder).toBeNull();
    const { service, logged } = await open(wired(config));
    expect(logged.join()).toContain('Embedding: 100%');
    expect(service.status.embedder).toContain('m');
    const [hit] = await service.search('ring buffers', 1, new AbortController().signal);
    expect(hit?.why.cosine).toBeGreaterThan(0);
  });

  it('keeps existing vectors when it continues without an embedder', async () => {
    const config = await settings();
    await open(wired(config));
    const { service, logged } = await open(config);
    expect(logged).toEqual([]);
    expect(service.status.embedder).toBeNull();
    expect((await ask(service, 'What is Lantern?')).answer.status).toBe('answered');
    expect((await open(wired(config))).logged).toEqual([]);
  });

  it('answers by keywords when the local model is unavailable, and says so once', async () => {
    vi.mocked(fetchModelFiles).mockRejectedValue(
      new ServiceError('model-unavailable', 'The files are missing.'),
    );
    const { service, warnings } = await open(await settings({ EMBEDDER: 'local' }));
    expect(service.status.embedder).toBeNull();
    expect(warnings.filter((line) => line.includes('files are missing'))).toHaveLength(1);
    const { answer } = await ask(service, 'Where does Lantern keep spans?');
    expect(answer.answer).toContain('ring buffers');
  });

  it('says which file of the corpus to correct', async () => {
    const config = await settings();
    await writeFiles(config.CORPUS_DIR, { 'bad.md': '---\nkind: planet\n---\n\nText.' });
    await expect(open(config)).rejects.toMatchObject({
      code: 'invalid-corpus',
      message: expect.stringContaining('bad.md'),
    });
  });

  it('lets a chat model write, and quotes when it fails, with a warning that contains no key', async () => {
    const config = await settings({
      CHAT_MODEL: 'openai:gpt-4.1-mini',
      OPENAI_BASE_URL: server.url,
      OPENAI_API_KEY: 'sk-secret',
      CHECK: 'quotes',
    });
    const { service, warnings } = await open(config);
    expect(service.status.chatModel).toBe('openai:gpt-4.1-mini');
    server.script({
      type: 'reply',
      pieces: ['Lantern is a framework for distributed tracing [1].'],
    });
    expect((await ask(service, 'What is Lantern?')).answer.mode).toBe('llm');
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer sk-secret');
    server.script({ type: 'error', status: 401, message: 'Bad key sk-secret' });
    const asked = [ask(service, 'What is Lantern?'), ask(service, 'What is Lantern?')];
    for (const { answer } of await Promise.all(asked)) {
      expect(answer).toMatchObject({ mode: 'extractive', fallback: 'key_refused' });
    }
    expect(warnings.filter((line) => /refused the key/.test(line))).toHaveLength(1);
    expect(warnings.join()).not.toContain('sk-secret');
  });

  it.each([
    [{}, 'm'],
    [{ CHECK_MODEL: 'openai:small' }, 'small'],
    [{ CHECK: 'quotes', CHECK_MODEL: 'openai:small' }, null],
  ])('has what the chat model writes checked, given %j, by %s', async (given, checker) => {
    const asked = { CHAT_MODEL: 'openai:m', OPENAI_BASE_URL: server.url, ...given };
    const { service } = await open(await settings(asked));
    const before = server.requests.length;
    server.script(
      {
        type: 'reply',
        pieces: ['Lantern is a framework for distributed tracing [1].'],
      },
      { type: 'reply', pieces: ['{"sentence": 1, "carried": true}'] },
    );
    const { answer } = await ask(service, 'What is Lantern?');
    expect(answer).toMatchObject({ mode: 'llm', check: checker ? 'model' : 'quotes' });
    const models = server.requests.slice(before).map(({ body }) => body.model);
    expect(models).toEqual(['m', ...(checker ? [checker] : [])]);
  });

  it('says when no quote supports what a chat model wrote', async () => {
    const { service, warnings } = await open(
      await settings({ CHAT_MODEL: 'openai:m', OPENAI_BASE_URL: server.url }),
    );
    server.script({ type: 'reply', pieces: ['Lantern is a brand of lamps [1].'] });
    const { answer } = await ask(service, 'What is Lantern?');
    expect(answer).toMatchObject({ mode: 'extractive', fallback: 'unsupported' });
    expect(warnings.filter((line) => /no quote supports/.test(line))).toHaveLength(1);
  });

  it('quotes when the budget of the day does not allow a call, and says so once', async () => {
    const { service, warnings } = await open(await withBudget({ DAILY_BUDGET: '0.001' }));
    const before = server.requests.length;
    for (let i = 0; i < 2; i++) {
      const { answer } = await ask(service, 'What is Lantern?');
      expect(answer).toMatchObject({ mode: 'extractive', fallback: 'budget' });
    }
    expect(server.requests.length).toBe(before);
    expect(warnings.filter((line) => /DAILY_BUDGET=0\.001 is used up/.test(line))).toHaveLength(1);
  });

  it('lets a smaller model write near the end of the budget, and the answer says so', async () => {
    const config = await withBudget({ DAILY_BUDGET: '20', SMALL_CHAT_MODEL: 'openai:small' });
    const { service } = await open(config);
    const pieces = ['Lantern is a framework for distributed tracing [1].'];
    server.script({ type: 'reply', pieces, usage: [1_000_000, 8_000_000] });
    expect((await ask(service, 'What is Lantern?')).answer).not.toHaveProperty('fallback');
    const { answer } = await ask(service, 'What is Lantern?');
    expect(answer).toMatchObject({ mode: 'llm', fallback: 'budget' });
    expect(server.requests.slice(-2).map(({ body }) => body.model)).toEqual(['m', 'small']);
  });

  it.each([
    [{ DAILY_BUDGET: '1' }, /Add to MODEL_PRICES.*"openai:m": .*/],
    [{ SMALL_CHAT_MODEL: 'openai:small' }, /Set DAILY_BUDGET, too/],
  ])('refuses, given %j, to guess', async (given, message) => {
    const asked = { CHAT_MODEL: 'openai:m', OPENAI_BASE_URL: server.url, ...given };
    await expect(open(await settings(asked))).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringMatching(message),
    });
  });

  it('leaves a chat model alone that failed five times, and answers at once', async () => {
    const { service, warnings } = await open(
      await settings({ CHAT_MODEL: 'openai:m', OPENAI_BASE_URL: server.url, CHECK: 'quotes' }),
    );
    server.script({ type: 'error', status: 401 });
    for (let i = 0; i < 5; i++) await ask(service, 'What is Lantern?');
    const before = server.requests.length;
    const { answer } = await ask(service, 'What is Lantern?');
    expect(answer).toMatchObject({ mode: 'extractive', fallback: 'circuit_open' });
    expect(server.requests.length).toBe(before);
    expect(warnings.filter((line) => /failed 5 times in a row/.test(line))).toHaveLength(1);
  });

  it('sends a chat model what is set, and says which parameter is refused', async () => {
    const { service, warnings } = await open(
      await settings({
        CHAT_MODEL: 'openai:m',
        OPENAI_BASE_URL: server.url,
        CHECK: 'quotes',
        CHAT_MAX_TOKENS: '900',
        CHAT_PARAMETERS: '{"temperature": 0.2, "reasoning_effort": "low"}',
      }),
    );
    server.script(
      { type: 'error', status: 400, message: '`temperature` is deprecated for this model.' },
      { type: 'reply', pieces: ['Lantern is a framework for distributed tracing [1].'] },
    );
    expect((await ask(service, 'What is Lantern?')).answer.mode).toBe('llm');
    const { model, messages, stream, ...parameters } = server.requests.at(-1)?.body ?? {};
    expect(parameters).toEqual({ max_tokens: 900, reasoning_effort: 'low' });
    expect(warnings.at(-1)).toMatch(/refuses the parameter temperature, which is left out/);
  });
});
