import { closeSync, openSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** npm forwards a signal that the process may already have received, for example on Ctrl-C in a terminal. */
const ECHO_MS = 500;
const POLL_MS = 100;
/** So long nothing has come over any connection when the last ones are closed. */
const QUIET_MS = 200;
/** How long the rest of a question may take that is being sent. */
const BODY_MS = 5_000;
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
 * passed. What has been sent to it by then is answered: first the connections that wait for it are
 * taken, then it takes no more, and a connection is closed when nothing has come over any for a while.
 */
export async function closeServer(server: Server, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const { running } = follow(server);
  for (const response of running) endConnection(response);
  server.prependListener('request', (_, response) => endConnection(response));
  await sleep(Math.min(QUIET_MS, patienceMs));
  // The server's own `close` would also cut idle connections at once, on which a request may be coming.
  const closed = new Promise<void>((resolve) =>
    net.Server.prototype.close.call(server, () => resolve()),
  );
  const bodiesUntil = performance.now() + BODY_MS;
  const poll = setInterval(() => {
    const now = performance.now();
    const isAwaited = ({ req }: ServerResponse) => req.complete || now < bodiesUntil;
    const isQuiet = now - follow(server).lastAt > QUIET_MS && ![...running].some(isAwaited);
    if (isQuiet || now > deadline) server.closeAllConnections();
  }, POLL_MS);
  await closed;
  clearInterval(poll);
}

interface Followed {
  readonly running: Set<ServerResponse>;
  /** When the last request came or the last answer ended. */
  lastAt: number;
}

const followed = new WeakMap<Server, Followed>();

/** Follows the answers of a server, for `closeServer`. Call it before the server listens. */
export function followAnswers(server: Server): void {
  const { running } = follow(server);
  const notice = () => {
    follow(server).lastAt = performance.now();
  };
  server.prependListener('request', (_, response) => {
    running.add(response);
    notice();
    response.once('close', () => {
      running.delete(response);
      notice();
    });
  });
  // Responses that wait for others of their connection do not hear that it has gone.
  server.on('connection', (socket) => {
    socket.once('close', () => {
      for (const response of running) if (response.req.socket === socket) running.delete(response);
    });
  });
}

function follow(server: Server): Followed {
  const known = followed.get(server) ?? { running: new Set(), lastAt: 0 };
  followed.set(server, known);
  return known;
}

/** Tells the client to ask elsewhere next, unless the answer has begun. */
function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
