import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Figure, quantile } from './bound.ts';
import { startChild } from './child.ts';

const SERVER = fileURLToPath(new URL('./overhead-server.ts', import.meta.url));
const CONNECTIONS = 64;
const ROUNDS = 7;
const ROUND_MS = 1_000;

/** What our middleware costs: the probe of the whole app against a bare Express route, in turns. */
export async function benchOverhead(signal: AbortSignal): Promise<Figure[]> {
  const [bare, whole] = await Promise.all([start('bare', signal), start('whole', signal)]);
  try {
    // The first round warms up.
    const rounds: { bare: number; whole: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      signal.throwIfAborted();
      rounds.push({
        bare: await throughput(bare.address),
        whole: await throughput(whole.address),
      });
    }
    const median = (which: 'bare' | 'whole') =>
      quantile(
        rounds.slice(1).map((round) => round[which]),
        0.5,
      );
    return [
      { name: 'bare Express: requests a second', value: median('bare'), unit: '' },
      { name: '/healthz: requests a second', value: median('whole'), unit: '' },
      {
        name: '/healthz: share of bare Express',
        value: median('whole') / median('bare'),
        unit: '',
        atLeast: 0.7,
      },
    ];
  } finally {
    for (const { stop } of [bare, whole]) await stop();
  }
}

function start(which: 'bare' | 'whole', signal: AbortSignal) {
  return startChild(
    { command: process.execPath, args: ['--import', 'tsx', SERVER, which] },
    signal,
  );
}

const REQUEST = 'GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n';

/** Requests a second, each connection sending one when it has the reply to the last. */
async function throughput(address: string): Promise<number> {
  const { hostname, port } = new URL(address);
  let replies = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    const socket = net.connect(Number(port), hostname);
    socket.setEncoding('latin1').once('connect', () => socket.write(REQUEST));
    let received = '';
    socket.on('data', (text: string) => {
      received += text;
      // The reply of one line of JSON is whole with its closing brace.
      if (!received.endsWith('}')) return;
      received = '';
      replies += 1;
      socket.write(REQUEST);
    });
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  replies = 0;
  const begun = performance.now();
  await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  const seconds = (performance.now() - begun) / 1000;
  for (const socket of sockets) socket.destroy();
  return replies / seconds;
}
