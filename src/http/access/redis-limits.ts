import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { Options, Store } from 'express-rate-limit';
import { type RedisReply, RedisStore } from 'rate-limit-redis';
import { WARNINGS } from '../../language/en/templates/owner-access.ts';
import { createMemoryStore } from './memory-limits.ts';
import type { Rate } from './rate.ts';

/** Redis is asked before each answer, so a slow reply counts as a failure. */
const COMMAND_MS = 500;
/** Longer at the start; after that the service starts without Redis. */
const CONNECT_MS = 2_000;
/** How long Redis is not asked again after a failure. */
const PAUSE_MS = 5_000;

export interface SharedLimits {
  readonly createStore: (rate: Rate) => Store;
  close(): void;
}

/**
 * Counts requests in Redis, so that several replicas share the limits. While Redis is down,
 * each process counts on its own: callers may exceed a limit, but nobody is turned away.
 * @param warn called when Redis fails and when it is back
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
      reconnectStrategy: (tries) => Math.min(tries * 200, PAUSE_MS),
    },
  });
  const health = createHealth(new URL(url).host, warn);
  client.on('error', health.failed);
  client.on('ready', health.worked);
  // The client keeps trying to connect and emits `error` each time; after the first, the service starts.
  const failure = new Promise<void>((resolve) => client.once('error', () => resolve()));
  const connecting = client.connect().catch(health.failed);
  await Promise.race([connecting, failure, delay(CONNECT_MS, undefined, { ref: false })]);
  // Only what is asked keeps the process alive.
  client.unref();
  const send = (command: readonly string[]) =>
    withTimeout(COMMAND_MS, client.sendCommand(command) as unknown as Promise<RedisReply>);
  return {
    createStore: (rate) => storeWithFallback(rate, send, health),
    close: () => client.destroy(),
  };
}

type Health = ReturnType<typeof createHealth>;

function createHealth(host: string, warn: (sentence: string) => void) {
  let isDown = false;
  let pausedUntil = 0;
  return {
    isPaused: () => performance.now() < pausedUntil,
    failed(error: unknown) {
      pausedUntil = performance.now() + PAUSE_MS;
      if (isDown) return;
      isDown = true;
      warn(WARNINGS.redisDown(host, reason(error)));
    },
    worked() {
      pausedUntil = 0;
      if (!isDown) return;
      isDown = false;
      warn(WARNINGS.redisBack(host));
    },
  };
}

/** A store in Redis that falls back to one in memory. */
function storeWithFallback(
  rate: Rate,
  send: (command: readonly string[]) => Promise<RedisReply>,
  health: Health,
): Store {
  const memory = createMemoryStore(rate);
  const shared = new RedisStore({
    prefix: `ask-the-researcher:limit:${rate.requests}/${rate.windowMs}:`,
    sendCommand: (...command) => send(command),
  });
  let options: Options;
  let ready: Promise<void> | undefined;
  /** Undefined if Redis fails. */
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (health.isPaused()) return undefined;
    try {
      // Loads its scripts, once unless that fails.
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
    },
    increment: async (key) => (await attempt(() => shared.increment(key))) ?? memory.increment(key),
    async decrement(key) {
      await attempt(() => shared.decrement(key));
    },
    async resetKey(key) {
      await memory.resetKey(key);
      await attempt(() => shared.resetKey(key));
    },
  };
}

async function withTimeout<T>(milliseconds: number, work: Promise<T>): Promise<T> {
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
