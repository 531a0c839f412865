import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, quantile } from '../bench/bound.ts';
import { count, exited, type Fault, none } from './fault.ts';
import { startLoad } from './load.ts';

const CONNECTIONS = 64;
const MINUTES = 10;
/** Of the short part. */
const SHORT_MS = 5_000;
/** Memory settles in the first minutes: caches fill, and the heap finds its size. */
const SETTLED = 3;

export const mixedLoad: Fault = {
  id: 'load',
  name: 'Many visitors at once',
  done: `${CONNECTIONS} connections ask without pausing for ten minutes, half of them for JSON, half for a stream.`,
  expected:
    'Every answer is whole and the same as at rest, the journal has each, and memory stays flat.',
  async run(ground) {
    const server = await ground.start();
    const load = startLoad(ground, server.address, CONNECTIONS);
    const memory: Figure[] = [];
    for (let minute = 1; minute <= (ground.isShort ? 1 : MINUTES); minute++) {
      await sleep(ground.isShort ? SHORT_MS : 60_000, null, { signal: ground.signal });
      const name = ground.isShort ? 'memory' : `memory after minute ${minute}`;
      memory.push(count(name, (await server.memory()) ?? 0, 'MB'));
    }
    const { times, ids, wrong, failed } = await load.stop();
    const code = await server.stop();
    const settled = memory.slice(SETTLED - 1).map(({ value }) => value);
    const [first = 0] = settled;
    return [
      { ...count('right answers', times.length), atLeast: 1 },
      count('half of them within', quantile(times, 0.5), 'ms'),
      count('99 of 100 within', quantile(times, 0.99), 'ms'),
      none('wrong answers', wrong.length),
      none('failed requests', failed.length),
      none('answers that the journal lacks', (await server.lost(ids)).length),
      ...memory,
      ...(ground.isShort
        ? []
        : [
            {
              ...count(`peak above minute ${SETTLED}`, Math.max(...settled) - first, 'MB'),
              atMost: Math.max(30, first / 10),
            },
          ]),
      exited(code),
    ];
  },
};
