import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';
import { type OpenAiServer, startOpenAiServer } from '../support/openai-server.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '../support/postgres.ts';
import { NODE_START, startServer } from '../support/running-server.ts';
import { hasNginx, startNginx } from './start-nginx.ts';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const programs = postgresPrograms();
// Visitors have addresses that only Linux has.
const hasAll = hasNginx && hasRedis && programs !== null && process.platform === 'linux';
/** What an address may ask a minute. */
const LIMIT = 20;
const VISITORS = 12;

let lantern: LanternFolders;
let postgres: RunningPostgres;
beforeAll(async () => {
  if (!hasAll) return;
  lantern = await lanternFolders();
  postgres = await startPostgres(programs ?? '');
}, 30_000);
afterAll(async () => {
  await lantern?.remove();
  await postgres?.remove();
});

async function startRedis(): Promise<string> {
  const port = await freePort();
  const redis = spawn('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
  ]);
  onTestFinished(() => void redis.kill());
  await once(redis.stdout, 'data');
  return `redis://127.0.0.1:${port}`;
}

/** Writes one sentence in about 0.3 s, for 0.125. */
async function startProvider(): Promise<OpenAiServer> {
  const provider = await startOpenAiServer();
  onTestFinished(() => provider.close());
  const pieces = ['Lantern is a framework ', 'for distributed tracing [1].', ''];
  provider.script({ type: 'reply', pieces, delayMs: 100, usage: [1_000, 1_000] });
  return provider;
}

/** Two replicas behind nginx, whose models may cost so much together. */
async function startSite(budget: number) {
  const provider = await startProvider();
  const database = await postgres.create();
  const settings = {
    ...lantern.settings,
    ...{ CHAT_MODEL: 'openai:m', CHECK: 'quotes', OPENAI_BASE_URL: provider.url },
    ...{ DAILY_BUDGET: String(budget), ANSWER_CACHE: '0' },
    MODEL_PRICES: '{"openai:m": {"input": 0, "output": 125}}',
    ...{ JOURNAL: 'on', DATABASE_URL: database, REDIS_URL: await startRedis() },
    ...{ RATE_LIMIT: `${LIMIT}/1m`, TRUST_PROXY: '1' },
  };
  const start = (port: number) => startServer(NODE_START, { ...settings, PORT: String(port) });
  const replicas = await Promise.all([start(await freePort()), start(await freePort())]);
  const port = await startNginx('deploy/nginx-replicas.conf', replicas);
  return { provider, database, start, replicas, port };
}

interface Reply {
  readonly status: number;
  readonly id: string | undefined;
  readonly isStream: boolean;
  /** Whom nginx asked, the one that answered last. */
  readonly askedReplicas: readonly string[];
}

/** Asks from an address of this machine, and waits for the whole answer; fails if it breaks off. */
async function ask(port: number, from: string, question: string, isStream = false): Promise<Reply> {
  const request = http.request({
    ...{ port, host: '127.0.0.1', localAddress: from, path: '/api/chat', method: 'POST' },
    headers: {
      'Content-Type': 'application/json',
      Accept: isStream ? 'text/event-stream' : 'application/json',
    },
  });
  request.end(JSON.stringify({ question }));
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const body = await text(response);
  const askedReplicas = String(response.headers['x-replica']).split(', ');
  const ended = isStream ? (/event: end\ndata: (.*)/.exec(body)?.[1] ?? '{}') : body;
  const id = (JSON.parse(ended) as { id?: string }).id;
  return { status: response.statusCode ?? 0, id, isStream, askedReplicas };
}

/** Visitors at addresses of their own who ask one question after the other until they are told to stop. */
function putUnderLoad(port: number) {
  const replies: Reply[] = [];
  const broken: { isStream: boolean }[] = [];
  let isOver = false;
  async function visit(visitor: number): Promise<void> {
    for (let i = 0; !isOver; i++) {
      const isStream = i % 3 === 0;
      // Far below the limit, since what nginx asks twice counts twice.
      const from = `127.0.${1 + Math.floor((2 * i) / LIMIT)}.${visitor + 1}`;
      const question = `What is Lantern, asked ${visitor} and ${i}?`;
      await ask(port, from, question, isStream).then(
        (reply) => replies.push(reply),
        () => broken.push({ isStream }),
      );
    }
  }
  const visits = Array.from({ length: VISITORS }, (_, visitor) => visit(visitor));
  return {
    replies,
    broken,
    async until(count: number) {
      await expect.poll(() => replies.length, { timeout: 40_000 }).toBeGreaterThan(count);
    },
    async end() {
      isOver = true;
      await Promise.all(visits);
    },
  };
}

