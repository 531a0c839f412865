import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ServiceError } from '../../src/errors.ts';
import { type Figure, quantile } from './bound.ts';

const CONNECTIONS = 64;
const ROUNDS = 5;
const ROUND_MS = 1_000;

/** What the doors cost: OpenAI's against our own, and `/healthz` against a bare route of Express. */
export async function benchDoors(address: string, questions: readonly string[]): Promise<Figure[]> {
  return [await benchOpenAi(address, questions), await benchHealth(address)];
}

/** Each question through both doors, the first of them in turn. */
async function benchOpenAi(address: string, questions: readonly string[]): Promise<Figure> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const doors = [
    {
      times: [] as number[],
      ask: post(agent, `${address}/api/chat`, (question) => ({ question })),
    },
    {
      times: [] as number[],
      ask: post(agent, `${address}/v1/chat/completions`, (content) => ({
        model: 'ask-the-researcher',
        messages: [{ role: 'user', content }],
      })),
    },
  ] as const;
  for (const [i, question] of questions.entries()) {
    for (const { times, ask } of i % 2 === 0 ? doors : doors.toReversed()) {
      const begun = performance.now();
      await ask(question);
      times.push(performance.now() - begun);
    }
  }
  agent.destroy();
  const [own, openAi] = doors.map(({ times }) => quantile(times, 0.5));
  const value = (openAi ?? 0) / (own ?? 1);
  return { name: 'p50 by the OpenAI route, of that by /api/chat', value, unit: '', atMost: 1.1 };
}

function post(agent: Agent, address: string, bodyOf: (question: string) => object) {
  return async (question: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const call = request(address, { method: 'POST', agent, headers });
    call.end(JSON.stringify(bodyOf(question)));
    const [response] = await once(call, 'response');
    const body = await text(response);
    if (response.statusCode === 200) return;
    throw new ServiceError('internal-error', `${address}: ${response.statusCode} ${body}`);
  };
}

const BARE = `
import express from 'express';
const app = express();
app.get('/healthz', (_request, response) => response.json({ status: 'ok' }));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

async function benchHealth(address: string): Promise<Figure> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', BARE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = await once(child.stdout, 'data');
    const ports = [Number(port), Number(new URL(address).port)] as const;
    const rates: [number[], number[]] = [[], []];
    // In turn, so that what else the machine does falls on both; the first round warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const which of [0, 1] as const) {
        const rate = await rateOf(ports[which]);
        if (round > 0) rates[which].push(rate);
      }
    }
    const [bare, own] = rates.map((values) => quantile(values, 0.5));
    const value = (own ?? 0) / (bare ?? 1);
    const name = `/healthz, ${CONNECTIONS} connections: replies a second, of those of bare Express`;
    return { name, value, unit: '', atLeast: 0.7 };
  } finally {
    child.kill();
  }
}

/** Replies a second. By bare sockets: a client of node:http takes longer than the server. */
async function rateOf(port: number): Promise<number> {
  let replies = 0;
  const started = performance.now();
  const until = started + ROUND_MS;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = connect(port, '127.0.0.1');
      const ask = () => socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
      ask();
      // Every reply ends in this body.
      for await (const chunk of socket) {
        if (!String(chunk).endsWith('{"status":"ok"}')) continue;
        replies += 1;
        if (performance.now() > until) break;
        ask();
      }
    }),
  );
  return (replies * 1000) / (performance.now() - started);
}
