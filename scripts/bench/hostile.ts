import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config.ts';
import { createApp } from '../../src/http/app.ts';
import { createServer } from '../../src/http/create-server.ts';
import { openService } from '../../src/open-service.ts';
import { parseCommandLine, runScript } from '../lib/run.ts';
import { type HostileRequest, hostileRequests } from './hostile-requests.ts';
import { randomNumbers } from './random.ts';
import { watchLoop } from './watch-loop.ts';

const USAGE = `Usage: npm run bench:hostile [-- --requests 10000] [--seed 1]

Sends requests that are within the limits of the API but meant to block the service, one after
another, and reports how long each blocked the event loop (on Linux in CPU time of its thread, so
that other programs do not count). Fails above 100 ms.

  --requests N  how many (10,000)
  --seed N      which ones (1)
  --help        this text`;

const MOST_MS = 100;
/** A block this long is measured again: it may include a garbage collection. */
const DOUBTFUL_MS = 40;
const REPEATS = 2;
const SHOWN = 15;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  });
  const service = await openService(readConfig(process.env), {
    log: console.error,
    warn: console.error,
  });
  const publicDir = fileURLToPath(new URL('../../public', import.meta.url));
  const server = createServer(createApp({ service, publicDir, logError: () => {} }).app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const watch = watchLoop();
  const blockOf = async (request: HostileRequest): Promise<number> => {
    watch.reset();
    await send(request, port, agent);
    return watch.longest();
  };

  const blocks: { ms: number; request: HostileRequest }[] = [];
  for (const request of hostileRequests(
    Number(values.requests),
    service.sources,
    randomNumbers(Number(values.seed)),
  )) {
    signal.throwIfAborted();
    let ms = await blockOf(request);
    for (let again = 0; again < REPEATS && ms > DOUBTFUL_MS; again++) {
      ms = Math.min(ms, await blockOf(request));
    }
    blocks.push({ ms, request });
    if (blocks.length % 1_000 === 0) console.error(`${blocks.length} sent`);
  }
  server.closeAllConnections();
  server.close();

  const longest = blocks.sort((a, b) => b.ms - a.ms);
  for (const { ms, request } of longest.slice(0, SHOWN)) {
    const { kind, method, path, body = '' } = request;
    console.log(
      `${ms.toFixed(1).padStart(7)} ms  ${method} ${path.slice(0, 60)}  ${kind}, ${body.length} characters: ${JSON.stringify(body.slice(0, 100))}`,
    );
  }
  const over = longest.filter(({ ms }) => ms > MOST_MS).length;
  console.log(
    `${blocks.length} requests, ${over} over ${MOST_MS} ms, longest block ${longest[0]?.ms.toFixed(1)} ms`,
  );
  if (over > 0) process.exitCode = 1;
});

async function send(
  { method, path, headers, body }: HostileRequest,
  port: number,
  agent: http.Agent,
): Promise<void> {
  const request = http.request({ host: '127.0.0.1', port, agent, method, path, headers });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
}
