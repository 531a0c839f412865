import { closeSync, openSync, readSync } from 'node:fs';

/** Tells how long the event loop of this thread was kept, at most, since it was reset. */
export interface LoopWatch {
  reset(): void;
  /** Milliseconds; a turn of the loop that began after the last reset counts when it is over. */
  longest(): Promise<number>;
  close(): void;
}

const TICK_MS = 1;

/**
 * Compares a clock from timer to timer. Short blocks in one millisecond add up, so that a figure is
 * rather too high. The clock is the CPU time of this thread where the system tells it (Linux), else
 * the time of day, which counts what other programs take.
 */
export function watchLoop(): LoopWatch {
  const { now, close } = threadClock();
  let longest = 0;
  let last = now();
  const look = () => {
    const time = now();
    longest = Math.max(longest, time - last);
    last = time;
  };
  const timer = setInterval(look, TICK_MS);
  return {
    reset() {
      last = now();
      longest = 0;
    },
    async longest() {
      await new Promise((resolve) => setTimeout(resolve, 2 * TICK_MS));
      return longest;
    },
    close() {
      clearInterval(timer);
      close();
    },
  };
}

/** Milliseconds. */
function threadClock(): { now(): number; close(): void } {
  if (process.platform !== 'linux') return { now: () => performance.now(), close: () => {} };
  const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  const buffer = Buffer.alloc(64);
  return {
    now: () =>
      Number(buffer.toString('latin1', 0, readSync(file, buffer, 0, 64, 0)).split(' ')[0]) / 1e6,
    close: () => closeSync(file),
  };
}
