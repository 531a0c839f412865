import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { useHttpProxy } from '../src/http-proxy.ts';
import { createChatModel } from '../src/models/chat-model.ts';
import { fetchModelFiles } from '../src/models/model-files.ts';
import { createOpenAiEmbedder } from '../src/models/openai-embedder.ts';
import { temporaryFolder } from './support/corpus.ts';

let asked: string[];
let proxy: string;

/** A proxy that lets nothing out, and says in `asked` what it was asked for. */
beforeEach(async () => {
  asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const before = getGlobalDispatcher();
  onTestFinished(() => {
    setGlobalDispatcher(before);
    server.closeAllConnections();
    server.close();
  });
});

const prompt = { system: 'Answer.', messages: [{ role: 'user' as const, content: 'Hello?' }] };
const never = new AbortController().signal;

describe('useHttpProxy', () => {
  it('sends every client through the proxy', async () => {
    await useHttpProxy({ HTTP_PROXY: proxy, https_proxy: proxy });
    const baseUrl = 'https://provider.example/v1';

    const embedder = await createOpenAiEmbedder({
      ...{ model: 'm', apiKey: 'k', baseUrl, dimensions: 8, maxRetries: 0 },
    });
    await expect(embedder.embed(['text'])).rejects.toThrow();
    expect(asked.splice(0)).toEqual(['CONNECT provider.example:443']);

    const model = await createChatModel({
      ...{ model: 'openai:m', apiKey: 'k', baseUrl, timeoutMs: 300, maxTokens: 8 },
    });
    await expect(model.generate(prompt, never)[Symbol.asyncIterator]().next()).rejects.toThrow();
    expect(asked.splice(0)[0]).toBe('CONNECT provider.example:443');

    const file = { path: 'a', size: 1, sha256: createHash('sha256').update('a').digest('hex') };
    const cacheDir = path.join(await temporaryFolder(), 'cache');
    const registryUrl = 'http://127.0.0.1:1';
    const fetching = fetchModelFiles({
      ...{ cacheDir, registryUrl, hubUrl: 'http://hub.example', files: [file] },
    });
    await expect(fetching).rejects.toThrow('hub.example (HTTP 502');
    expect(asked[0]).toMatch(/^http:\/\/hub\.example\/.*\/a$/);
  }, 60_000);

  it.each([
    ['the same name', 'provider.example', 'http://provider.example/'],
    ['a domain', '.example', 'http://provider.example/'],
    ['all', '*', 'https://provider.example/'],
  ])('goes past it for what NO_PROXY lists: %s', async (_, list, url) => {
    await useHttpProxy({ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: list });
    await fetch(url).catch(() => {});
    expect(asked).toEqual([]);
  });

  it('reads an address without a scheme, and one in quotes', async () => {
    await useHttpProxy({ http_proxy: `"${proxy.replace('http://', '')}"` });
    expect((await fetch('http://provider.example/x')).status).toBe(502);
    expect(asked).toEqual(['http://provider.example/x']);
  });

  it('changes nothing where no proxy is set', async () => {
    const before = getGlobalDispatcher();
    await useHttpProxy({ NO_PROXY: '*', HTTP_PROXY: '' });
    expect(getGlobalDispatcher()).toBe(before);
  });

  it('names a proxy that is none, without its password', async () => {
    await expect(useHttpProxy({ HTTPS_PROXY: 'socks5://me:secret@p.example:1' })).rejects.toThrow(
      'HTTPS_PROXY=socks5://…@p.example:1: must be the address of an HTTP proxy',
    );
    await expect(useHttpProxy({ http_proxy: 'http://' })).rejects.toThrow('HTTP_PROXY=http://: ');
  });
});
