import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ServiceError } from './errors.ts';
import { BUDGET } from './language/en/templates/owner-settings.ts';
import type { Spending } from './models/budget.ts';
import { ensureWritable } from './writable-folder.ts';

/** Days that the file remembers. A clock that is set back and forth finds each as it was. */
const DAYS = 7;

const fileSchema = z.record(z.iso.date(), z.number().nonnegative());

/**
 * What was spent each day, in a file, so that a restart does not make the budget whole again.
 * @param warn told once when the file cannot be read or written; then this process counts alone
 * @throws ServiceError `invalid-settings` if the folder of the file cannot be written
 */
export async function openSpending(
  file: string,
  warn: (sentence: string) => void,
): Promise<Spending> {
  await ensureWritable(path.dirname(path.resolve(file)), 'SPENDING_FILE', 'invalid-settings');
  const days = await read(file, warn);
  let writing: Promise<void> | undefined;
  let isChanged = false;
  let isWarned = false;

  /** One write at a time, the last with all that has changed. */
  async function write(): Promise<void> {
    try {
      while (isChanged) {
        isChanged = false;
        await writeFile(`${file}.tmp`, JSON.stringify(Object.fromEntries(days)));
        await rename(`${file}.tmp`, file);
      }
      isWarned = false;
    } catch (error) {
      if (!isWarned) warn(BUDGET.notWritten(file, (error as Error).message));
      isWarned = true;
    } finally {
      writing = undefined;
    }
  }

  async function add(day: string, amount: number): Promise<void> {
    days.set(day, Math.max(0, (days.get(day) ?? 0) + amount));
    for (const old of [...days.keys()].sort().slice(0, -DAYS)) days.delete(old);
    isChanged = true;
    writing ??= write();
    await writing;
  }

  const today = () => days.get(dateNow()) ?? 0;
  return {
    today,
    async reserve(amount, limit) {
      if (today() + amount > limit) return null;
      const day = dateNow();
      await add(day, amount);
      return (cost) => add(day, cost - amount);
    },
  };
}

async function read(file: string, warn: (sentence: string) => void): Promise<Map<string, number>> {
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(await readFile(file, 'utf8')))));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return new Map();
    if (code !== undefined) {
      throw new ServiceError('invalid-settings', BUDGET.unreadable(file, message), {
        cause: error,
      });
    }
    warn(BUDGET.damaged(file));
    return new Map();
  }
}

/** By the clock of the machine, as in "2026-11-28". */
export function dateNow(): string {
  return new Date().toLocaleDateString('sv');
}
