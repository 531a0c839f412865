import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, exited, type Fault } from './fault.ts';
import type { Ground } from './ground.ts';
import { bystanders, startLoad } from './load.ts';

const REQUESTS = 100;

export const slowReaders: Fault = {
  id: 'slow-readers',
  name: 'Slow readers',
  done: `Connections send ${REQUESTS} questions in one go, every second one for the whole profile as text, and read a kilobyte a second.`,
  expected: 'Others are answered as usual; unread data does not grow memory without bound.',
  async run(ground) {
    const server = await ground.start();
    const load = startLoad(ground, server.address, 4);
    await load.taken;
    const before = (await server.memory()) ?? 0;
    const readers = Array.from({ length: ground.isShort ? 10 : 50 }, () =>
      readSlowly(ground, server.address),
    );
    let most = 0;
    for (let second = 0; second < (ground.isShort ? 4 : 30); second++) {
      await sleep(1_000, null, { signal: ground.signal });
      for (const reader of readers) reader.read(1_024);
      most = Math.max(most, (await server.memory()) ?? 0);
    }
    for (const reader of readers) reader.destroy();
    const tally = await load.stop();
    const begun = performance.now();
    const code = await server.stop();
    return [
      count('slow readers', readers.length),
      { ...count('growth of memory', most - before, 'MB'), atMost: 250 },
      ...bystanders(tally),
      { ...count('exit after they have left', performance.now() - begun, 'ms'), atMost: 20_000 },
      exited(code),
    ];
  },
};

function readSlowly({ atRest }: Ground, address: string): net.Socket {
  const { port, hostname } = new URL(address);
  const socket = net.connect({ port: Number(port), host: hostname });
  socket.on('error', () => {});
  // Data that nobody reads stays with the server.
  socket.pause();
  const questions = [...atRest.keys()];
  for (let i = 0; i < REQUESTS / 2; i++) {
    const body = JSON.stringify({ question: questions[i % questions.length] });
    socket.write(
      `POST /api/chat HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    socket.write('GET /llms-full.txt HTTP/1.1\r\nHost: localhost\r\n\r\n');
  }
  return socket;
}
