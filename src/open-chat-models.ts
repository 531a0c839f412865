import type { Config } from './config.ts';
import type { ChatModel, TokenUsage } from './domain.ts';
import { ServiceError } from './errors.ts';
import { BUDGET } from './language/en/templates/owner-settings.ts';
import { costAt, type Spending, withBudget } from './models/budget.ts';
import { createChatModel } from './models/chat-model.ts';
import { openSpending } from './spending.ts';
import { type Observer, observedModel } from './telemetry/observer.ts';

/** How much longer a whole answer of the chat model may take than its silence. */
const ANSWER_PER_SILENCE = 4;

export interface ChatModels {
  /** Writes; null where answers are quoted. */
  readonly chatModel: ChatModel | null;
  /** Checks what is written; null where nobody does. */
  readonly checkModel: ChatModel | null;
}

export interface ChatModelsReporter {
  readonly warn: (line: string) => void;
  /** Who watches the calls. */
  readonly observers?: readonly Observer[];
}

/**
 * The chat models that the settings name, each left alone while it fails, within the budget of a day.
 * @throws ServiceError `invalid-settings`
 */
export async function openChatModels(
  config: Config,
  reporter: ChatModelsReporter,
): Promise<ChatModels> {
  const { CHAT_MODEL: writer, SMALL_CHAT_MODEL: small, DAILY_BUDGET: budget } = config;
  const checker = config.CHECK === 'model' ? (config.CHECK_MODEL ?? writer) : undefined;
  if (small !== undefined && budget === undefined) {
    throw new ServiceError('invalid-settings', BUDGET.needed);
  }
  const named = [writer, checker, small].filter((model) => model !== undefined);
  if (named.length === 0) return { chatModel: null, checkModel: null };
  let bound = (model: ChatModel) => model;
  if (budget !== undefined) {
    const options = {
      budget,
      prices: pricesOf(named, config),
      spending: await openSpendingOf(config, reporter.warn),
      small: small === undefined ? null : await open(small, config, reporter),
      maxTokens: config.CHAT_MAX_TOKENS,
    };
    bound = (model) => withBudget(model, options);
  }
  return {
    chatModel: writer === undefined ? null : await open(writer, config, reporter, bound),
    checkModel: checker === undefined ? null : await open(checker, config, reporter, bound),
  };
}

async function openSpendingOf(
  { DATABASE_URL: address, SPENDING_FILE: file }: Config,
  warn: (line: string) => void,
): Promise<Spending> {
  if (address === undefined) return openSpending(file, warn);
  // Loaded only when used.
  return (await import('./shared-spending.ts')).openSharedSpending(address, warn);
}

function pricesOf(models: readonly string[], { MODEL_PRICES = {} }: Config) {
  const unknown = new Set(models.filter((model) => !(model in MODEL_PRICES)));
  if (unknown.size === 0) return MODEL_PRICES;
  throw new ServiceError('invalid-settings', BUDGET.needsPrices([...unknown]));
}

async function open(
  model: string,
  config: Config,
  { warn, observers = [] }: ChatModelsReporter,
  bound = (one: ChatModel) => one,
): Promise<ChatModel> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, MODEL_PRICES, DAILY_BUDGET } = config;
  // Other providers read their own variables, such as ANTHROPIC_API_KEY, and must not get OpenAI's.
  const isOpenAi = model.startsWith('openai:');
  const price = MODEL_PRICES?.[model];
  const costOf = price && ((usage: TokenUsage) => costAt(price, usage));
  // Loaded only when used.
  const { withCircuitBreaker } = await import('./models/circuit-breaker.ts');
  return createChatModel({
    model,
    ...(isOpenAi && { apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL }),
    idleTimeoutMs: config.CHAT_TIMEOUT_SECONDS * 1000,
    timeoutMs: config.CHAT_TIMEOUT_SECONDS * 1000 * ANSWER_PER_SILENCE,
    maxTokens: config.CHAT_MAX_TOKENS,
    parameters: config.CHAT_PARAMETERS,
    countsTokens: observers.length > 0 || DAILY_BUDGET !== undefined,
    wrap: (one) => bound(withCircuitBreaker(observedModel(one, observers, costOf), warn)),
    onWarning: warn,
  });
}
