import type { ChatModel, ChatPrompt } from '../domain.ts';

interface Call {
  readonly pieces: string[];
  readers: number;
  /** Waits for one more piece; true at the end of the text. */
  next(): Promise<boolean>;
  end(): void;
}

/**
 * Lets calls with the same prompt that are in flight at once share one request. Each reader gets all
 * pieces at its own pace. The request ends when its last reader has left.
 */
export function withSharedCalls(model: ChatModel): ChatModel {
  const calls = new Map<string, Call>();

  function begin(key: string, prompt: ChatPrompt): Call {
    const controller = new AbortController();
    const source = model.generate(prompt, controller.signal)[Symbol.asyncIterator]();
    const forget = () => calls.get(key) === call && calls.delete(key);
    const pull = async () => {
      try {
        const step = await source.next();
        if (step.done) forget();
        else call.pieces.push(step.value);
        return step.done === true;
      } catch (error) {
        forget();
        throw error;
      }
    };
    let pulling: Promise<boolean> | undefined;
    const call: Call = {
      pieces: [],
      readers: 0,
      next() {
        // Kept at the end, so that every reader learns how it ended.
        pulling ??= pull().then((isOver) => {
          if (!isOver) pulling = undefined;
          return isOver;
        });
        return pulling;
      },
      end() {
        forget();
        controller.abort();
        source.return?.().catch(() => {});
      },
    };
    calls.set(key, call);
    return call;
  }

  async function* generate(prompt: ChatPrompt, signal: AbortSignal): AsyncGenerator<string> {
    const key = JSON.stringify(prompt);
    const call = calls.get(key) ?? begin(key, prompt);
    call.readers += 1;
    try {
      for (let read = 0; ; read++) {
        while (call.pieces[read] === undefined) {
          signal.throwIfAborted();
          if (await untilAborted(call.next(), signal)) return;
        }
        yield call.pieces[read] ?? '';
      }
    } finally {
      call.readers -= 1;
      if (call.readers === 0) call.end();
    }
  }

  return { ...model, generate };
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
