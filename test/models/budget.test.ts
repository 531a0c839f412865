import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChatModel, ChatPrompt, TokenUsage } from '../../src/domain.ts';
import { type ErrorCode, ModelError } from '../../src/errors.ts';
import { withBudget } from '../../src/models/budget.ts';
import { openSpending } from '../../src/spending.ts';
import { temporaryFolder } from '../support/corpus.ts';

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

const openInFile = async () =>
  openSpending(path.join(await temporaryFolder(), 'spending.json'), () => {});

async function collect(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('withBudget', () => {
  it('charges what the provider says was used', async () => {
    const spending = await openInFile();
    const large = modelOf('large', { inputTokens: 60, outputTokens: 20 });
    const model = withBudget(large, { budget: 1000, prices, spending, maxTokens: 500 });
    expect(await collect(model.generate(PROMPT, never))).toBe('large wrote');
    expect(spending.today()).toBe(80);
  });

  it('refuses a call that could exceed what is left, before it is made', async () => {
    const spending = await openInFile();
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
    const spending = await openInFile();
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
    const spending = await openInFile();
    const large = modelOf('large', usage, fault);
    const model = withBudget(large, { budget: 5000, prices, spending, maxTokens: 500 });
    await collect(model.generate(PROMPT, never)).catch(() => {});
    expect(spending.today()).toBe(cost);
  });

  it('lets the small model write when four fifths are spent', async () => {
    const spending = await openInFile();
    await spending.reserve(799, 1000);
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
});
