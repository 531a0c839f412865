import { Agent } from 'node:http';
import { post } from './ask.ts';
import { count, exited, type Fault, holds, none } from './fault.ts';

const AT_ONCE = 32;

export const manyClients: Fault = {
  id: 'many-clients',
  name: 'A hundred thousand callers under a rate limit',
  done: 'Requests come from that many addresses, which a trusted proxy reports, under RATE_LIMIT=2/1h. One caller has used up its rate before.',
  expected:
    'Each caller is counted by itself, the first stays refused to the end, and memory is bounded.',
  async run(ground) {
    const server = await ground.start({ RATE_LIMIT: '2/1h', TRUST_PROXY: 'loopback' });
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    // It is counted before its body is looked at.
    const statusFor = async (address: string) => {
      const headers = { 'x-forwarded-for': address };
      const response = await post(`${server.address}/api/chat`, {}, { agent, headers });
      response.resume();
      return response.statusCode ?? 0;
    };
    const greedy = '203.0.113.7';
    for (let i = 0; i < 2; i++) await statusFor(greedy);
    const callers = ground.isShort ? 3_000 : 100_000;
    let sent = 0;
    let refused = 0;
    const begun = performance.now();
    const work = async (until: number) => {
      while (sent < until) {
        ground.signal.throwIfAborted();
        if ((await statusFor(addressOf(sent++))) === 429) refused += 1;
      }
    };
    const send = (until: number) => Promise.all(Array.from({ length: AT_ONCE }, () => work(until)));
    // The heap of a new process grows by itself.
    await send(callers / 2);
    const before = (await server.memory()) ?? 0;
    await send(callers);
    const seconds = (performance.now() - begun) / 1000;
    const after = (await server.memory()) ?? 0;
    const figures = [
      count('callers', callers),
      count('requests a second', callers / seconds),
      none('callers refused within their rate', refused),
      holds('the first is still refused', (await statusFor(greedy)) === 429),
      count('memory after half of them', before, 'MB'),
      { ...count('growth of memory with the other half', after - before, 'MB'), atMost: 100 },
    ];
    agent.destroy();
    return [...figures, exited(await server.stop())];
  },
};

/** A different one for each number: half of them IPv6 networks. */
function addressOf(i: number): string {
  const [a, b, c] = [i >> 16, (i >> 8) & 255, i & 255];
  return i % 2 ? `10.${a}.${b}.${c}` : `2001:db8:${(i & 65_535).toString(16)}:${a}00::1`;
}
