import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, post } from './ask.ts';
import { count, type Fault, holds, none } from './fault.ts';
import { startLoad } from './load.ts';

export const killJournaling: Fault = {
  id: 'kill-journaling',
  name: 'kill -9 while answers are journaled',
  done: 'The process is killed while 16 connections ask and 8 rate answers, then started again on the same journal.',
  expected:
    'The journal has every answer whose end was sent and every rating that was accepted; the next start works.',
  async run(ground) {
    const rounds = ground.isShort ? 1 : 5;
    const JOURNAL_FILE = path.join(await ground.folder(), 'journal.sqlite');
    const given: string[] = [];
    const rated: string[] = [];
    let lost = 0;
    let starts = 0;
    for (let round = 0; round < rounds; round++) {
      const server = await ground.start({ JOURNAL_FILE });
      const { ids } = await ask(server.address, [...ground.atRest.keys()][0] ?? '').then(
        ({ answer }) => ({ ids: answer ? [answer.id] : [] }),
      );
      starts += ids.length;
      given.push(...ids);
      const load = startLoad(ground, server.address, 16);
      let isOver = false;
      const rate = async () => {
        while (!isOver) {
          const rating = { answerId: randomUUID(), question: 'Why?', rating: 'up' };
          const reply = await post(`${server.address}/api/feedback`, rating).catch(() => null);
          reply?.resume();
          if (reply?.statusCode === 204) rated.push(rating.answerId);
          else await sleep(20);
        }
      };
      const rating = Array.from({ length: 8 }, rate);
      // Another moment each time.
      await sleep(2_000 + round * 237, null, { signal: ground.signal });
      await server.kill();
      isOver = true;
      given.push(...(await load.stop()).ids);
      await Promise.all(rating);
      lost += (await server.lost(given)).length + (await server.lost(rated, 'feedback')).length;
    }
    return [
      count('times', rounds),
      { ...count('answers given', given.length), atLeast: rounds },
      { ...count('ratings accepted', rated.length), atLeast: 1 },
      none('of both, lost', lost),
      holds('every start worked', starts === rounds),
    ];
  },
};
