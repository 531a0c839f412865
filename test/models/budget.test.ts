import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChatModel, ChatPrompt, TokenUsage } from '../../src/domain.ts';
import { type ErrorCode, ModelError } from '../../src/errors.ts';
import { withBudget } from '../../src/models/budget.ts';
import { openSpending } from '../../src/spending.ts';
import { temporaryFolder } from '../support/corpus.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** 300 bytes: 100 tokens at most. */
const PROMPT: ChatPrompt = {
  system: 'x'.repeat(200),
  messages: [{ role: 'user', content: 'y'.repeat(100) }],
};
const never = new AbortController().signal;
/** A token costs 1, be it read or written. */
const ONE_A_TOKEN = { input: 1e6, output: 1e6 };
const prices = { large: ONE_A_TOKEN, small: { input: 1e5, output: 1e5 } };

/** A model that uses so many tokens, or fails. */
function modelOf(model: string, usage: TokenUsage | null, fault?: ModelError) {
  const calls: ChatPrompt[] = [];
  const chatModel: ChatModel = {
    model,
    async *generate(prompt, _signal, onUsage) {
      calls.push(prompt);
      if (fault) throw fault;
      yield `${model} wrote`;
      if (usage) onUsage?.(usage);
    },
  };
  return { ...chatModel, calls };
}

const spendingIn = async (file?: string) =>
  openSpending(file ?? path.join(await temporaryFolder(), 'spending.json'), () => {});

async function collect(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('withBudget', () => {
  it('charges what the provider says was used', async () => {
    const spending = await spendingIn();
    const large = modelOf('large', { inputTokens: 60, outputTokens: 20 });
    const model = withBudget(large, { budget: 1000, prices, spending, maxTokens: 500 });
    expect(await collect(model.generate(PROMPT, never))).toBe('large wrote');
    expect(spending.today()).toBe(80);
  });

  it('refuses a call that could exceed what is left, before it is made', async () => {
    const spending = await spendingIn();
    const large = modelOf('large', { inputTokens: 60, outputTokens: 20 });
    const model = withBudget(large, { budget: 650, prices, spending, maxTokens: 500 });
    await collect(model.generate(PROMPT, never));
    await expect(collect(model.generate(PROMPT, never))).rejects.toMatchObject({
      code: 'model-failed' satisfies ErrorCode,
      reason: 'budget',
    });
    expect(large.calls).toHaveLength(1);
  });

  it('sets aside what calls at the same time may cost', async () => {
    const spending = await spendingIn();
    const large = modelOf('large', { inputTokens: 60, outputTokens: 20 });
    const model = withBudget(large, { budget: 1300, prices, spending, maxTokens: 500 });
    const calls = Array.from({ length: 5 }, () => collect(model.generate(PROMPT, never)));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(spending.today()).toBe(160);
  });

  it.each([
    ['what it could have cost', null, undefined, 600],
    ['nothing', null, new ModelError('unreachable', 'No.'), 0],
    ['what it could have cost', null, new ModelError('stream_broken', 'No.'), 600],
  ])('charges %s where the provider says nothing', async (_, usage, fault, cost) => {
    const spending = await spendingIn();
    const large = modelOf('large', usage, fault);
    const model = withBudget(large, { budget: 5000, prices, spending, maxTokens: 500 });
    await collect(model.generate(PROMPT, never)).catch(() => {});
    expect(spending.today()).toBe(cost);
  });

  it('lets the small model write when four fifths are spent', async () => {
    const spending = await spendingIn();
    await spending.add(799);
    const large = modelOf('large', { inputTokens: 50, outputTokens: 50 });
    const small = modelOf('small', { inputTokens: 50, outputTokens: 50 });
    const options = { budget: 1000, prices, spending, small, maxTokens: 100 };
    const model = withBudget(large, options);
    expect(model.isReduced?.()).toBe(false);
    expect(await collect(model.generate(PROMPT, never))).toBe('large wrote');
    expect(model.isReduced?.()).toBe(true);
    expect(await collect(model.generate(PROMPT, never))).toBe('small wrote');
    expect(spending.today()).toBe(799 + 100 + 10);
  });

  it('begins anew the next day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2030, 4, 1, 23, 59) });
    const spending = await spendingIn();
    await spending.add(1000);
    const large = modelOf('large', { inputTokens: 60, outputTokens: 20 });
    const model = withBudget(large, { budget: 1000, prices, spending, maxTokens: 500 });
    await expect(collect(model.generate(PROMPT, never))).rejects.toThrow('used up');
    vi.setSystemTime(new Date(2030, 4, 2, 0, 1));
    expect(await collect(model.generate(PROMPT, never))).toBe('large wrote');
    // A clock that is set back finds the first day as it was.
    vi.setSystemTime(new Date(2030, 4, 1, 23, 59));
    await expect(collect(model.generate(PROMPT, never))).rejects.toThrow('used up');
  });
});

describe('the file of what was spent', () => {
  it('outlives the process, with what was set aside for a call that was cut off', async () => {
    const file = path.join(await temporaryFolder(), 'spending.json');
    const spending = await spendingIn(file);
    const large: ChatModel = {
      model: 'large',
      async *generate() {
        yield 'begun';
        await new Promise(() => {});
      },
    };
    const model = withBudget(large, { budget: 5000, prices, spending, maxTokens: 500 });
    await model.generate(PROMPT, never)[Symbol.asyncIterator]().next();
    expect((await spendingIn(file)).today()).toBe(600);
  });

  it('counts from nothing, and says so, if it is damaged', async () => {
    const file = path.join(await temporaryFolder(), 'spending.json');
    await writeFile(file, '{"2026-11');
    const warnings: string[] = [];
    const spending = await openSpending(file, (line) => warnings.push(line));
    expect(warnings).toMatchObject([expect.stringMatching(/^SPENDING_FILE=.* is damaged/)]);
    await spending.add(3);
    expect(Object.values(JSON.parse(await readFile(file, 'utf8')))).toEqual([3]);
  });

  it('keeps every amount of those added at once', async () => {
    const file = path.join(await temporaryFolder(), 'spending.json');
    const spending = await spendingIn(file);
    await Promise.all(Array.from({ length: 50 }, () => spending.add(1)));
    expect((await spendingIn(file)).today()).toBe(50);
  });

  it('refuses to start where it cannot be written, naming the setting', async () => {
    await expect(openSpending('package.json/x', () => {})).rejects.toMatchObject({
      code: 'invalid-settings',
      message: expect.stringContaining('SPENDING_FILE'),
    });
  });
});