async function rowsOf<Row extends pg.QueryResultRow>(
  database: string,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  return (await client.query<Row>(sql).finally(() => client.end())).rows;
}

const keptIn = async (database: string) =>
  new Set(
    (await rowsOf<{ id: string }>(database, 'SELECT id FROM journal_answers')).map(({ id }) => id),
  );

describe.skipIf(!hasAll)(
  'two replicas behind nginx, with PostgreSQL and Redis (apt-get install nginx-light postgresql redis-server)',
  { timeout: 120_000 },
  () => {
    it('lose no answer that was given when one is stopped and the other killed under load', async () => {
      const { database, start, replicas, port } = await startSite(1_000);
      const [stopped, killed] = replicas as [(typeof replicas)[0], (typeof replicas)[0]];
      const load = putUnderLoad(port);
      await load.until(30);
      stopped.child.kill('SIGTERM');
      expect(await stopped.ended).toBe(0);
      // Streams, too, are finished by the one that stops.
      expect(load.broken).toEqual([]);
      await start(Number(new URL(stopped.url).port));
      // Long enough for nginx to try it again.
      await delay(2_500);
      await load.until(load.replies.length + 30);
      killed.child.kill('SIGKILL');
      expect(await killed.ended).toBe('SIGKILL');
      await load.until(load.replies.length + 30);
      await load.end();

      expect(load.replies.filter(({ status }) => status !== 200)).toEqual([]);
      // Only a stream that has begun cannot be begun again.
      expect(load.broken.filter(({ isStream }) => !isStream)).toEqual([]);
      expect(load.replies.filter(({ askedReplicas }) => askedReplicas.length > 1)).not.toEqual([]);
      const last = load.replies.map(({ askedReplicas }) => askedReplicas.at(-1));
      for (const { url } of replicas) expect(last).toContain(new URL(url).host);
      const kept = await keptIn(database);
      const given = load.replies.flatMap(({ id }) => id ?? []);
      const inPart = load.replies.filter(({ id }) => id === undefined);
      expect(inPart.filter(({ isStream }) => !isStream)).toEqual([]);
      expect(given.filter((id) => !kept.has(id))).toEqual([]);
    });

    it('count one limit and one budget, and journal together', async () => {
      const { provider, database, replicas, port } = await startSite(1.25);
      const one = '127.0.2.1';
      const statuses: number[] = [];
      const given: string[] = [];
      for (let i = 0; i < LIMIT + 5; i++) {
        const { status, id } = await ask(port, one, `What is Lantern, asked ${i}?`);
        statuses.push(status);
        if (status === 200) given.push(id ?? '');
      }
      expect(statuses).toEqual([...Array(LIMIT).fill(200), ...Array(5).fill(429)]);
      for (const { url } of replicas) {
        const search = (address: string) =>
          fetch(`${url}/api/search?q=span`, { headers: { 'X-Forwarded-For': address } });
        expect((await search(one)).status).toBe(429);
        expect((await search('127.0.2.2')).status).toBe(200);
      }
      expect(await keptIn(database)).toEqual(new Set(given));
      // Ten of an eighth; the others were quoted.
      expect(provider.requests).toHaveLength(10);
      const spent = await rowsOf<{ amount: number }>(database, 'SELECT amount FROM model_spending');
      expect(spent.map(({ amount }) => amount)).toEqual([1.25]);
    });

    it('go on answering while the database is down, whatever feedback comes', async () => {
      const { port } = await startSite(2);
      await postgres.kill();
      for (let i = 0; i < 3; i++) {
        const rating = { answerId: crypto.randomUUID(), question: 'Why?', rating: 'up' };
        const { status, headers } = await fetch(`http://127.0.0.1:${port}/api/feedback`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(rating),
        });
        expect(status).toBe(503);
        // The other could keep it no better.
        expect(headers.get('x-replica')).not.toContain(',');
        expect((await ask(port, '127.0.3.1', 'What is Lantern?')).status).toBe(200);
      }
      await postgres.start();
    });
  },
);
