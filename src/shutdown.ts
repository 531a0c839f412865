import { closeSync, openSync } from 'node:fs';
import type { Server } from 'node:http';

/** npm forwards a signal that the process may already have received, for example on Ctrl-C in a terminal. */
const ECHO_MS = 500;
const POLL_MS = 100;
/** How often a process started by npm checks whether npm is still running. */
const PARENT_MS = 500;

/**
 * A signal that fires when the process is asked to stop, by SIGTERM or SIGINT. A second request ends
 * the process at once. Call it before any work begins: the first process of a container ignores
 * signals that it does not handle.
 *
 * If npm started the process, the end of npm counts too: a shell between them does not forward
 * signals, and an orphaned process would keep the port.
 */
export function listenForStop(): AbortSignal {
  const stopping = new AbortController();
  const isStartedByNpm = process.env['npm_lifecycle_event'] !== undefined;
  let firstAt = 0;
  for (const [name, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    process.on(name, () => {
      if (!stopping.signal.aborted) {
        firstAt = performance.now();
        stopping.abort(new Error(name));
      } else if (!isStartedByNpm || performance.now() - firstAt > ECHO_MS) {
        process.exit(128 + number);
      }
    });
  }
  if (isStartedByNpm) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stopping.abort(new Error('npm has ended'));
    }, PARENT_MS).unref();
  }
  return stopping.signal;
}

/**
 * Calls `reload` at each SIGHUP. A process whose terminal has been closed gets one, too; that one is
 * left to end it.
 */
export function listenForReload(reload: () => void): void {
  process.on('SIGHUP', () => {
    if (process.stdin.isTTY && !hasTerminal()) process.kill(process.pid, 'SIGTERM');
    else reload();
  });
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Closes the server when all running answers are complete, streams included, or `patienceMs` have
 * passed. Idle connections are closed at once.
 */
export async function closeServer(server: Server, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const poll = setInterval(() => {
    server.closeIdleConnections();
    if (performance.now() > deadline || answering(server) === 0) server.closeAllConnections();
  }, POLL_MS);
  await closed;
  clearInterval(poll);
}

const running = new WeakMap<Server, number>();

/** Counts running answers, for `closeServer`. Call it before the server listens. */
export function countAnswers(server: Server): void {
  const add = (change: number) => running.set(server, answering(server) + change);
  running.set(server, 0);
  server.prependListener('request', (_request, response) => {
    add(1);
    response.once('close', () => add(-1));
  });
}

function answering(server: Server): number {
  return running.get(server) ?? 0;
}
