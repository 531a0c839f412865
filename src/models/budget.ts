import type { ChatModel, ChatPrompt, TokenUsage } from '../domain.ts';
import { ModelError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';

/** Per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** What models have cost. */
export interface Spending {
  /** As far as it is known here. */
  today(): number;
  /**
   * Sets an amount aside, which is not forgotten once this resolves; null if more than the limit would be
   * spent today.
   * @throws ModelError `budget` if it cannot be kept
   */
  reserve(amount: number, limit: number): Promise<Settle | null>;
}

/** Puts what a call did cost in the place of what was set aside for it. Never rejects. */
export type Settle = (cost: number) => Promise<void>;

export interface BudgetOptions {
  /** For a day, in the currency of the prices. */
  readonly budget: number;
  /** By the name of the model. */
  readonly prices: Readonly<Record<string, Price>>;
  readonly spending: Spending;
  /** Takes over when most of the budget is spent. */
  readonly small?: ChatModel | null;
  /** How long a reply may be. */
  readonly maxTokens?: number | undefined;
}

/** The share of the budget from which on the small model writes. */
const NEAR = 0.8;
/** Fewer than in any language: English has about four bytes to a token, Chinese three. */
const BYTES_PER_TOKEN = 3;
/** Of a reply whose length nobody limits; ours ask for a few sentences. */
const ASSUMED_TOKENS = 1_000;
/** Failures before which a provider has done nothing that it charges for. */
const FREE = ['unreachable', 'key_refused', 'request_refused', 'rate_limited'];

/**
 * The model as long as the budget of the day lasts. What a call may cost is set aside before it, and
 * what it did cost takes its place afterwards; where the provider does not say, it stays.
 */
export function withBudget(model: ChatModel, options: BudgetOptions): ChatModel {
  const { budget, prices, spending, small, maxTokens = ASSUMED_TOKENS } = options;
  const isNear = () => spending.today() >= budget * NEAR;
  // One error for all that are refused in a row, of which the log tells once.
  let refusal: ModelError | undefined;

  return {
    model: model.model,
    isReduced: () => small != null && isNear(),
    async *generate(prompt, signal, onUsage) {
      const chosen = small && isNear() ? small : model;
      const price = prices[chosen.model] ?? { input: 0, output: 0 };
      const projected = costAt(price, {
        inputTokens: Math.ceil(bytesOf(prompt) / BYTES_PER_TOKEN),
        outputTokens: maxTokens,
      });
      const settle = await spending.reserve(projected, budget);
      if (settle === null) {
        refusal ??= new ModelError('budget', MODEL.budgetSpent(budget));
        throw refusal;
      }
      refusal = undefined;
      let cost = projected;
      try {
        yield* chosen.generate(prompt, signal, (usage) => {
          cost = costAt(price, usage);
          onUsage?.(usage);
        });
      } catch (error) {
        if (error instanceof ModelError && FREE.includes(error.reason)) cost = 0;
        throw error;
      } finally {
        await settle(cost);
      }
    },
  };
}

export function costAt({ input, output }: Price, used: TokenUsage): number {
  return (used.inputTokens * input + used.outputTokens * output) / 1e6;
}

function bytesOf({ system, messages }: ChatPrompt): number {
  return [system, ...messages.map(({ content }) => content)].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    0,
  );
}
