import { SingleBar } from 'cli-progress';

export interface Progress {
  /** A new total starts over. */
  update(done: number, total: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a line when a tenth more is done. Both on stderr. */
export function showProgress(label: string): Progress {
  return process.stderr.isTTY ? bar(label) : lines(label);
}

function bar(label: string): Progress {
  const single = new SingleBar({
    format: `${label} {bar} {percentage}% | {value} of {total} | {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
  });
  let current = 0;
  return {
    update(done, total) {
      if (total !== current) single.start(total, done);
      current = total;
      single.update(done);
    },
    stop: () => single.stop(),
  };
}

function lines(label: string): Progress {
  let tenths = 0;
  let current = 0;
  return {
    update(done, total) {
      if (total !== current) tenths = 0;
      current = total;
      const reached = Math.floor((10 * done) / total);
      if (reached <= tenths) return;
      tenths = reached;
      console.error(`${label} ${reached * 10}% (${done} of ${total})`);
    },
    stop() {},
  };
}
