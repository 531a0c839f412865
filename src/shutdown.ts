import type { Server } from 'node:http';

/** npm hands a signal on that the process may have had already, as at Ctrl-C in a terminal. */
const ECHO_MS = 500;
const LOOK_MS = 100;
/** How often a process that npm started looks whether npm is still there. */
const PARENT_MS = 500;

/**
 * A signal that fires when the process is asked to end, by SIGTERM or SIGINT; asked again, it ends at
 * once. Call it before any work begins: the first process of a container is deaf to what it does not
 * listen for.
 *
 * Where npm started the process, the end of npm counts too: a shell between them does not hand
 * signals on, and what it leaves behind would hold the port.
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
 * Closes the server when all answers that it is giving are given, streams included, or `patienceMs`
 * have passed. Connections on which nothing is being answered are closed.
 */
export async function closeServer(server: Server, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const look = setInterval(() => {
    server.closeIdleConnections();
    if (performance.now() > deadline || answering(server) === 0) server.closeAllConnections();
  }, LOOK_MS);
  await closed;
  clearInterval(look);
}

const running = new WeakMap<Server, number>();

/** Counts the answers that are being given, for `closeServer`. Call it before the server listens. */
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
