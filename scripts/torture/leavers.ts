import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { count, exited, type Fault, none } from './fault.ts';
import { bystanders, startLoad } from './load.ts';

/** Leaving at once, while the answer is made, or in the middle of it. */
const MOMENTS_MS = [0, 2, 5, 10, 20, 50, 100];
const AT_ONCE = 20;

export const leavers: Fault = {
  id: 'leavers',
  name: 'Visitors who leave',
  done: 'Clients break the connection at once, while their answer is made, or in the middle of its stream.',
  expected: 'Others are answered as usual; nothing that belongs to those who left stays open.',
  async run(ground) {
    const server = await ground.start();
    const load = startLoad(ground, server.address, 4);
    await load.taken;
    const before = await server.handles();
    const questions = [...ground.atRest.keys()];
    const leavers = ground.isShort ? 200 : 2_000;
    let left = 0;
    const work = async () => {
      while (left < leavers) {
        ground.signal.throwIfAborted();
        const turn = left++;
        const body = JSON.stringify({ question: questions[turn % questions.length] });
        const call = request(`${server.address}/api/chat`, {
          method: 'POST',
          agent: false,
          headers: {
            'content-type': 'application/json',
            accept: turn % 2 ? 'application/json' : 'text/event-stream',
          },
        });
        call.on('error', () => {});
        call.end(body);
        await sleep(MOMENTS_MS[turn % MOMENTS_MS.length]);
        call.destroy();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const tally = await load.stop();
    await sleep(1_000);
    const after = await server.handles();
    const figures = [
      count('visitors who left', leavers),
      ...bystanders(tally),
      // A file that is opened for the first time is none of theirs.
      { ...count('change in open handles', after - before), atMost: 10 },
      none('errors in the log', errorsIn(server.printed())),
    ];
    return [...figures, exited(await server.stop())];
  },
};

/** Lines of stack traces. */
export function errorsIn(printed: string): number {
  return printed.match(/^ {4}at /gm)?.length ?? 0;
}
