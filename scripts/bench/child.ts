import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { ServiceError } from '../../src/errors.ts';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** Added to the environment of this process. */
  readonly settings?: Readonly<Record<string, string>>;
  /** How long the server may take to start. */
  readonly startMs?: number;
}

export interface Child {
  readonly address: string;
  /** Resident memory of the largest process of the family, in MB; null where /proc is not. */
  memory(): Promise<number | null>;
  /** Seconds of CPU that the family has taken so far; null where /proc is not. */
  cpu(): Promise<number | null>;
  /** What it has printed so far, on both streams. */
  printed(): string;
  /** Ends all its processes at once. */
  kill(): Promise<void>;
  /** Asks it to end; resolves to its exit code, or to the signal that ended it. */
  stop(): Promise<number | string>;
  /** Sends the process itself a signal. */
  send(signal: NodeJS.Signals): void;
  readonly pid: number;
}

/**
 * Starts a server on a free port and waits until it prints its address.
 * @throws ServiceError with what it printed, if it ends or takes too long
 */
export async function startChild(
  { command, args, cwd, settings, startMs = 60_000 }: Command,
  signal: AbortSignal,
): Promise<Child> {
  // Its own process group, because npm does not forward every signal.
  const child = spawn(command, args, {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings, PORT: '0' },
  });
  const { pid = 0 } = child;
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null && pid) process.kill(-pid, signal);
    return pid ? ended : 0;
  };
  const printed = collect(child);
  try {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(startMs)]);
    const address = await addressOf(child, printed, deadline);
    return {
      address,
      pid,
      printed,
      memory: () => memoryOf(pid),
      cpu: () => cpuOf(pid),
      stop: async () => end('SIGTERM'),
      async kill() {
        await end('SIGKILL');
      },
      send: (signal) => void child.kill(signal),
    };
  } catch (error) {
    await end('SIGTERM');
    throw error;
  }
}

function collect(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return () => output;
}

async function addressOf(
  child: ChildProcess,
  printed: () => string,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(new ServiceError('internal-error', `The server did not start:\n${printed()}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', () => {
        const address = /(http:\/\/[\w.:[\]]+)[\s"]/.exec(printed())?.[1];
        if (address) resolve(address);
      });
    }
    child.once('error', reject);
    child.once('exit', fail);
    signal.addEventListener('abort', fail);
  });
}

async function memoryOf(root: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const sizes = (await familyOf(root)).map(
    ({ status }) => Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024,
  );
  return Math.max(...sizes);
}

/** Of a second; the same on every Linux that Node runs on. */
const TICKS = 100;

async function cpuOf(root: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  let ticks = 0;
  for (const { pid } of await familyOf(root)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The fields after the name, which is in parentheses: the 12th and 13th are for user and kernel.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks / TICKS;
}

async function familyOf(root: number): Promise<{ pid: number; status: string }[]> {
  const family = new Map<number, string>();
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  // Children have higher numbers than their parents, unless the numbers wrap around.
  for (const pid of pids.sort((a, b) => a - b)) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    if (pid === root || family.has(parent)) family.set(pid, status);
  }
  return [...family].map(([pid, status]) => ({ pid, status }));
}
