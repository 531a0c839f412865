import { Agent } from 'node:http';
import { type Figure, quantile } from '../bench/bound.ts';
import { ask, contentOf } from './ask.ts';
import { count, none } from './fault.ts';
import type { Ground } from './ground.ts';

/** What came of requests. */
export interface Tally {
  /** Milliseconds of each right answer. */
  readonly times: number[];
  /** The ids of all whole answers. */
  readonly ids: string[];
  /** Questions with an answer other than at rest. */
  readonly wrong: string[];
  /** Requests without a whole answer, with the reason and when they were sent. */
  readonly failed: { readonly reason: string; readonly sentAt: number }[];
}

export interface Load {
  /** Resolves when each connection has had a reply, and so has been taken by the server. */
  readonly taken: Promise<unknown>;
  /** Sends no more; resolves when every request has ended. */
  stop(): Promise<Tally>;
}

/**
 * Asks over so many connections, every other time for a stream, until stopped. Each connection sends
 * a question when it has the reply to its last.
 */
export function startLoad({ atRest }: Ground, address: string, connections: number): Load {
  const tally: Tally = { times: [], ids: [], wrong: [], failed: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const questions = [...atRest];
  let isStopped = false;
  let sent = 0;
  const work = async (isTaken: () => void) => {
    for (; !isStopped; isTaken()) {
      const turn = sent++;
      const [question, expected] = questions[turn % questions.length] ?? ['', ''];
      const isStream = (turn + Math.floor(turn / questions.length)) % 2 === 1;
      const sentAt = performance.now();
      try {
        const { status, answer } = await ask(address, question, { agent, isStream });
        if (answer) tally.ids.push(answer.id);
        if (!answer) tally.failed.push({ reason: `status ${status}, not whole`, sentAt });
        else if (contentOf(answer) !== expected) tally.wrong.push(question);
        else tally.times.push(performance.now() - sentAt);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        tally.failed.push({ reason: code ?? message, sentAt });
        // A server that is gone refuses at once.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  const workers = Array.from({ length: connections }, () => {
    let isTaken = () => {};
    const taken = new Promise<void>((resolve) => {
      isTaken = resolve;
    });
    return { taken, ended: work(isTaken) };
  });
  return {
    taken: Promise.all(workers.map(({ taken }) => taken)),
    async stop() {
      isStopped = true;
      await Promise.all(workers.map(({ ended }) => ended));
      agent.destroy();
      return tally;
    },
  };
}

/** What visitors saw who asked meanwhile: each must have the right answer. */
export function bystanders({ times, wrong, failed }: Tally): Figure[] {
  return [
    { ...count('right answers to others meanwhile', times.length), atLeast: 1 },
    count('… half of them within', quantile(times, 0.5), 'ms'),
    count('… 99 of 100 within', quantile(times, 0.99), 'ms'),
    none('… wrong', wrong.length),
    none('… failed', failed.length),
  ];
}
