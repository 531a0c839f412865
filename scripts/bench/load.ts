import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { ServiceError } from '../../src/errors.ts';

export interface Load {
  /** Milliseconds that each reply took. */
  readonly times: readonly number[];
  readonly perSecond: number;
}

/**
 * Posts the bodies over so many connections, each sending one when it has the reply to its last.
 * The first of each connection warms up and does not count.
 *
 * @throws ServiceError with the reply, if one is not 200
 */
export async function sendLoad(
  url: string,
  bodies: readonly object[],
  connections: number,
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = [...bodies];
  // libuv takes one new connection a turn: a burst of them would be measured instead of answers.
  const first = waiting.splice(0, connections);
  await Promise.all(first.map((body) => post(url, agent, body)));
  const times: number[] = [];
  const begun = performance.now();
  const work = async () => {
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
      const sent = performance.now();
      await post(url, agent, body);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return { times, perSecond: times.length / seconds };
}

async function post(url: string, agent: Agent, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const call = request(url, { method: 'POST', agent, headers });
  call.end(JSON.stringify(body));
  const [response] = await once(call, 'response');
  const reply = await text(response);
  if (response.statusCode === 200) return;
  throw new ServiceError(
    'internal-error',
    `${url} replied to ${JSON.stringify(body)} with ${response.statusCode}: ${reply}`,
  );
}
