import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { createServer } from '../../src/http/create-server.ts';

/** A server that answers when the test says so, and a connection to it. */
async function start() {
  const begun: ServerResponse[] = [];
  const server = createServer((_, response) => void begun.push(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server, begun, connection: net.connect(port, '127.0.0.1') };
}

const request = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;

it('begins the requests of a connection one after another', async () => {
  const { server, begun, connection } = await start();
  const arrived = once(server, 'connection');
  connection.write(request('/1') + request('/2') + request('/3', 'Connection: close\r\n'));
  const replies = text(connection);
  await arrived;
  for (const path of ['/1', '/2', '/3']) {
    await expect.poll(() => begun.at(-1)?.req.url).toBe(path);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(begun.at(-1)?.req.url).toBe(path);
    begun.at(-1)?.end(`reply to ${path}`);
  }
  expect((await replies).match(/reply to \/\d/g)).toEqual([
    'reply to /1',
    'reply to /2',
    'reply to /3',
  ]);
});

it('does not begin what waits on a connection that has gone', async () => {
  const { begun, connection } = await start();
  connection.write(request('/1') + request('/2') + request('/3'));
  await expect.poll(() => begun.length).toBe(1);
  const gone = once(begun[0] as ServerResponse, 'close');
  connection.destroy();
  await gone;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(begun).toHaveLength(1);
});
