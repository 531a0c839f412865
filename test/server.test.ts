import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasSqlite } from '../src/journal/library.ts';
import { corpusOf, temporaryFolder } from './support/corpus.ts';
import { type LanternFolders, lanternFolders } from './support/lantern-folders.ts';
import { startOpenAiServer } from './support/openai-server.ts';
import { NODE_START, runToEnd, startServer } from './support/running-server.ts';

let lantern: LanternFolders;
beforeAll(async () => {
  lantern = await lanternFolders();
});
afterAll(() => lantern.remove());

/** A model that writes slowly, and the settings that use it. */
async function slowModel(delayMs = 500) {
  const provider = await startOpenAiServer();
  onTestFinished(() => provider.close());
  const sentence = 'Lantern keeps spans in ring buffers [1]. ';
  // The second piece shows that the sentence has ended; the rest arrives slowly.
  const pieces = [sentence, 'Lantern', ...Array(10).fill('')];
  provider.script({ type: 'reply', pieces, delayMs });
  return {
    ...lantern.settings,
    CHAT_MODEL: 'openai:scripted',
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: provider.url,
  };
}

/** Asks for an event stream; `text` resolves to all of it, after this returns. */
async function ask(url: string): Promise<{ text: Promise<string> }> {
  const response = await fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify({ question: 'How does Lantern keep spans?' }),
  });
  return { text: response.text() };
}

const isFree = (url: string) =>
  new Promise<boolean>((resolve) => {
    const { hostname, port } = new URL(url);
    net
      .connect(Number(port), hostname)
      .on('connect', () => resolve(false))
      .on('error', () => resolve(true));
  });

describe('the service, asked to end', { timeout: 90_000 }, () => {
  it.each([
    ['npm start', ['npm', 'start']],
    ['node alone', NODE_START],
  ])('finishes running answers and exits with 0: %s', async (_, command) => {
    const server = await startServer(command, await slowModel());
    const idle = net.connect(Number(new URL(server.url).port), '127.0.0.1');
    idle.on('error', () => {});
    const { text } = await ask(server.url);
    let isWhole = false;
    void text.then(() => {
      isWhole = true;
    });
    server.child.kill('SIGTERM');
    await expect.poll(() => isFree(server.url), { timeout: 10_000 }).toBe(true);
    expect(isWhole).toBe(false);
    expect(await text).toMatch(/event: end\n/);
    expect(await server.ended).toBe(0);
    expect(await isFree(server.url)).toBe(true);
  });

  it('does not outlive an npm that was killed', async () => {
    const server = await startServer(['npm', 'start'], lantern.settings);
    server.child.kill('SIGKILL');
    await server.ended;
    await expect.poll(() => isFree(server.url), { timeout: 10_000 }).toBe(true);
  });

  it('ends at once when asked again', async () => {
    const server = await startServer(NODE_START, await slowModel(3_000));
    const { text } = await ask(server.url);
    text.catch(() => {});
    server.child.kill('SIGTERM');
    await expect.poll(() => isFree(server.url)).toBe(true);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(128 + 15);
    await expect(text).rejects.toThrow();
  });

  it('exits with 0 while its threads work for visitors who have left', async () => {
    for (let round = 0; round < 2; round++) {
      const server = await startServer(NODE_START, { ...lantern.settings, READER: 'local' });
      const left = new AbortController();
      const asked = Array.from({ length: 40 }, (_, i) =>
        fetch(`${server.url}/api/chat`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ question: `How does Lantern keep the spans of ${i} services?` }),
          signal: left.signal,
        }).then((response) => response.text()),
      );
      await Promise.any(asked);
      left.abort();
      await Promise.allSettled(asked);
      server.child.kill('SIGTERM');
      expect(await server.ended, server.printed()).toBe(0);
    }
  });

  it('can be stopped during the start, exits with 0 and leaves no partial index', async () => {
    const provider = await startOpenAiServer();
    onTestFinished(() => provider.close());
    const indexDir = path.join(await temporaryFolder(), 'index');
    const settings = {
      ...lantern.settings,
      INDEX_DIR: indexDir,
      EMBEDDER: 'openai:m',
      EMBEDDING_DIMENSIONS: '64',
      OPENAI_BASE_URL: provider.url,
    };
    const child = spawn(NODE_START[0] ?? '', NODE_START.slice(1), {
      env: { PATH: process.env['PATH'], PORT: '0', ...settings },
    });
    provider.scriptEmbeddings(() => {
      child.kill('SIGTERM');
      return { type: 'silence' };
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(await readdir(indexDir)).toEqual([]);
  });
});

