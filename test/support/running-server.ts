import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** As `npm start` does, without npm. */
export const NODE_START: readonly string[] = [
  process.execPath,
  ...['--import', 'tsx', 'src/server.ts'],
];

export interface RunningServer {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it has printed so far, on both streams. */
  printed(): string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** What the service is started with: nothing of npm, no settings of the machine, no journal in the project. */
export function cleanEnvironment(settings: Readonly<Record<string, string>>) {
  const { PATH = '' } = process.env;
  return { PATH, PORT: '0', EMBEDDER: 'none', READER: 'none', JOURNAL: 'off', ...settings };
}

/** Starts a command and waits until it ends. */
export async function runToEnd(
  [command = '', ...args]: readonly string[],
  settings: Readonly<Record<string, string>>,
  options: { readonly uid?: number; readonly cwd?: string } = {},
): Promise<{ printed: string; code: number | string }> {
  const child = spawn(command, args, { env: cleanEnvironment(settings), ...options });
  const printed = collect(child);
  const [code, signal] = await once(child, 'close');
  return { printed: printed(), code: signal ?? code };
}

/** Starts a command that serves, and waits until it does. */
export async function startServer(
  [command = '', ...args]: readonly string[],
  settings: Readonly<Record<string, string>>,
  options: { readonly uid?: number; readonly cwd?: string } = {},
): Promise<RunningServer> {
  // A group of its own, so that nothing of it outlives the test.
  const child = spawn(command, args, {
    env: cleanEnvironment(settings),
    detached: true,
    ...options,
  });
  onTestFinished(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
  });
  const printed = collect(child);
  const ended = once(child, 'close').then(([code, signal]) => signal ?? code);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const address = /Ask at (\S+)/.exec(printed())?.[1];
      if (address) resolve(address);
    });
    void ended.then(() => reject(new Error(printed())));
  });
  return { child, url, printed, ended };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}
