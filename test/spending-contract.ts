import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Spending } from '../src/models/budget.ts';

/**
 * What holds wherever the amounts are kept.
 * @param create gives a new, empty place; what it returns opens that place, as a process does that starts
 */
export function describeSpending(name: string, create: () => Promise<() => Promise<Spending>>) {
  describe(`${name}: what was spent`, () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it('is set aside up to the limit, and not beyond', async () => {
      const spending = await (await create())();
      expect(await spending.reserve(11, 10)).toBeNull();
      expect(await spending.reserve(6, 10)).not.toBeNull();
      expect(await spending.reserve(5, 10)).toBeNull();
      expect(await spending.reserve(4, 10)).not.toBeNull();
      expect(spending.today()).toBe(10);
    });

    it('is corrected by what a call did cost, more or less', async () => {
      const spending = await (await create())();
      const settles = [await spending.reserve(6, 10), await spending.reserve(4, 10)];
      await settles[0]?.(0.5);
      await settles[1]?.(5);
      expect(spending.today()).toBe(5.5);
    });

    it('is right where many set aside at once', async () => {
      const spending = await (await create())();
      const asked = Array.from({ length: 50 }, () => spending.reserve(1, 20));
      const granted = (await Promise.all(asked)).filter((settle) => settle !== null);
      expect(granted).toHaveLength(20);
      await Promise.all(granted.map((settle) => settle(0)));
      expect(spending.today()).toBe(0);
    });

    it('outlives the process, with what was set aside for a call that was cut off', async () => {
      const open = await create();
      await (await open()).reserve(7, 10);
      const next = await open();
      expect(next.today()).toBe(7);
      expect(await next.reserve(4, 10)).toBeNull();
    });

    it('begins anew each day, and a call is charged to the day of its beginning', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(2030, 4, 1, 23, 59) });
      const spending = await (await create())();
      const settle = await spending.reserve(10, 10);
      vi.setSystemTime(new Date(2030, 4, 2, 0, 1));
      expect(spending.today()).toBe(0);
      await spending.reserve(9, 10);
      await settle?.(3);
      expect(await spending.reserve(2, 10)).toBeNull();
      // A clock that is set back finds the first day as it was.
      vi.setSystemTime(new Date(2030, 4, 1, 23, 59));
      expect(await spending.reserve(8, 10)).toBeNull();
      expect(await spending.reserve(7, 10)).not.toBeNull();
    });
  });
}
