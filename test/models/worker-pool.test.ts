import { afterEach, describe, expect, it } from 'vitest';
import { startWorkers, type WorkerPool } from '../../src/models/worker-pool.ts';
import type { CountingTask } from '../support/counting-worker.ts';

const pools: WorkerPool<CountingTask, string>[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.dispose()));
});

async function start(size = 1, data: unknown = null) {
  const module = new URL('../support/counting-worker', import.meta.url);
  const pool = await startWorkers<CountingTask, string>({ module, name: 'counter', data, size });
  pools.push(pool);
  return pool;
}
const saying = (...words: string[]): CountingTask[] => words.map((say) => ({ say }));

describe('startWorkers', () => {
  it('does tasks in order and gives their results in order', async () => {
    const pool = await start();
    expect(await pool.run(saying('a', 'b', 'c', 'd'))).toEqual(['a 0', 'b 1', 'c 2', 'd 3']);
    expect(await pool.run([])).toEqual([]);
  });

  it('lets calls take turns, task by task', async () => {
    const pool = await start();
    const long = pool.run(saying('a', 'b', 'c', 'd', 'e', 'f'));
    const short = pool.run(saying('x'));
    // Two tasks lie with the thread already, and the third was next.
    expect(await short).toEqual(['x 3']);
    expect(await long).toEqual(['a 0', 'b 1', 'c 2', 'd 4', 'e 5', 'f 6']);
  });

  it('spreads the tasks of a call over its threads', async () => {
    const pool = await start(2);
    expect(await pool.run(saying('a', 'b', 'c', 'd'))).toEqual(['a 0', 'b 0', 'c 1', 'd 1']);
  });

  it('rejects at once when the signal fires, and never does what it has not begun', async () => {
    const pool = await start();
    const controller = new AbortController();
    const left = pool.run(saying('a', 'b', 'c', 'd'), controller.signal);
    const reason = new Error('The visitor left');
    controller.abort(reason);
    await expect(left).rejects.toBe(reason);
    expect(await pool.run(saying('x'))).toEqual(['x 2']);
  });

  it('fails the call whose task fails, and no other', async () => {
    const pool = await start();
    const failing = pool.run([{ fail: 'no memory' }, ...saying('a', 'b', 'c')]);
    const other = pool.run(saying('x', 'y'));
    await expect(failing).rejects.toMatchObject({ code: 'model-failed', message: 'no memory' });
    expect(await other).toHaveLength(2);
  });

  it('fails what waits, and what comes later, once its threads have ended', async () => {
    const pool = await start();
    const ended = { code: 'model-unavailable', message: 'The counter has stopped.' };
    const first = pool.run([{ end: true }, ...saying('a', 'b', 'c')]);
    const second = pool.run(saying('x'));
    await expect(first).rejects.toMatchObject(ended);
    await expect(second).rejects.toMatchObject(ended);
    await expect(pool.run(saying('y'))).rejects.toMatchObject(ended);
  });

  it('goes on with the threads that are left', async () => {
    const pool = await start(2);
    await expect(pool.run([{ end: true }])).rejects.toMatchObject({ code: 'model-unavailable' });
    expect(await pool.run(saying('a', 'b', 'c'))).toEqual(['a 0', 'b 1', 'c 2']);
  });

  it('says why its threads did not start', async () => {
    await expect(start(2, { refuse: 'The weights are missing.' })).rejects.toMatchObject({
      code: 'model-unavailable',
      message: 'The weights are missing.',
    });
  });
});
