import { cp, readFile, rename, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readManifest } from '../../src/search/store.ts';
import { count, exited, type Fault, holds, none } from './fault.ts';
import { knowsKettle, writeKettle } from './kettle.ts';
import { startLoad } from './load.ts';

/** The service looks every two seconds. */
const NOTICED_MS = 5_000;

export const damagedIndex: Fault = {
  id: 'index',
  name: 'The index deleted, truncated and swapped while serving',
  done: 'While visitors ask, the folder of the index is deleted, put back with each of its files cut in half, and put back whole; then another index takes its place.',
  expected:
    'Every answer is right, from the index in memory; the log says what is refused; the other index is taken. A start without an index builds one.',
  async run(ground) {
    const dirs = await ground.copy();
    const { INDEX_DIR } = dirs;
    const kept = `${INDEX_DIR}.kept`;
    await cp(INDEX_DIR, kept, { recursive: true });
    const server = await ground.start(dirs);
    const load = startLoad(ground, server.address, 8);
    const noticed = () => sleep(NOTICED_MS, null, { signal: ground.signal });
    await rm(INDEX_DIR, { recursive: true });
    await noticed();
    const { generation, files } = await readManifest(kept);
    const names = ['manifest.json', ...Object.keys(files).map((name) => `${generation}/${name}`)];
    const damaged = ground.isShort ? names.slice(0, 2) : names;
    for (const name of damaged) {
      await rm(INDEX_DIR, { recursive: true, force: true });
      await cp(kept, INDEX_DIR, { recursive: true });
      const file = path.join(INDEX_DIR, name);
      const { length } = await readFile(file);
      await truncate(file, Math.floor(length / 2));
      server.send('SIGHUP');
      await noticed();
    }
    const refusals = server.printed().match(/is refused/g)?.length ?? 0;
    await rm(INDEX_DIR, { recursive: true });
    await cp(kept, INDEX_DIR, { recursive: true });
    await noticed();
    const { times, wrong, failed } = await load.stop();

    await writeKettle(dirs.CORPUS_DIR, 'copper');
    const other = path.join(await ground.folder(), 'index');
    await cp(kept, other, { recursive: true });
    const { code: indexed } = await ground.index({ ...dirs, INDEX_DIR: other }).ended;
    await rename(INDEX_DIR, `${INDEX_DIR}.old`);
    await rename(other, INDEX_DIR);
    const isTaken = () => knowsKettle(server.address, 'copper');
    for (let tries = 0; tries < 20 && !(await isTaken()); tries++) await sleep(500);
    const taken = await isTaken();
    const code = await server.stop();

    await rm(INDEX_DIR, { recursive: true });
    const anew = await ground.start(dirs);
    const built = await knowsKettle(anew.address, 'copper');
    return [
      { ...count('right answers meanwhile', times.length), atLeast: 1 },
      none('… wrong', wrong.length),
      none('… failed', failed.length),
      { ...count('refusals in the log', refusals), atLeast: damaged.length },
      holds('the other index is taken', indexed === 0 && taken),
      holds('a start without an index builds one', built),
      exited(code, 'of the first process'),
      exited(await anew.stop(), 'of the one that built the index'),
    ];
  },
};
