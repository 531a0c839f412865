import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../src/config.ts';
import { openSqlite } from '../../src/journal/sqlite.ts';
import { openIndex } from '../../src/search/store.ts';
import { type Child, startChild } from '../bench/child.ts';
import { questionsAbout } from '../bench/questions.ts';
import { ask, contentOf } from './ask.ts';

export type Settings = Readonly<Record<string, string>>;

/** What all faults share: a copy of the profile with its index, and what it answers at rest. */
export interface Ground {
  readonly isShort: boolean;
  readonly signal: AbortSignal;
  /** What each question is answered at rest, without id and timings. */
  readonly atRest: ReadonlyMap<string, string>;
  /** Questions that a model answers, where there is one. */
  readonly forModel: readonly string[];
  /** A new folder. */
  folder(): Promise<string>;
  /** A copy of the profile and of its index, as settings. */
  copy(): Promise<{ CORPUS_DIR: string; INDEX_DIR: string }>;
  /** A server, with a journal of its own. */
  start(settings?: Settings, preload?: string): Promise<Served>;
  /** Starts `npm run index`. */
  index(settings: Settings): Run;
}

export interface Served extends Child {
  /** Which of the ids the journal lacks; asked when the server has ended. */
  lost(ids: readonly string[], table?: 'answers' | 'feedback'): Promise<readonly string[]>;
  /** Files and connections that it has open. */
  handles(): Promise<number>;
}

export interface Run {
  readonly ended: Promise<{ readonly code: number | string; readonly printed: string }>;
  kill(): void;
}

const NODE = ['--max-semi-space-size=4', '--import', 'tsx'];

export async function prepareGround(
  { CORPUS_DIR: corpusDir }: Config,
  folder: string,
  isShort: boolean,
  signal: AbortSignal,
): Promise<Ground> {
  let folders = 0;
  const newFolder = async () => {
    folders += 1;
    const created = path.join(folder, String(folders));
    await mkdir(created);
    return created;
  };
  const shipped = {
    CORPUS_DIR: path.join(folder, 'corpus'),
    INDEX_DIR: path.join(folder, 'index'),
  };
  await cp(corpusDir, shipped.CORPUS_DIR, { recursive: true });
  const common: Settings = {
    ...shipped,
    // Less of the machine is needed for the short part.
    ...(isShort && { EMBEDDER: 'none', READER: 'none' }),
    ...{ HOST: '127.0.0.1', CHAT_MODEL: '', RATE_LIMIT: 'off', LOG_FORMAT: 'text' },
    ...{ DATABASE_URL: '', REDIS_URL: '', ADMIN_KEY: '', API_KEYS_FILE: '', PUBLIC_URL: '' },
    JOURNAL: 'on',
  };

  const running = new Set<number>();
  // None outlives this process.
  process.once('exit', () => {
    for (const pid of running) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
  });

  async function start(settings: Settings = {}, preload?: string): Promise<Served> {
    const file = settings['JOURNAL_FILE'] ?? path.join(await newFolder(), 'journal.sqlite');
    const child = await startChild(
      {
        command: process.execPath,
        args: [...NODE, ...(preload ? ['--import', preload] : []), 'src/server.ts'],
        settings: { ...common, JOURNAL_FILE: file, ...settings },
        startMs: 180_000,
      },
      signal,
    );
    running.add(child.pid);
    return {
      ...child,
      async stop() {
        const code = await child.stop();
        running.delete(child.pid);
        return code;
      },
      async kill() {
        await child.kill();
        running.delete(child.pid);
      },
      async lost(ids, table = 'answers') {
        const kept = await idsIn(file, table);
        return ids.filter((id) => !kept.has(id));
      },
      handles: async () => (await readdir(`/proc/${child.pid}/fd`)).length,
    };
  }

  function index(settings: Settings): Run {
    const child = spawn(process.execPath, [...NODE, 'scripts/index.ts'], {
      env: { ...process.env, ...common, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    const ended = once(child, 'close').then(([code, ending]) => ({
      code: code ?? ending,
      printed,
    }));
    return { ended, kill: () => void child.kill('SIGKILL') };
  }

  const atRest = new Map<string, string>();
  const forModel: string[] = [];
  const ground: Ground = {
    isShort,
    signal,
    atRest,
    forModel,
    folder: newFolder,
    async copy() {
      const copied = await newFolder();
      const dirs = {
        CORPUS_DIR: path.join(copied, 'corpus'),
        INDEX_DIR: path.join(copied, 'index'),
      };
      await cp(shipped.CORPUS_DIR, dirs.CORPUS_DIR, { recursive: true });
      await cp(shipped.INDEX_DIR, dirs.INDEX_DIR, { recursive: true });
      return dirs;
    },
    start,
    index,
  };
  const server = await start();
  const { sources } = await openIndex(shipped.INDEX_DIR);
  const titles = sources.filter(({ kind }) => kind !== 'list').map(({ title }) => title);
  for (const question of questionsAbout(titles, isShort ? 16 : 160)) {
    signal.throwIfAborted();
    const { answer } = await ask(server.address, question);
    if (answer) atRest.set(question, contentOf(answer));
  }
  await server.stop();
  const projects = sources.filter(({ kind }) => kind === 'project');
  forModel.push(...projects.map(({ title }) => `How does ${title} work?`));
  return ground;
}

async function idsIn(file: string, table: 'answers' | 'feedback'): Promise<Set<unknown>> {
  const database = openSqlite(file);
  const column = table === 'answers' ? 'id' : 'answer_id';
  const rows = await database.read({
    sql: `SELECT ${column} AS id FROM journal_${table}`,
    values: [],
  });
  await database.close();
  return new Set(rows.map((row) => (row as { id: unknown }).id));
}
