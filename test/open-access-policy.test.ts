import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { createKey } from '../src/http/access/key-file.ts';
import { openAccessPolicy } from '../src/open-access-policy.ts';
import { temporaryFolder } from './support/corpus.ts';

async function open(environment: Record<string, string>) {
  const warnings: string[] = [];
  const warn = (sentence: string) => void warnings.push(sentence);
  return { policy: await openAccessPolicy(readConfig(environment), warn), warnings };
}

describe('openAccessPolicy', () => {
  test('by default has no limits and no keys, and trusts no proxy', async () => {
    const { policy, warnings } = await open({});
    expect(policy).toMatchObject({
      limit: undefined,
      requireKey: false,
    });
    expect(policy.keys).toBeUndefined();
    expect(policy.trustProxy).toBeUndefined();
    expect(policy.allowedOrigins).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('with RATE_LIMIT=off limits only keys that have their own limit', async () => {
    expect((await open({ RATE_LIMIT: 'off' })).policy.limit).toBeUndefined();
    const file = path.join(await temporaryFolder(), 'keys');
    const { policy } = await open({ RATE_LIMIT: 'off', API_KEYS_FILE: file });
    expect(policy.limit).toEqual({ rate: null });
  });

  test('says how to create keys if they are required', async () => {
    await expect(open({ REQUIRE_API_KEY: 'true' })).rejects.toThrow('Set API_KEYS_FILE');
    const file = path.join(await temporaryFolder(), 'keys');
    const settings = { REQUIRE_API_KEY: 'true', API_KEYS_FILE: file };
    expect((await open(settings)).warnings).toEqual([expect.stringContaining('npm run keys')]);
    const key = await createKey(file, 'ada');
    const { policy, warnings } = await open(settings);
    expect(policy.keys?.find(key)?.name).toBe('ada');
    expect(warnings).toEqual([]);
  });
});
