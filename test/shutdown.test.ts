import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { closeServer, followAnswers } from '../src/shutdown.ts';

/** A server whose answers begin at once and end when the test says so. */
async function start() {
  const responses: http.ServerResponse[] = [];
  const server = http.createServer((_, response) => {
    responses.push(response);
    response.write('begun, ');
  });
  followAnswers(server);
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

  it('answers what was sent before it, over connections new and old, and says that they end', async () => {
    const { server, responses, port } = await start();
    const ended: (string | undefined)[] = [];
    server.on('request', (_, response) => response.end('and ended'));
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const get = async () => {
      const call = http.get({ port, host: '127.0.0.1', agent });
      const [response] = (await once(call, 'response')) as [http.IncomingMessage];
      ended.push(response.headers.connection);
      return text(response);
    };
    await get();
    const other = net.connect(port, '127.0.0.1');
    other.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    // Both are on their way when the server is closed, and it has heard of neither.
    const sent = [get(), text(other)];
    const closed = closeServer(server, 60_000);
    const [reply, raw] = await Promise.all(sent);
    expect(reply).toBe('begun, and ended');
    expect(raw).toContain('and ended');
    expect(ended).toEqual(['keep-alive', 'close']);
    expect(responses).toHaveLength(3);
    await closed;
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

  it('does not wait for a question that is never sent whole', { timeout: 30_000 }, async () => {
    const { server, port } = await start();
    const slow = net
      .connect(port, '127.0.0.1')
      .resume()
      .on('error', () => {});
    slow.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1');
    await once(server, 'request');
    await closeServer(server, 600_000);
  });

  it('gives up an answer that takes too long', async () => {
    const { server, port } = await start();
    const { whole } = await ask(port);
    whole.catch(() => {});
    await closeServer(server, 1);
    await expect(whole).rejects.toThrow();
  });
});
