import { beforeEach, expect, it, vi } from 'vitest';
import { createReader } from '../../src/models/reader.ts';
import type { ReaderTask } from '../../src/models/reader-worker.ts';
import { startWorkers } from '../../src/models/worker-pool.ts';

vi.mock('../../src/models/worker-pool.ts');

/** The headings of the passages that reached the threads, call by call. */
let sent: string[][];
beforeEach(() => {
  sent = [];
  vi.mocked(startWorkers).mockResolvedValue({
    async run(tasks) {
      const readerTasks = tasks as readonly Extract<ReaderTask, { passage: unknown }>[];
      sent.push(readerTasks.map(({ passage }) => passage.heading));
      return readerTasks.map(({ passage }) => passage.sentences.map(({ length }) => length));
    },
    dispose: async () => {},
  });
});

const passage = (heading: string, ...sentences: string[]) => ({ title: '', heading, sentences });
const SHORT = passage('short', 'a');
const MIDDLE = passage('middle', 'bb', 'bb');
const LONG = passage('long', 'cccccc');

it('begins with the longest passage, and keeps the order of its caller', async () => {
  const reader = await createReader();
  expect(await reader.read('q', [SHORT, LONG, MIDDLE])).toEqual([[1], [6], [2, 2]]);
  expect(sent).toEqual([['long', 'middle', 'short']]);
});

it('reads each pair of a question and a passage once', async () => {
  const reader = await createReader();
  await reader.read('q', [SHORT, SHORT]);
  expect(await reader.read('q', [MIDDLE, { ...SHORT }])).toEqual([[2, 2], [1]]);
  await reader.read('r', [SHORT]);
  expect(sent).toEqual([['short'], ['middle'], ['short']]);
});
