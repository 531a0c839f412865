import type { Config } from './config.ts';
import { ServiceError } from './errors.ts';
import type { AccessPolicy } from './http/access/access-policy.ts';
import { openKeys, readKeys } from './http/access/key-file.ts';
import type { LimitOptions } from './http/access/limits.ts';
import { parseRate } from './http/access/rate.ts';
import { KEYS } from './language/en/templates/owner-settings.ts';

/**
 * The access policy that the settings describe. Reads the keys and connects to Redis, if there is one.
 * @throws ServiceError `invalid-settings` that says what to correct
 */
export async function openAccessPolicy(
  config: Config,
  warn: (sentence: string) => void,
): Promise<AccessPolicy> {
  return {
    trustProxy: config.TRUST_PROXY,
    allowedOrigins: config.ALLOWED_ORIGINS,
    allowedHosts: config.ALLOWED_HOSTS,
    keys: openKeysOf(config, warn),
    requireKey: config.REQUIRE_API_KEY,
    limit: await openLimit(config, warn),
    warn,
  };
}

function openKeysOf(
  { API_KEYS_FILE: file, REQUIRE_API_KEY: isRequired }: Config,
  warn: (sentence: string) => void,
) {
  if (file === undefined) {
    if (!isRequired) return undefined;
    throw new ServiceError('invalid-settings', KEYS.needed);
  }
  const keys = openKeys(file, warn);
  if (isRequired && readKeys(file).length === 0) warn(KEYS.none(file));
  return keys;
}

async function openLimit(
  { RATE_LIMIT, REDIS_URL: url, API_KEYS_FILE }: Config,
  warn: (sentence: string) => void,
): Promise<Omit<LimitOptions, 'warn'> | undefined> {
  const rate = RATE_LIMIT === 'off' ? null : parseRate(RATE_LIMIT);
  // Keys may have limits of their own.
  if (rate === null && API_KEYS_FILE === undefined) return undefined;
  if (url === undefined) return { rate };
  // Loaded only when used.
  const { connectSharedLimits } = await import('./http/access/redis-limits.ts');
  const { createStore } = await connectSharedLimits(url, warn);
  return { rate, createStore };
}
