import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { closeServer, countAnswers } from '../src/shutdown.ts';

/** A server whose answers begin at once and end when the test says so. */
async function start() {
  const responses: http.ServerResponse[] = [];
  const server = http.createServer((_, response) => {
    responses.push(response);
    response.write('begun, ');
  });
  countAnswers(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, responses, port };
}

/** Resolves when the answer has begun. */
async function ask(port: number): Promise<{ whole: Promise<string> }> {
  const agent = new http.Agent({ keepAlive: true });
  const [response] = await once(http.get({ port, host: '127.0.0.1', agent }), 'response');
  return { whole: text(response) };
}

describe('closeServer', () => {
  it('waits for the answers that are being given, and no longer', async () => {
    const { server, responses, port } = await start();
    const answers = [await ask(port), await ask(port)];
    const closed = closeServer(server, 60_000);
    for (const response of responses) response.end('and ended');
    expect(await Promise.all(answers.map(({ whole }) => whole))).toEqual([
      'begun, and ended',
      'begun, and ended',
    ]);
    await closed;
    expect(server.listening).toBe(false);
  });

  it('closes connections that ask nothing, or half of something', async () => {
    const { server, port } = await start();
    const silent = net.connect(port, '127.0.0.1');
    const half = net.connect(port, '127.0.0.1');
    half.write('GET / HTTP/1.1\r\nHost: a');
    await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
    // Whether they end with or without an error is all the same.
    const gone = [silent, half].map(
      (socket) =>
        new Promise((resolve) =>
          socket
            .resume()
            .on('error', () => {})
            .on('close', resolve),
        ),
    );
    await closeServer(server, 60_000);
    await Promise.all(gone);
  });

  it('gives up an answer that takes too long', async () => {
    const { server, port } = await start();
    const { whole } = await ask(port);
    whole.catch(() => {});
    await closeServer(server, 1);
    await expect(whole).rejects.toThrow();
  });
});
