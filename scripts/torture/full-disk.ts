import { execFile } from 'node:child_process';
import { appendFile, cp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openIndex } from '../../src/search/store.ts';
import { ask, post } from './ask.ts';
import { count, exited, type Fault, holds, none } from './fault.ts';
import { writeKettle } from './kettle.ts';
import { startLoad } from './load.ts';

const run = promisify(execFile);
/** The journal tries again every five seconds. */
const RECOVERED_MS = 8_000;

export const fullDisk: Fault = {
  id: 'full-disk',
  name: 'A full disk',
  done: 'The journal and the index are on a file system that is filled to the last byte while visitors ask and the profile is indexed, and emptied afterwards.',
  expected:
    'Every answer is right; ratings are refused, not lost; indexing says so and leaves the old index. With space again, the journal has the answers that waited.',
  async run(ground) {
    const disk = await ground.folder();
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]).catch(
      () => null,
    );
    if (!mounted) return 'no file system can be mounted here; it takes root';
    try {
      const dirs = await ground.copy();
      const INDEX_DIR = path.join(disk, 'index');
      await cp(dirs.INDEX_DIR, INDEX_DIR, { recursive: true });
      const server = await ground.start({
        ...{ INDEX_DIR, JOURNAL_FILE: path.join(disk, 'journal.sqlite') },
      });
      const rate = async () => {
        const rating = { answerId: 'a', question: 'Why?', rating: 'up' };
        const reply = await post(`${server.address}/api/feedback`, rating);
        reply.resume();
        return reply.statusCode;
      };
      const ids: string[] = [];
      const { answer } = await ask(server.address, [...ground.atRest.keys()][0] ?? '');
      if (answer) ids.push(answer.id);
      const filler = path.join(disk, 'filler');
      await fill(filler);
      const load = startLoad(ground, server.address, 8);
      await sleep(ground.isShort ? 2_000 : 20_000, null, { signal: ground.signal });
      const refused = await rate();
      await writeKettle(dirs.CORPUS_DIR, 'tin');
      const before = await readdir(INDEX_DIR);
      const indexing = await ground.index({ ...dirs, INDEX_DIR }).ended;
      const after = await readdir(INDEX_DIR);
      const isWhole = await openIndex(INDEX_DIR).then(
        () => true,
        () => false,
      );
      const { ids: given, wrong, failed, times } = await load.stop();
      await rm(filler);
      await sleep(RECOVERED_MS);
      const accepted = await rate();
      const again = await ground.index({ ...dirs, INDEX_DIR }).ended;
      const code = await server.stop();
      // Beyond 2,000, the oldest answers that wait are not kept, and the log says how many.
      const lost = await server.lost([...ids, ...given].slice(-2_000));
      return [
        { ...count('right answers on the full disk', times.length), atLeast: 1 },
        none('… wrong', wrong.length),
        none('… failed', failed.length),
        holds('ratings are refused with 503', refused === 503),
        holds('indexing fails and names the folder', fails(indexing, INDEX_DIR)),
        holds('the old index is whole, and nothing is left beside it', isWhole),
        none('… files more than before', after.length - before.length),
        holds('with space, ratings are accepted', accepted === 204),
        none('… answers that the journal lacks, of the last 2,000', lost.length),
        holds('… and the profile is indexed', again.code === 0),
        exited(code),
      ];
    } finally {
      await run('umount', ['-l', disk]);
    }
  },
};

function fails({ code, printed }: { code: number | string; printed: string }, dir: string) {
  return code === 1 && printed.includes(dir) && !/^ {4}at /m.test(printed);
}

async function fill(file: string): Promise<void> {
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (;;) await appendFile(file, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
}
