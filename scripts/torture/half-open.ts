import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, exited, type Fault, none } from './fault.ts';
import type { Served } from './ground.ts';
import { bystanders, startLoad } from './load.ts';

/** A request may take a minute to arrive, and Node looks every 30 seconds for those that take longer. */
const CLOSED_AFTER_MS = 120_000;

export const halfOpen: Fault = {
  id: 'half-open',
  name: 'Half-open connections',
  done: 'Connections send nothing, or half of a request head, and stay open.',
  expected: 'Others are answered as usual; the service closes the connections by itself.',
  run: (ground) =>
    besides(ground, ground.isShort ? 100 : 1_000, (socket, i) => {
      if (i % 2) socket.write('POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-');
    }),
};

export const slowBodies: Fault = {
  id: 'slow-bodies',
  name: 'Slow bodies',
  done: 'Requests announce a body of 5,000 bytes and send one byte a second.',
  expected: 'Others are answered as usual; the service ends these requests by itself.',
  run: (ground) =>
    besides(ground, ground.isShort ? 50 : 500, (socket) => {
      socket.write(
        'POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n',
      );
      const timer = setInterval(() => socket.write(' '), 1_000);
      socket.on('close', () => clearInterval(timer));
    }),
};

/** Others ask while so many connections do what they are told to. */
async function besides(
  ground: Parameters<Fault['run']>[0],
  connections: number,
  begin: (socket: net.Socket, i: number) => void,
) {
  const server = await ground.start();
  const open = new Set<net.Socket>();
  for (let i = 0; i < connections; i++) {
    const socket = connectTo(server);
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('connect', () => begin(socket, i));
  }
  const load = startLoad(ground, server.address, 4);
  const most = ground.isShort ? 4_000 : CLOSED_AFTER_MS;
  const begun = performance.now();
  while (open.size > 0 && performance.now() - begun < most) {
    await sleep(500, null, { signal: ground.signal });
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  const left = open.size;
  const tally = await load.stop();
  for (const socket of open) socket.destroy();
  const code = await server.stop();
  return [
    count('such connections', connections),
    ...(ground.isShort
      ? []
      : [none('still open at the end', left), count('all closed after', seconds, 's')]),
    ...bystanders(tally),
    exited(code),
  ];
}

function connectTo({ address }: Served): net.Socket {
  const { port, hostname } = new URL(address);
  const socket = net.connect({ port: Number(port), host: hostname });
  socket.on('error', () => {});
  socket.resume();
  return socket;
}
