import { workerData } from 'node:worker_threads';
import type { ReaderPassage } from '../domain.ts';
import { type Claim, claimInput, messageInput, readerInputs } from './reader-input.ts';
import { serveTasks } from './serve-tasks.ts';
import { loadTransformer } from './transformer.ts';

/** A question and a passage to read, a message to label, or a sentence to check. */
export type ReaderTask =
  | { readonly question: string; readonly passage: ReaderPassage }
  | { readonly message: string }
  | Claim;

/**
 * A thread of `createReader`: a question and a passage come in, the logits of its sentences go out;
 * or a message, and the logits of its labels; or a sentence with its quotes, and the one logit of both.
 */
void serveTasks<ReaderTask, number[]>(async () => {
  const { tokenIds, run } = await loadTransformer(workerData);
  return async (task) => {
    if ('message' in task) {
      const ids = messageInput(task.message, tokenIds);
      return [
        ...(await run(
          ids,
          ids.map(() => 0 as const),
          'labels',
        )),
      ];
    }
    if ('quotes' in task) {
      const { ids, types } = claimInput(task, tokenIds);
      return [...(await run(ids, types, 'labels'))];
    }
    const { question, passage } = task;
    const logits: number[] = [];
    // Inputs run one by one: padded to one length they took longer, and of one length not less.
    for (const { ids, types, ends } of readerInputs(question, passage, tokenIds)) {
      const outputs = await run(ids, types);
      for (const end of ends) logits.push(outputs[end] ?? Number.NEGATIVE_INFINITY);
    }
    return logits;
  };
});
