import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openIndex } from '../../src/search/store.ts';
import { count, exited, type Fault, holds, none } from './fault.ts';
import { knowsKettle, writeKettle } from './kettle.ts';

export const killIndexing: Fault = {
  id: 'kill-indexing',
  name: 'kill -9 while the profile is indexed',
  done: 'The profile changes, and `npm run index` is killed at different moments of its run.',
  expected:
    'The folder holds a whole index each time, the old one or the new one; the next run and the next start work, and nothing half-written stays.',
  async run(ground) {
    const rounds = ground.isShort ? 2 : 10;
    const dirs = await ground.copy();
    const change = (material: string) => writeKettle(dirs.CORPUS_DIR, material);
    await change('glass');
    const begun = performance.now();
    const first = await ground.index(dirs).ended;
    const wholeMs = performance.now() - begun;
    let damaged = 0;
    let finished = 0;
    for (let round = 0; round < rounds; round++) {
      const { manifest } = await openIndex(dirs.INDEX_DIR);
      await change(`alloy ${round}`);
      const run = ground.index(dirs);
      // Most of a run is its start; the files are written in the last part.
      const share = 0.5 + (round + 1) / (2 * rounds);
      await sleep(wholeMs * share, null, { signal: ground.signal });
      run.kill();
      await run.ended;
      const now = await openIndex(dirs.INDEX_DIR).catch(() => null);
      if (!now) damaged += 1;
      else if (now.manifest.generation !== manifest.generation) finished += 1;
    }
    await change('copper');
    const last = await ground.index(dirs).ended;
    const left = (await readdir(dirs.INDEX_DIR)).filter((name) => name.startsWith('staging'));
    const server = await ground.start(dirs);
    const isNew = await knowsKettle(server.address, 'copper');
    return [
      count('times', rounds),
      count('a whole run takes', wholeMs, 'ms'),
      none('damaged indexes', damaged),
      count('new index in place when killed', finished),
      holds('the run before and the next one worked', first.code === 0 && last.code === 0),
      none('half-written files left', left.length),
      holds('the next start answers from the new index', isNew),
      exited(await server.stop()),
    ];
  },
};
