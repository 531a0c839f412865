import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { connectSharedLimits } from '../../../src/http/access/redis-limits.ts';
import { createApp } from '../../../src/http/app.ts';
import { freePort } from '../../support/free-port.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const rate = { requests: 3, windowMs: 60_000 };

/** One replica of the service, and its warnings. */
async function startReplica(port: number) {
  const warnings: string[] = [];
  const warn = (sentence: string) => void warnings.push(sentence);
  const shared = await connectSharedLimits(`redis://user:secret@127.0.0.1:${port}`, warn);
  onTestFinished(shared.close);
  const { app } = createApp({
    service: fakeService(),
    publicDir,
    limit: { rate, createStore: shared.createStore },
    warn,
  });
  const ask = () => request(app).get('/api/search?q=kite');
  return { ask, warnings };
}

test('starts and answers without Redis, and warns once', async () => {
  const { ask, warnings } = await startReplica(await freePort());
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await ask()).status);
  // The limit in memory applies.
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^Redis at 127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)\. /);
  expect(warnings[0]).not.toContain('secret');
});

test('answers if Redis accepts the connection but does not reply', async () => {
  const sockets: net.Socket[] = [];
  const silent = net.createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { ask, warnings } = await startReplica((silent.address() as AddressInfo).port);
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
  expect(warnings).toHaveLength(1);
  for (const socket of sockets) socket.destroy();
  silent.close();
});

describe.skipIf(!hasRedis)(
  `with a real Redis${hasRedis ? '' : ' (skipped: redis-server is not installed)'}`,
  () => {
    let redis: ChildProcess | undefined;
    afterEach(() => stopRedis());

    async function startRedis(port: number): Promise<void> {
      const folder = await mkdtemp(path.join(tmpdir(), 'redis-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      redis = spawn('redis-server', ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
      redis.stdin?.end(
        `port ${port}\nbind 127.0.0.1\nsave ""\ndir ${folder}\nuser user on >secret ~* &* +@all\n`,
      );
      let output = '';
      for await (const chunk of redis.stdout ?? []) {
        output += chunk;
        if (output.includes('Ready to accept connections')) break;
      }
    }

    async function stopRedis(): Promise<void> {
      const running = redis;
      redis = undefined;
      if (!running || running.exitCode !== null) return;
      running.kill('SIGKILL');
      await once(running, 'exit');
    }

    test('counts the requests to all replicas together', async () => {
      const port = await freePort();
      await startRedis(port);
      const [one, other] = [await startReplica(port), await startReplica(port)];
      const replies = [await one.ask(), await other.ask(), await one.ask(), await other.ask()];
      expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 429]);
      expect(replies.map((reply) => reply.headers['ratelimit'])).toEqual(
        [2, 1, 0, 0].map((left) => expect.stringMatching(`^"3-in-1min"; r=${left}; t=\\d\\d$`)),
      );
      expect([...one.warnings, ...other.warnings]).toEqual([]);
    });

    test('counts concurrent requests', async () => {
      const port = await freePort();
      await startRedis(port);
      const replicas = [await startReplica(port), await startReplica(port)];
      const replies = await Promise.all(
        Array.from({ length: 20 }, (_, i) => replicas[i % 2]?.ask() ?? null),
      );
      expect(replies.filter((reply) => reply?.status === 200)).toHaveLength(3);
    });

    test('keeps answering while Redis is down, and uses it again afterward', async () => {
      const port = await freePort();
      await startRedis(port);
      const { ask, warnings } = await startReplica(port);
      for (let i = 0; i < 3; i++) await ask().expect(200);
      await ask().expect(429);
      await stopRedis();
      // The count is lost with it, and nobody is turned away.
      for (let i = 0; i < 3; i++) await ask().expect(200);
      await ask().expect(429);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('each process counts requests on its own');
      await startRedis(port);
      await expect.poll(() => warnings.at(-1), { timeout: 15_000 }).toContain('answers again');
      const reply = await ask().expect(200);
      expect(reply.headers['ratelimit']).toContain('r=2');
      expect(warnings).toHaveLength(2);
    });
  },
);
