import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/corpus.ts';
import { freePort } from '../support/free-port.ts';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { NODE_START, type RunningServer, startServer } from '../support/running-server.ts';

const hasNginx = spawnSync('nginx', ['-v']).status === 0;
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

let lantern: LanternFolders;
beforeAll(async () => {
  lantern = await lanternFolders();
});
afterAll(() => lantern.remove());

/** The service; where a model writes, it takes its time after the first sentence. */
async function startService(settings: Record<string, string> = {}): Promise<RunningServer> {
  const provider = await startOpenAiServer();
  onTestFinished(() => provider.close());
  const pieces = ['Lantern keeps spans in ring buffers [1]. ', 'Lantern', ...Array(15).fill('')];
  provider.script({ type: 'reply', pieces, delayMs: 100 });
  return startServer(NODE_START, {
    ...lantern.settings,
    ...{ CHAT_MODEL: 'openai:m', CHECK: 'quotes', OPENAI_BASE_URL: provider.url },
    ...settings,
  });
}

/** nginx with a file of ours: on a free port, without TLS, before these services. */
async function startNginx(file: string, services: readonly RunningServer[]): Promise<number> {
  const port = await freePort();
  const folder = await temporaryFolder();
  const hosts = services.map(({ url }) => new URL(url).host);
  const servers = hosts.map((host) => `server ${host} max_fails=1 fail_timeout=2s;`).join(' ');
  const site = (await readFile(file, 'utf8'))
    .replace(/^ *(?:listen \[|ssl_).*\n/gm, '')
    .replace(/listen [^;]+;/, `listen 127.0.0.1:${port};`)
    .replace(/^ *server (?:127|ask).*;/m, servers);
  const config = `daemon off; pid nginx.pid; error_log stderr;
events {}
http { access_log off;
client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
${site}}`;
  await writeFile(path.join(folder, 'nginx.conf'), config);
  const nginx = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', 'nginx.conf']);
  const ended = once(nginx, 'close');
  onTestFinished(async () => {
    nginx.kill();
    await ended;
  });
  let errors = '';
  nginx.stderr.on('data', (text) => {
    errors += text;
  });
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ status }) => status,
        () => errors,
      ),
    )
    .toBe(200);
  return port;
}

/** Asks for a stream; tells when each piece came, in ms, and all of the text. */
async function stream(port: number): Promise<{ times: number[]; text: string }> {
  const begun = performance.now();
  const request = http.request({
    ...{ port, host: '127.0.0.1', path: '/api/chat', method: 'POST' },
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
  });
  request.end(JSON.stringify({ question: 'How does Lantern keep spans?' }));
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const times: number[] = [];
  let text = '';
  for await (const chunk of response) {
    if (String(chunk).includes('text-delta')) times.push(performance.now() - begun);
    text += chunk;
  }
  times.push(performance.now() - begun);
  return { times, text };
}

describe.skipIf(!hasNginx)('nginx', { timeout: 60_000 }, () => {
  it('passes on sentences as they come', async () => {
    const port = await startNginx('deploy/nginx.conf', [await startService()]);
    const { times, text } = await stream(port);
    expect(text).toContain('event: end');
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    expect(last - first).toBeGreaterThan(800);
  });

  it('tells the service who asks, whatever visitors claim, and keeps the figures to itself', async () => {
    const settings = {
      CHAT_MODEL: '',
      RATE_LIMIT: '2/1m',
      TRUST_PROXY: 'loopback',
      METRICS: 'true',
    };
    const port = await startNginx('deploy/nginx.conf', [await startService(settings)]);
    const statuses = [];
    for (const claim of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
      const headers = { 'X-Forwarded-For': claim };
      statuses.push(
        (await fetch(`http://127.0.0.1:${port}/api/search?q=span`, { headers })).status,
      );
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
  });

  it('asks another replica when one is gone, and loses no question', async () => {
    const quoted = { CHAT_MODEL: '' };
    const replicas = await Promise.all([startService(quoted), startService(quoted)]);
    const port = await startNginx('deploy/nginx-replicas.conf', replicas);
    const ask = async () => {
      const response = await fetch(`http://127.0.0.1:${port}/api/chat`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ question: 'What is Lantern?' }),
      });
      return response.status;
    };
    const asking = Array.from({ length: 8 }, async () => {
      const statuses = [];
      for (let i = 0; i < 25; i++) statuses.push(await ask());
      return statuses;
    });
    await ask();
    replicas[0]?.child.kill('SIGKILL');
    expect((await Promise.all(asking)).flat().filter((status) => status !== 200)).toEqual([]);
  });

  it.skipIf(!hasRedis)('lets replicas count one limit together, in Redis', async () => {
    const redisPort = await freePort();
    const redis = spawn('redis-server', ['--port', String(redisPort), '--save', '']);
    onTestFinished(() => void redis.kill());
    await once(redis.stdout, 'data');
    const settings = {
      ...{ CHAT_MODEL: '', RATE_LIMIT: '3/1m', TRUST_PROXY: '1' },
      REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    };
    const replicas = await Promise.all([startService(settings), startService(settings)]);
    const port = await startNginx('deploy/nginx-replicas.conf', replicas);
    const statuses = [];
    for (let i = 0; i < 5; i++) {
      statuses.push((await fetch(`http://127.0.0.1:${port}/api/search?q=span`)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });
});
