import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../src/config.ts';
import { openService } from '../src/open-service.ts';
import { openSharedSpending } from '../src/shared-spending.ts';
import { describeSpending } from './spending-contract.ts';
import { ask } from './support/answers.ts';
import { corpusOf, temporaryFolder } from './support/corpus.ts';
import { LANTERN } from './support/lantern.ts';
import { startOpenAiServer } from './support/openai-server.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from './support/postgres.ts';

const programs = postgresPrograms();

/** A replica whose model may cost 1 a day, and its warnings. */
async function openReplica(database: string, provider: string) {
  const warnings: string[] = [];
  const config = readConfig({
    CORPUS_DIR: await corpusOf(LANTERN),
    INDEX_DIR: path.join(await temporaryFolder(), 'index'),
    ...{ EMBEDDER: 'none', READER: 'none', CHECK: 'quotes' },
    ...{ CHAT_MODEL: 'openai:m', OPENAI_BASE_URL: provider, DATABASE_URL: database },
    DAILY_BUDGET: '1',
    MODEL_PRICES: '{"openai:m": {"input": 0, "output": 100}}',
  });
  const service = await openService(config, {
    log: () => {},
    warn: (line) => warnings.push(line),
  });
  return { service, warnings };
}

async function startProvider() {
  const provider = await startOpenAiServer();
  onTestFinished(() => provider.close());
  const pieces = ['Lantern is a framework for distributed tracing [1].'];
  // 0.1 each, as is set aside for it.
  provider.script({ type: 'reply', pieces, usage: [1_000, 1_000] });
  return provider;
}

describe.skipIf(programs === null)('PostgreSQL (apt-get install postgresql)', () => {
  let server: RunningPostgres;
  beforeAll(async () => {
    server = await startPostgres(programs ?? '');
  });
  afterAll(() => server?.remove());

  describeSpending('PostgreSQL', async () => {
    const address = await server.create();
    return () => openSharedSpending(address, thrown);
  });

  it('lets replicas that start together spend one budget, not one each', async () => {
    const address = await server.create();
    const replicas = await Promise.all(
      Array.from({ length: 3 }, () => openSharedSpending(address, thrown)),
    );
    const asked = replicas.flatMap((spending) =>
      Array.from({ length: 20 }, () => spending.reserve(1, 25)),
    );
    const granted = (await Promise.all(asked)).filter((settle) => settle !== null);
    expect(granted).toHaveLength(25);
    expect(await replicas[0]?.reserve(1, 25)).toBeNull();
    expect(replicas[0]?.today()).toBe(25);
  });

  it('bounds what services spend together; each visitor gets an answer', async () => {
    const address = await server.create();
    const provider = await startProvider();
    const replicas = [
      await openReplica(address, provider.url),
      await openReplica(address, provider.url),
    ];
    const modes = [];
    for (let i = 0; i < 12; i++) {
      const { service } = replicas[i % 2] ?? thrown(i);
      modes.push((await ask(service, 'What is Lantern?')).answer.mode);
    }
    expect(modes).toEqual([...Array(10).fill('llm'), 'extractive', 'extractive']);
    expect(provider.requests).toHaveLength(10);
  });

  it('calls no model while the database is down, says so once, and calls again', async () => {
    const provider = await startProvider();
    const { service, warnings } = await openReplica(await server.create(), provider.url);
    await server.kill();
    for (let i = 0; i < 3; i++) {
      const { answer } = await ask(service, 'What is Lantern?');
      expect(answer).toMatchObject({ status: 'answered', mode: 'extractive', fallback: 'budget' });
    }
    expect(provider.requests).toEqual([]);
    expect(warnings.filter((line) => line.includes('DATABASE_URL'))).toHaveLength(1);
    await server.start();
    const mode = async () => (await ask(service, 'What is Lantern?')).answer.mode;
    await expect.poll(mode, { timeout: 15_000, interval: 500 }).toBe('llm');
    expect(warnings.at(-1)).toContain('kept in the database again');
  }, 30_000);
});

it('answers soon if the database accepts connections and is silent', async () => {
  const sockets: net.Socket[] = [];
  const silent = net.createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const provider = await startProvider();
  const { service } = await openReplica(`postgres://tester@127.0.0.1:${port}/none`, provider.url);
  const begun = performance.now();
  for (let i = 0; i < 5; i++) {
    expect((await ask(service, 'What is Lantern?')).answer.fallback).toBe('budget');
  }
  expect(performance.now() - begun).toBeLessThan(5_000);
}, 20_000);

function thrown(value: unknown): never {
  throw value;
}
