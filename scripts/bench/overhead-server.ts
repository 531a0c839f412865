import http from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Service } from '../../src/domain.ts';
import { createApp } from '../../src/http/app.ts';
import { createServer } from '../../src/http/create-server.ts';

// One of the two servers that `overhead.ts` compares; prints its address.
const server = process.argv[2] === 'bare' ? http.createServer(bare()) : createServer(whole());
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

function bare() {
  const app = express();
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  return app;
}

/** All our routes and middleware, over a service that is never asked. */
function whole() {
  const service: Service = {
    researcher: null,
    sources: [],
    status: {
      index: '0123456789abcdef',
      sources: 0,
      passages: 0,
      embedder: null,
      reader: null,
      chatModel: null,
    },
    suggestions: [],
    passagesOf: () => [],
    ask: () => {
      throw new Error('Never asked.');
    },
    embed: async () => null,
    search: async () => [],
  };
  const limit = { rate: { requests: 60, windowMs: 60_000 } };
  return createApp({ service, publicDir: 'public', limit }).app;
}
