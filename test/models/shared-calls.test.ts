import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ChatModel, ChatPrompt } from '../../src/domain.ts';
import { withSharedCalls } from '../../src/models/shared-calls.ts';

const WHEN: ChatPrompt = { system: '', messages: [{ role: 'user', content: 'When?' }] };
const WHO: ChatPrompt = { system: '', messages: [{ role: 'user', content: 'Who?' }] };
const never = new AbortController().signal;

/** A model whose pieces come when the test says so. */
function scripted(...pieces: (string | Error)[]) {
  const calls: AbortSignal[] = [];
  const waiting: (() => void)[] = [];
  const model: ChatModel = {
    model: 'scripted',
    async *generate(_, signal) {
      calls.push(signal);
      for (const piece of pieces) {
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
        if (piece instanceof Error) throw piece;
        yield piece;
      }
    },
  };
  const go = async () => {
    for (let turn = 0; turn < 20; turn++) {
      for (const resolve of waiting.splice(0)) resolve();
      await nextTurn();
    }
  };
  return { model: withSharedCalls(model), calls, go };
}

async function read(model: ChatModel, prompt = WHEN, signal = never): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of model.generate(prompt, signal)) pieces.push(piece);
  return pieces;
}

describe('calls with the same prompt', () => {
  it('share one request while it is in flight, and no longer', async () => {
    const { model, calls, go } = scripted('In ', '1843.');
    const both = Promise.all([read(model), read(model)]);
    await go();
    expect(await both).toEqual([
      ['In ', '1843.'],
      ['In ', '1843.'],
    ]);
    expect(calls).toHaveLength(1);
    const third = read(model);
    await go();
    expect(await third).toEqual(['In ', '1843.']);
    expect(calls).toHaveLength(2);
  });

  it('give one that joins later all of it', async () => {
    const { model, calls, go } = scripted('In ', '1843', '.');
    const early = model.generate(WHEN, never)[Symbol.asyncIterator]();
    const first = early.next();
    await go();
    expect(await first).toEqual({ done: false, value: 'In ' });
    const late = read(model);
    await go();
    expect(await late).toEqual(['In ', '1843', '.']);
    expect(await early.next()).toEqual({ done: false, value: '1843' });
    expect(calls).toHaveLength(1);
  });

  it('fail together', async () => {
    const { model, calls, go } = scripted('In ', new Error('broken'));
    const both = Promise.allSettled([read(model), read(model)]);
    await go();
    expect(await both).toMatchObject([
      { reason: { message: 'broken' } },
      { reason: { message: 'broken' } },
    ]);
    expect(calls).toHaveLength(1);
  });

  it('end the request when the last reader leaves, not before', async () => {
    const { model, calls, go } = scripted('In ', '1843.');
    const [one, other] = [new AbortController(), new AbortController()];
    const both = Promise.allSettled([
      read(model, WHEN, one.signal),
      read(model, WHEN, other.signal),
    ]);
    one.abort(new Error('The first left'));
    await nextTurn();
    expect(calls[0]?.aborted).toBe(false);
    other.abort(new Error('The second left'));
    expect(await both).toMatchObject([
      { reason: { message: 'The first left' } },
      { reason: { message: 'The second left' } },
    ]);
    expect(calls[0]?.aborted).toBe(true);
    const next = read(model);
    await go();
    expect(await next).toEqual(['In ', '1843.']);
  });
});

it('a call with another prompt is a request of its own', async () => {
  const { model, calls, go } = scripted('In 1843.');
  const both = Promise.all([read(model, WHEN), read(model, WHO)]);
  await go();
  await both;
  expect(calls).toHaveLength(2);
});
