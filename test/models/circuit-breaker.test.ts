import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChatModel, FallbackReason } from '../../src/domain.ts';
import { ModelError } from '../../src/errors.ts';
import { withCircuitBreaker } from '../../src/models/circuit-breaker.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const PROMPT = { system: '', messages: [] };
const never = new AbortController().signal;

/** A model that fails as long as `fault` is set, and counts its calls. */
function start(fault: FallbackReason | null = 'timeout') {
  const state = { fault, calls: 0 };
  const logged: string[] = [];
  const errors: unknown[] = [];
  const model: ChatModel = {
    model: 'openai:m',
    async *generate() {
      state.calls += 1;
      yield 'It ';
      if (state.fault) throw new ModelError(state.fault, 'It failed.');
      yield 'works.';
    },
  };
  const guarded = withCircuitBreaker(model, (line) => logged.push(line));
  const ask = async (): Promise<string> => {
    let text = '';
    try {
      for await (const piece of guarded.generate(PROMPT, never)) text += piece;
      return text;
    } catch (error) {
      errors.push(error);
      return error instanceof ModelError ? error.reason : String(error);
    }
  };
  return { state, logged, errors, ask, guarded };
}

it('leaves a model alone after five failures in a row, with one error for all', async () => {
  const { state, errors, ask } = start();
  for (let i = 0; i < 5; i++) expect(await ask()).toBe('timeout');
  for (let i = 0; i < 5; i++) expect(await ask()).toBe('circuit_open');
  expect(state.calls).toBe(5);
  expect(new Set(errors.slice(5)).size).toBe(1);
  expect(String(errors[5])).toMatch(/openai:m failed 5 times in a row/);
});

it('tries it again after half a minute: with one call, and for all if that succeeds', async () => {
  const { state, logged, ask, guarded } = start();
  for (let i = 0; i < 5; i++) await ask();
  vi.advanceTimersByTime(31_000);
  state.fault = null;
  const trial = guarded.generate(PROMPT, never)[Symbol.asyncIterator]();
  await trial.next();
  expect(await ask()).toBe('circuit_open');
  while (!(await trial.next()).done);
  expect(await ask()).toBe('It works.');
  expect(logged.at(-1)).toBe('openai:m works and is asked again.');
});

it('rests as long when the clock is set back meanwhile', async () => {
  const { state, ask } = start();
  for (let i = 0; i < 5; i++) await ask();
  vi.setSystemTime(Date.now() - 86_400_000);
  expect(await ask()).toBe('circuit_open');
  vi.advanceTimersByTime(31_000);
  state.fault = null;
  expect(await ask()).toBe('It works.');
});

it('takes a trial that a visitor leaves for none', async () => {
  const { state, ask, guarded } = start();
  for (let i = 0; i < 5; i++) await ask();
  vi.advanceTimersByTime(31_000);
  for await (const _ of guarded.generate(PROMPT, never)) break;
  expect(await ask()).toBe('timeout');
  expect(state.calls).toBe(7);
});

it('leaves it alone again if the trial fails', async () => {
  const { state, ask } = start();
  for (let i = 0; i < 5; i++) await ask();
  vi.advanceTimersByTime(31_000);
  expect(await ask()).toBe('timeout');
  expect(await ask()).toBe('circuit_open');
  expect(state.calls).toBe(6);
});

it.each<FallbackReason>(['refusal', 'content_filter', 'length', 'empty'])(
  'goes on asking a model that answers, if only with %s',
  async (fault) => {
    const { state, ask } = start(fault);
    for (let i = 0; i < 7; i++) expect(await ask()).toBe(fault);
    expect(state.calls).toBe(7);
  },
);

it('does not count visitors who leave, for or against it', async () => {
  const { ask, guarded } = start();
  const leave = async () => {
    for await (const _ of guarded.generate(PROMPT, never)) return;
  };
  for (let i = 0; i < 7; i++) await leave();
  for (let i = 0; i < 4; i++) expect(await ask()).toBe('timeout');
  await leave();
  expect(await ask()).toBe('timeout');
  expect(await ask()).toBe('circuit_open');
});
