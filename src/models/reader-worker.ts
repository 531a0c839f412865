import { workerData } from 'node:worker_threads';
import type { ReaderPassage } from '../domain.ts';
import { readerInputs } from './reader-input.ts';
import { serveTasks } from './serve-tasks.ts';
import { loadTransformer } from './transformer.ts';

export interface ReaderTask {
  readonly question: string;
  readonly passage: ReaderPassage;
}

/** A thread of `createReader`: a question and a passage come in, the logits of its sentences go out. */
void serveTasks<ReaderTask, number[]>(async () => {
  const { tokenIds, run } = await loadTransformer(workerData);
  return async ({ question, passage }) => {
    const logits: number[] = [];
    // Inputs run one by one: padded to one length they took longer, and of one length not less.
    for (const { ids, types, ends } of readerInputs(question, passage, tokenIds)) {
      const outputs = await run(ids, types);
      for (const end of ends) logits.push(outputs[end] ?? Number.NEGATIVE_INFINITY);
    }
    return logits;
  };
});
