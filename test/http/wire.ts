import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { type AppOptions, createApp } from '../../src/http/app.ts';
import { createServer } from '../../src/http/create-server.ts';
import { type FakeService, fakeService } from './fake-service.ts';

export const publicDir = new URL('../../public', import.meta.url).pathname;

export interface Wire {
  readonly service: FakeService;
  readonly port: number;
  /** What the app logged. */
  readonly logged: unknown[];
  close(): Promise<void>;
}

/** The app with a fake service, listening on a free port. */
export async function listen(options: Partial<AppOptions> = {}): Promise<Wire> {
  const service = fakeService();
  const logged: unknown[] = [];
  const logError = (error: unknown) => void logged.push(error);
  const server = createServer(createApp({ service, publicDir, logError, ...options }).app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    service,
    port: (server.address() as AddressInfo).port,
    logged,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const BODIES = {
  '/api/chat': (question: string) => ({ question }),
  '/v1/chat/completions': (content: string) => ({
    messages: [{ role: 'user', content }],
    stream: true,
  }),
  '/mcp': (question: string) => ({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'ask', arguments: { question } },
  }),
};

/** Asks for an event stream and resolves when its headers are there, with nothing read yet. */
export async function openStream(
  port: number,
  question: string,
  headers: Readonly<Record<string, string>> = {},
  path: '/api/chat' | '/v1/chat/completions' | '/mcp' = '/api/chat',
): Promise<{ request: http.ClientRequest; response: http.IncomingMessage }> {
  const request = http.request({
    port,
    host: '127.0.0.1',
    path,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', ...headers },
  });
  request.end(JSON.stringify(BODIES[path](question)));
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.setEncoding('utf8');
  return { request, response };
}

/** Sends raw bytes and reads until the server closes. */
export async function sendBytes(port: number, bytes: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(bytes);
  let received = '';
  for await (const chunk of socket) received += chunk;
  return received;
}