describe('the service, as it starts', { timeout: 90_000 }, () => {
  const key = { ADMIN_KEY: 'correct-horse-battery-staple' };
  const journal = async () => ({
    JOURNAL: 'on',
    JOURNAL_FILE: path.join(await temporaryFolder(), 'journal.sqlite'),
  });

  it.skipIf(!hasSqlite())(
    'tells the owner where the page is that the admin key opens',
    async () => {
      const server = await startServer(NODE_START, {
        ...lantern.settings,
        ...key,
        ...(await journal()),
      });
      await expect.poll(server.printed).toContain(`at ${server.url}/admin\n`);
      expect((await fetch(`${server.url}/admin`)).status).toBe(401);
    },
  );

  it('says why there is no journal for the owner where its library is not built', async () => {
    const folder = await corpusOf({
      'hide.cjs': `const Module = require('node:module');
const load = Module._load;
Module._load = (name, ...rest) => {
  if (name === 'better-sqlite3') throw new Error('not built');
  return load(name, ...rest);
};`,
    });
    const settings = {
      ...{ ...lantern.settings, ...key, ...(await journal()) },
      NODE_OPTIONS: `--require ${folder}/hide.cjs`,
    };
    const server = await startServer(NODE_START, settings);
    const reply = await fetch(`${server.url}/admin`);
    expect(reply.status).toBe(404);
    expect(await reply.text()).toMatch(/no journal is kept.*better-sqlite3 is not built/s);
    expect(server.printed()).toContain('better-sqlite3 is not built');
    const gaps = await runToEnd([process.execPath, '--import', 'tsx', 'scripts/gaps.ts'], settings);
    expect(gaps.printed).toMatch(
      /^What visitors ask .* better-sqlite3 is not built[^\n]*npm_config_nodedir=[^\n]*\n$/,
    );
    expect(gaps.code).toBe(1);
  });

  it('names no such page without a key or without a journal', async () => {
    for (const settings of [key, await journal()]) {
      const server = await startServer(NODE_START, { ...lantern.settings, ...settings });
      expect((await fetch(`${server.url}/admin`)).status).toBe(404);
      expect(server.printed()).not.toContain('/admin\n');
    }
  });
});

describe('a name in .env that is nearly a setting', { timeout: 90_000 }, () => {
  const start = [process.execPath, '--import', import.meta.resolve('tsx')];
  const server = path.resolve('src/server.ts');

  it('is reported with the setting, at the start', async () => {
    const cwd = await corpusOf({ '.env': 'ALOWED_ORIGINS=https://quill.example\nOTHER=1\n' });
    const { printed } = await startServer([...start, server], lantern.settings, { cwd });
    expect(printed().match(/^.*Did you mean .*$/gm)).toEqual([
      expect.stringMatching(/ALOWED_ORIGINS in \.env .* Did you mean ALLOWED_ORIGINS\?/),
    ]);
  });

  it('is reported, too, where another setting is wrong', async () => {
    const cwd = await corpusOf({
      '.env': 'VECTOR_STORE=pgvector\nDATABSE_URL=postgres://db/ask\n',
    });
    for (const script of [server, path.resolve('scripts/gaps.ts')]) {
      const { printed } = await runToEnd([...start, script], lantern.settings, { cwd });
      expect(printed).toMatch(/DATABSE_URL in \.env .* DATABASE_URL\?\n.*VECTOR_STORE=pgvector/s);
    }
  });
});

describe('a setting that the operating system refuses', { timeout: 90_000 }, () => {
  it.each([
    ['HOST', '192.0.2.77', /^HOST=192\.0\.2\.77: this machine has no such address\. Set HOST to/],
    ['INDEX_DIR', 'package.json/x', /^Files cannot be written to package\.json\/x .*INDEX_DIR/],
  ])('is reported with its value and the remedy: %s=%s', async (name, value, expected) => {
    const outcome = await runToEnd(NODE_START, { ...lantern.settings, [name]: value });
    expect(outcome.printed).toMatch(expected);
    expect(outcome.printed).not.toMatch(/^ {4}at /m);
    expect(outcome.code).toBe(1);
  });
});

describe('the service, without write permissions', { timeout: 90_000 }, () => {
  it.skipIf(process.getuid?.() !== 0)('answers as any user, without a home folder', async () => {
    // Another user must be able to read the index, which it need not write.
    for (const name of ['CORPUS_DIR', 'INDEX_DIR']) {
      await chmod(path.dirname(lantern.settings[name] ?? ''), 0o755);
    }
    const server = await startServer(NODE_START, lantern.settings, { uid: 54_321 });
    const response = await fetch(`${server.url}/readyz`);
    expect(response.status).toBe(200);
    expect((await fetch(`${server.url}/widget.js`)).status).toBe(200);
  });

  it.skipIf(process.getuid?.() !== 0)(
    'names the folder that it cannot write, and the user',
    async () => {
      const closed = path.join(await temporaryFolder(), 'closed');
      await mkdir(closed);
      const settings = { ...lantern.settings, INDEX_DIR: path.join(closed, 'index') };
      const outcome = await runToEnd(NODE_START, settings, { uid: 54_321 });
      expect(outcome.printed).toMatch(/\(id 54321\).*INDEX_DIR/);
      expect(outcome.printed).not.toMatch(/^ {4}at /m);
      expect(outcome.code).toBe(1);
    },
  );
});
