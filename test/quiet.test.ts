import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusOf, temporaryFolder } from './support/corpus.ts';
import { NODE_START, type RunningServer, startServer } from './support/running-server.ts';

/** A native library is seen by strace alone; without it, by what it leaves in the home folder. */
const hasStrace = (() => {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Starts with the local model, an empty home and an empty folder for temporary files. */
async function start(command: readonly string[], extra: Record<string, string> = {}) {
  const folder = await temporaryFolder();
  const [home, temporary] = [await temporaryFolder(), await temporaryFolder()];
  const corpus = await corpusOf({ 'owl.md': '# Owl\n\nOwl is a debugger for databases.' });
  const server = await startServer(command, {
    HOME: home,
    TMPDIR: temporary,
    CORPUS_DIR: corpus,
    INDEX_DIR: path.join(folder, 'index'),
    EMBEDDER: 'local',
    MODEL_CACHE_DIR: path.resolve('.models'),
    ...extra,
  });
  return { server, home, temporary, folder };
}

async function askAndStop(server: RunningServer): Promise<void> {
  const question = encodeURIComponent('What is Owl?');
  expect((await fetch(`${server.url}/ask?question=${question}`)).status).toBe(200);
  process.kill(-(server.child.pid ?? 0), 'SIGTERM');
  await server.ended;
}

describe('a start with the local model', { timeout: 120_000 }, () => {
  it('writes nothing to the home folder, and asks no other host from JavaScript', async () => {
    const log = path.join(await temporaryFolder(), 'network');
    const hook = path.resolve('test/support/record-network.mjs');
    const settings = { NODE_OPTIONS: `--import=${hook}`, NETWORK_LOG: log };
    const { server, home } = await start(NODE_START, settings);
    expect(server.printed()).toContain('search by all-MiniLM-L6-v2');
    await askAndStop(server);
    expect(await readdir(home)).toEqual([]);
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    expect(lines.filter((line) => !/^(loaded|lookup 127\.0\.0\.1)$/.test(line))).toEqual([]);
    expect(lines).toContain('loaded');
  });

  it.skipIf(!hasStrace)(
    'connects to no host and writes where settings say, as the kernel sees it',
    async () => {
      const trace = path.join(await temporaryFolder(), 'trace');
      const flags = ['-f', '-qq', '-e', 'trace=connect,sendto,openat,mkdir', '-e', 'signal=none'];
      const { server, temporary, folder } = await start([
        'strace',
        ...flags,
        '-o',
        trace,
        ...NODE_START,
      ]);
      await askAndStop(server);
      const calls = (await readFile(trace, 'utf8')).split('\n');
      const hosts = calls.filter((call) => /connect\(.*AF_INET6?\b/.test(call));
      expect(hosts).toEqual([]);
      const written = calls.flatMap(
        (call) =>
          /(?:openat\(\w+, |mkdir\()"([^"]+)".*(?:O_CREAT|O_WRONLY|O_RDWR|, 0\d{3}\))/.exec(
            call,
          )?.[1] ?? [],
      );
      expect(written.some((file) => file.startsWith(folder))).toBe(true);
      const elsewhere = written.filter(
        (file) => ![folder, temporary, '/dev/', '/proc/self/'].some((dir) => file.startsWith(dir)),
      );
      expect(elsewhere).toEqual([]);
    },
  );
});
