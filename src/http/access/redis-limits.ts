import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { MemoryStore, type Options, type Store } from 'express-rate-limit';
import { type RedisReply, RedisStore } from 'rate-limit-redis';
import type { Rate } from './rate.ts';

/** Redis is asked before each answer: it gets no longer than this. */
const COMMAND_MS = 500;
/** At the start it gets longer; then the service starts without it. */
const CONNECT_MS = 2_000;
/** A Redis that failed is left alone for so long. */
const REST_MS = 5_000;

export interface SharedLimits {
  readonly createStore: (rate: Rate) => Store;
  close(): void;
}

/**
 * Counts requests in Redis, so that several replicas share the limits. While Redis does not answer,
 * each process counts for itself: a limit may be exceeded, but nobody is turned away.
 * @param warn told when Redis fails, and when it is back
 */
export async function connectSharedLimits(
  url: string,
  warn: (sentence: string) => void,
): Promise<SharedLimits> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (tries) => Math.min(tries * 200, REST_MS),
    },
  });
  const health = createHealth(new URL(url).host, warn);
  client.on('error', health.failed);
  client.on('ready', health.worked);
  // It goes on trying; each failure comes as an `error` event, and the first one is enough to start.
  const failure = new Promise<void>((resolve) => client.once('error', () => resolve()));
  const connecting = client.connect().catch(health.failed);
  await Promise.race([connecting, failure, delay(CONNECT_MS, undefined, { ref: false })]);
  const send = (command: readonly string[]) =>
    within(COMMAND_MS, client.sendCommand(command) as unknown as Promise<RedisReply>);
  return {
    createStore: (rate) => standInStore(rate, send, health),
    close: () => client.destroy(),
  };
}

type Health = ReturnType<typeof createHealth>;

function createHealth(host: string, warn: (sentence: string) => void) {
  let isDown = false;
  let restUntil = 0;
  return {
    isResting: () => performance.now() < restUntil,
    failed(error: unknown) {
      restUntil = performance.now() + REST_MS;
      if (isDown) return;
      isDown = true;
      warn(
        `Redis at ${host} does not answer (${reason(error)}). Until it does, each process counts the limits for itself.`,
      );
    },
    worked() {
      restUntil = 0;
      if (!isDown) return;
      isDown = false;
      warn(`Redis at ${host} answers again; the limits are shared.`);
    },
  };
}

/** A store in Redis for whom one in memory stands in. */
function standInStore(
  rate: Rate,
  send: (command: readonly string[]) => Promise<RedisReply>,
  health: Health,
): Store {
  const memory = new MemoryStore();
  const shared = new RedisStore({
    prefix: `ask-the-researcher:limit:${rate.requests}/${rate.windowMs}:`,
    sendCommand: (...command) => send(command),
  });
  let options: Options;
  let ready: Promise<void> | undefined;
  /** What Redis gives, or undefined where it fails. */
  const tried = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (health.isResting()) return undefined;
    try {
      // Its scripts are loaded once; where that failed, again.
      ready ??= shared.init(options);
      await ready;
      const result = await work();
      health.worked();
      return result;
    } catch (error) {
      ready = undefined;
      health.failed(error);
      return undefined;
    }
  };
  return {
    init(given) {
      options = given;
      memory.init(given);
    },
    increment: async (key) => (await tried(() => shared.increment(key))) ?? memory.increment(key),
    async decrement(key) {
      await tried(() => shared.decrement(key));
    },
    async resetKey(key) {
      await memory.resetKey(key);
      await tried(() => shared.resetKey(key));
    },
  };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no reply in ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}
