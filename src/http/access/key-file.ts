import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ServiceError } from '../../errors.ts';
import { parseRate, type Rate, rateSchema } from './rate.ts';

const nameSchema = z.string().regex(/^[\w.@-]{1,64}$/);

/** One line of the file, as JSON. Of a key only its hash is kept. */
const recordSchema = z.object({
  name: nameSchema,
  hash: z.string().regex(/^sha256:[\da-f]{64}$/),
  created: z.iso.datetime(),
  limit: rateSchema.exactOptional(),
});
export type KeyRecord = z.infer<typeof recordSchema>;

export interface ApiKey {
  readonly name: string;
  /** Its own rate; null has the one of all. */
  readonly rate: Rate | null;
}

export interface ApiKeys {
  /** The key of this text, or null. What was written to the file since the last call counts. */
  find(text: string): ApiKey | null;
}

/**
 * The keys of a file, read again when it changes. A missing file has no keys; one that was changed
 * into something else counts as it was before.
 * @throws ServiceError `invalid-settings` where it is no such file at the start
 */
export function openKeys(file: string, warn: (sentence: string) => void): ApiKeys {
  let version = versionOf(file);
  let records = readKeys(file);
  const refresh = () => {
    const current = versionOf(file);
    if (current === version) return;
    version = current;
    try {
      records = readKeys(file);
    } catch (error) {
      warn(`${(error as Error).message} Until then, the keys are those of before.`);
    }
  };
  return {
    find(text) {
      refresh();
      const wanted = digest(text);
      let found: KeyRecord | null = null;
      // To the end, so that how long it takes tells nothing.
      for (const record of records) {
        if (timingSafeEqual(Buffer.from(record.hash.slice(7), 'hex'), wanted)) found = record;
      }
      return found && { name: found.name, rate: found.limit ? parseRate(found.limit) : null };
    },
  };
}

/** @throws ServiceError `invalid-settings` that names the line */
export function readKeys(file: string): KeyRecord[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new ServiceError('invalid-settings', `The keys in ${file} cannot be read: ${error}.`, {
      cause: error,
    });
  }
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const record = parseRecord(line);
    if (record) return [record];
    throw new ServiceError(
      'invalid-settings',
      `Line ${i + 1} of ${file} is no key. Remove it, or make a key with: npm run keys -- create NAME.`,
    );
  });
}

/** Adds a key and returns its text, which is nowhere else: 256 random bits need no slow hash. */
export async function createKey(file: string, name: string, limit?: string): Promise<string> {
  if (!nameSchema.safeParse(name).success) {
    throw new ServiceError(
      'invalid-request',
      `"${name}" is no name for a key. Use up to 64 letters, digits and . _ - @.`,
    );
  }
  if (limit !== undefined && !parseRate(limit)) {
    throw new ServiceError('invalid-request', `The limit ${limit} is none. Write it as 600/1m.`);
  }
  const records = readKeys(file);
  if (records.some((record) => record.name === name)) {
    throw new ServiceError(
      'invalid-request',
      `There is a key ${name} already. Revoke it first, or choose another name.`,
    );
  }
  const key = `atr_${randomBytes(32).toString('base64url')}`;
  const hash = `sha256:${digest(key).toString('hex')}`;
  const created = new Date().toISOString();
  await writeKeys(file, [...records, { name, hash, created, ...(limit && { limit }) }]);
  return key;
}

/** Takes a key away. @throws ServiceError `not-found` */
export async function revokeKey(file: string, name: string): Promise<void> {
  const records = readKeys(file);
  const kept = records.filter((record) => record.name !== name);
  if (kept.length === records.length) {
    const names = records.map((record) => record.name).join(', ') || 'none';
    throw new ServiceError('not-found', `There is no key ${name}. The keys of ${file}: ${names}.`);
  }
  await writeKeys(file, kept);
}

/** Whole or not at all, for the eyes of the owner only. */
async function writeKeys(file: string, records: readonly KeyRecord[]): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  try {
    const handle = await open(beside, 'w', 0o600);
    try {
      await handle.writeFile(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}

function parseRecord(line: string): KeyRecord | null {
  try {
    return recordSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Differs when the file was written, replaced or removed. */
function versionOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.ino}/${stat.size}/${stat.mtimeNs}` : 'missing';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
