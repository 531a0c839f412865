import { cp, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../src/api/problem.ts';
import { readConfig } from '../src/config.ts';
import type { Answer, Service } from '../src/domain.ts';
import { buildIndex } from '../src/indexer.ts';
import { createLiveIndex } from '../src/live-index.ts';
import { openReopenable } from '../src/open-service.ts';
import { readManifest } from '../src/search/manifest.ts';
import { ask } from './support/answers.ts';
import { corpusOf, temporaryFolder, writeFiles } from './support/corpus.ts';
import { hashingEmbedder } from './support/embedder.ts';
import { LANTERN } from './support/lantern.ts';
import { type OpenAiServer, startOpenAiServer } from './support/openai-server.ts';
import { NODE_START, startServer } from './support/running-server.ts';

const KEY = 'a-secret-of-the-owner';
const OWL = { 'owl.md': '# Owl\n\nOwl is a debugger for databases.' };
const PLANET = { 'planet.md': '---\nkind: planet\n---\n\nText.' };

let provider: OpenAiServer;
beforeAll(async () => {
  provider = await startOpenAiServer();
});
afterAll(() => provider.close());

const folders = async () => ({
  CORPUS_DIR: await corpusOf(LANTERN),
  INDEX_DIR: path.join(await temporaryFolder(), 'index'),
});
type Folders = Awaited<ReturnType<typeof folders>>;

/** A server process over folders of its own. */
async function start(settings: Record<string, string> = {}) {
  const dirs = await folders();
  const server = await startServer(NODE_START, { ...dirs, ADMIN_KEY: KEY, ...settings });
  const asked = async (question: string): Promise<string> => {
    const response = await fetch(`${server.url}/api/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question }),
    });
    const answer = (await response.json()) as Answer;
    return answer.answer;
  };
  const reindex = (headers: Record<string, string> = { Authorization: `Bearer ${KEY}` }) =>
    fetch(`${server.url}/admin/reindex`, { method: 'POST', headers });
  return { ...server, ...dirs, asked, reindex };
}

/** Indexes the corpus as another process would. */
async function indexWith({ CORPUS_DIR, INDEX_DIR }: Folders, files: Record<string, string>) {
  await writeFiles(CORPUS_DIR, files);
  await buildIndex({ corpusDir: CORPUS_DIR, indexDir: INDEX_DIR, embedder: null });
}

const poll = { timeout: 15_000, interval: 200 };

describe('a service whose index changes', { timeout: 90_000 }, () => {
  it('notices a new index and answers from it', async () => {
    const server = await start();
    expect(await server.asked('What is Owl?')).not.toContain('debugger');
    await indexWith(server, OWL);
    await expect.poll(() => server.asked('What is Owl?'), poll).toContain('debugger');
    expect(server.printed()).toMatch(/Answering from the new index \w+: \d+ sources/);
  });

  it('finishes on the old index what began there', async () => {
    const sentence = 'Lantern keeps spans in ring buffers [1]. ';
    const pieces = [sentence, 'Lantern', ...Array(12).fill('')];
    provider.script({ type: 'reply', pieces, delayMs: 400 });
    const server = await start({
      CHAT_MODEL: 'openai:scripted',
      CHECK: 'quotes',
      OPENAI_BASE_URL: provider.url,
    });
    const running = server.asked('How does Lantern keep spans?');
    await expect.poll(() => provider.requests.length, poll).toBe(1);
    await indexWith(server, {
      'lantern.md': '---\nid: lantern\nkind: project\ntitle: Lantern\n---\n\nLantern is a lamp.',
      'notes.md': '---\nid: notes\nkind: page\ntitle: Notes\n---\n\nNothing is here.',
    });
    server.child.kill('SIGHUP');
    await expect.poll(server.printed, poll).toContain('Answering from the new index');
    expect(await running).toContain('ring buffers');
  });

  it('refuses a truncated index, says so, and takes it once it is whole', async () => {
    const server = await start();
    const next = await temporaryFolder();
    await indexWith({ ...server, INDEX_DIR: next }, OWL);
    const { generation } = await readManifest(next);
    const file = path.join(server.INDEX_DIR, generation, 'passages.jsonl');
    await cp(path.join(next, generation), path.dirname(file), { recursive: true });
    const whole = await readFile(file);
    await truncate(file, 100);
    await cp(path.join(next, 'manifest.json'), path.join(server.INDEX_DIR, 'manifest.json'));
    await expect
      .poll(server.printed, poll)
      .toMatch(/new index is refused, and the previous one .* passages\.jsonl is damaged/);
    expect(await server.asked('What is Lantern?')).toContain('framework');
    await writeFile(file, whole);
    await expect.poll(() => server.asked('What is Owl?'), poll).toContain('debugger');
    expect(server.printed().match(/is refused/g)).toHaveLength(1);
  });

  it('indexes the corpus for the owner alone, and replies when it answers from it', async () => {
    const server = await start();
    await writeFiles(server.CORPUS_DIR, OWL);
    for (const Authorization of ['', 'Bearer wrong', `Basic ${KEY}`]) {
      const refused = await server.reindex({ Authorization });
      expect(refused.status).toBe(401);
      expect(await refused.json()).toMatchObject({ code: 'unauthorized' });
    }
    const [reply, other] = await Promise.all([server.reindex(), server.reindex()]);
    expect([reply.status, other.status]).toEqual([200, 200]);
    const { generation } = await readManifest(server.INDEX_DIR);
    expect(await reply.json()).toMatchObject({ index: generation });
    expect(await server.asked('What is Owl?')).toContain('debugger');
    expect(server.printed().match(/Answering from the new index/g)).toHaveLength(1);
  });

  it('tells the owner why the corpus cannot be indexed, and goes on', async () => {
    const server = await start();
    await writeFiles(server.CORPUS_DIR, PLANET);
    const reply = await server.reindex();
    expect(reply.status).toBe(500);
    const { code, detail } = (await reply.json()) as Problem;
    expect(code).toBe('invalid-corpus');
    expect(detail).toMatch(/goes on answering[\s\S]*planet\.md:2: kind/);
    expect(await server.asked('What is Lantern?')).toContain('framework');
  });

  it('has nothing to administer without a key', async () => {
    const server = await start({ ADMIN_KEY: '' });
    expect((await server.reindex()).status).toBe(404);
  });
});

describe('createLiveIndex', () => {
  const wired = (dirs: Folders) =>
    readConfig({
      ...dirs,
      EMBEDDER: 'openai:m',
      EMBEDDING_DIMENSIONS: '64',
      OPENAI_BASE_URL: provider.url,
      READER: 'none',
    });

  async function open(dirs: Folders) {
    const reporter = { log: () => {}, warn: () => {} };
    const { service, store, reopen } = await openReopenable(wired(dirs), reporter);
    const swapped: Service[] = [];
    const { signal } = new AbortController();
    const live = createLiveIndex({
      ...{ ...reporter, reopen, signal, store, current: service.status.index },
      swap: (next) => swapped.push(next),
    });
    return { live, service, swapped };
  }

  it.each([
    ['no embedder', null],
    ['another embedder', hashingEmbedder(64)],
  ])('refuses an index built with %s', async (_, embedder) => {
    const dirs = await folders();
    const { live, service, swapped } = await open(dirs);
    await buildIndex({ corpusDir: dirs.CORPUS_DIR, indexDir: dirs.INDEX_DIR, embedder });
    await expect(live.reload()).rejects.toMatchObject({ code: 'index-unusable' });
    expect(swapped).toEqual([]);
    expect((await ask(service, 'What is Lantern?')).answer.status).toBe('answered');
  });

  it('lets the memory of what it replaced be freed', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const { live, swapped } = await open(await folders());
    const replaced: WeakRef<Service>[] = [];
    const replace = async () => {
      await live.reload();
      for (const service of swapped.splice(0)) {
        await ask(service, 'What is Lantern?');
        replaced.push(new WeakRef(service));
      }
    };
    for (let i = 0; i < 10; i++) await replace();
    await expect
      .poll(() => {
        collect();
        return replaced.filter((one) => one.deref() !== undefined);
      })
      .toEqual([]);
  });
});
