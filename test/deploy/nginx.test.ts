import { once } from 'node:events';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';
import { startOpenAiServer } from '../support/openai-server.ts';
import { NODE_START, type RunningServer, startServer } from '../support/running-server.ts';
import { hasNginx, startNginx } from './start-nginx.ts';

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
});
