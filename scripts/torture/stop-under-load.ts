import { setTimeout as sleep } from 'node:timers/promises';
import { count, type Fault, none } from './fault.ts';
import { startLoad } from './load.ts';

const CONNECTIONS = 64;
export const stopUnderLoad: Fault = {
  id: 'stop',
  name: 'SIGTERM under load',
  done: `The process is asked to end while ${CONNECTIONS} connections ask without pausing.`,
  expected:
    'Every request sent before is answered, right and whole; later ones are answered or refused. It exits with 0, and the journal has every answer.',
  async run(ground) {
    const rounds = ground.isShort ? 1 : 3;
    const sum = { answers: 0, wrong: 0, broken: 0, refused: 0, lost: 0, codes: 0, longest: 0 };
    for (let round = 0; round < rounds; round++) {
      const server = await ground.start();
      const load = startLoad(ground, server.address, CONNECTIONS);
      // A server takes one connection in each turn of its loop, which are long at first.
      await load.taken;
      await sleep(1_000 + round * 237, null, { signal: ground.signal });
      const begun = performance.now();
      sum.codes += Number((await server.stop()) !== 0);
      sum.longest = Math.max(sum.longest, performance.now() - begun);
      const { ids, wrong, failed } = await load.stop();
      sum.answers += ids.length;
      sum.wrong += wrong.length;
      sum.broken += failed.filter(({ sentAt }) => sentAt < begun).length;
      sum.refused += failed.filter(({ sentAt }) => sentAt >= begun).length;
      sum.lost += (await server.lost(ids)).length;
    }
    return [
      count('times', rounds),
      { ...count('answers', sum.answers), atLeast: 1 },
      none('wrong answers', sum.wrong),
      none('requests sent before it that failed', sum.broken),
      count('requests sent after it that were refused', sum.refused),
      none('answers that the journal lacks', sum.lost),
      none('exit codes other than 0', sum.codes),
      { ...count('exit within', sum.longest, 'ms'), atMost: 30_000 },
    ];
  },
};
