import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { ServiceError } from '../../errors.ts';
import { KEY_FILE } from '../../language/en/templates/owner-access.ts';
import { writeWhole } from '../../write-whole.ts';
import { parseRate, type Rate, rateSchema } from './rate.ts';

const nameSchema = z.string().regex(/^[\w.@-]{1,64}$/);

/** One line of the file, as JSON. Only the hash of a key is stored. */
const recordSchema = z.object({
  name: nameSchema,
  hash: z.string().regex(/^sha256:[\da-f]{64}$/),
  created: z.iso.datetime(),
  limit: rateSchema.exactOptional(),
});
export type KeyRecord = z.infer<typeof recordSchema>;

export interface ApiKey {
  readonly name: string;
  /** Its own rate; null for the default. */
  readonly rate: Rate | null;
}

export interface ApiKeys {
  /** The key with this text, or null. Sees changes of the file since the last call. */
  find(text: string): ApiKey | null;
}

/**
 * The keys in a file, read again when it changes. A missing file has no keys. If a change makes the
 * file invalid, the previous keys stay valid.
 * @throws ServiceError `invalid-settings` if the file is invalid at the start
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
      warn(KEY_FILE.stillOldKeys((error as Error).message));
    }
  };
  return {
    find(text) {
      refresh();
      const hash = digest(text);
      let found: KeyRecord | null = null;
      // No early exit: the time that the search takes must not reveal anything.
      for (const record of records) {
        if (timingSafeEqual(Buffer.from(record.hash.slice(7), 'hex'), hash)) found = record;
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
    throw new ServiceError('invalid-settings', KEY_FILE.unreadable(file, error), {
      cause: error,
    });
  }
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const record = parseRecord(line);
    if (record) return [record];
    throw new ServiceError('invalid-settings', KEY_FILE.badLine(i + 1, file));
  });
}

/**
 * Adds a key and returns its text, which is not stored. The hash can be fast, since the key has 256
 * random bits.
 */
export async function createKey(file: string, name: string, limit?: string): Promise<string> {
  if (!nameSchema.safeParse(name).success) {
    throw new ServiceError('invalid-request', KEY_FILE.badName(name));
  }
  if (limit !== undefined && !parseRate(limit)) {
    throw new ServiceError('invalid-request', KEY_FILE.badLimit(limit));
  }
  const records = readKeys(file);
  if (records.some((record) => record.name === name)) {
    throw new ServiceError('invalid-request', KEY_FILE.nameTaken(name));
  }
  const key = `atr_${randomBytes(32).toString('base64url')}`;
  const hash = `sha256:${digest(key).toString('hex')}`;
  const created = new Date().toISOString();
  await writeKeys(file, [...records, { name, hash, created, ...(limit && { limit }) }]);
  return key;
}

/** @throws ServiceError `not-found` */
export async function revokeKey(file: string, name: string): Promise<void> {
  const records = readKeys(file);
  const kept = records.filter((record) => record.name !== name);
  if (kept.length === records.length) {
    const names = records.map((record) => record.name);
    throw new ServiceError('not-found', KEY_FILE.noSuchKey(name, file, names));
  }
  await writeKeys(file, kept);
}

/** Replaces the file atomically; only its owner may read it. */
function writeKeys(file: string, records: readonly KeyRecord[]): Promise<void> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return writeWhole(file, text, 0o600);
}

function parseRecord(line: string): KeyRecord | null {
  try {
    return recordSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Changes when the file is written, replaced or removed. */
function versionOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.ino}/${stat.size}/${stat.mtimeNs}` : 'missing';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
