import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** Where Debian has the programs of the server, which stand in no PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of the server's programs, or null where it is not installed. */
export function postgresPrograms(): string | null {
  const folders = [
    ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((name) => `${DEBIAN}/${name}/bin`) : []),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
  ];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

/** PostgreSQL does not run as root, so root starts it as the user that Debian makes for it. */
function asUser(): Pick<SpawnOptions, 'uid' | 'gid'> {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres']).stdout.toString());
  return { uid: idOf('-u'), gid: idOf('-g') };
}

export interface RunningPostgres {
  /** The address of a new, empty database. */
  create(): Promise<string>;
  /** At once, in the middle of whatever it does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** A server of its own on a free port of this machine. */
export async function startPostgres(programs: string): Promise<RunningPostgres> {
  const user = asUser();
  const folder = await mkdtemp(path.join(tmpdir(), 'postgres-'));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid ?? 0);
  const options = { ...user, cwd: folder, stdio: 'ignore' } as const;
  const initdb = path.join(programs, 'initdb');
  const arguments_ = ['-D', folder, '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  const made = spawn(initdb, arguments_, options);
  const [code] = await once(made, 'close');
  if (code !== 0) throw new Error(`initdb ended with ${code}.`);
  const port = await freePort();
  const address = (name: string) => `postgres://tester@127.0.0.1:${port}/${name}`;
  let server = serve();
  let databases = 0;
  await untilReady();

  function serve() {
    const settings = ['-D', folder, '-p', String(port), '-k', folder, '-h', '127.0.0.1'];
    return spawn(path.join(programs, 'postgres'), settings, options);
  }

  async function run(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: address('postgres') });
    client.on('error', () => {});
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }

  async function untilReady(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await run('SELECT 1');
      } catch (error) {
        if (tries > 300) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ended = server.exitCode === null && server.signalCode === null && once(server, 'close');
    server.kill(signal);
    await ended;
  }

  return {
    async create() {
      databases += 1;
      await run(`CREATE DATABASE journal_${databases}`);
      return address(`journal_${databases}`);
    },
    kill: () => end('SIGQUIT'),
    async start() {
      server = serve();
      await untilReady();
    },
    async remove() {
      await end('SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
