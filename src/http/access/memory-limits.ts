import type { Store } from 'express-rate-limit';
import type { Rate } from './rate.ts';

/** Some 250 bytes each. Beyond that, those are forgotten whose windows began first. */
const MAX_CALLERS = 500_000;

/**
 * Counts the requests of each caller in this process. It goes by a clock that nobody sets: with the
 * time of day, one that is set back would refuse callers until it has caught up.
 * @param most callers that are counted at once
 */
export function createMemoryStore({ windowMs }: Rate, most = MAX_CALLERS): Store {
  // In the order in which their windows end.
  const callers = new Map<string, { hits: number; readonly until: number }>();

  /** Each new caller makes room for itself and takes away another one whose window is over. */
  function makeRoom(now: number): void {
    let removed = 0;
    for (const [key, { until }] of callers) {
      const isNeeded = until > now && callers.size < most;
      if (isNeeded || removed === 2) return;
      callers.delete(key);
      removed += 1;
    }
  }

  return {
    localKeys: true,
    increment(key) {
      const now = performance.now();
      let caller = callers.get(key);
      if (!caller || caller.until <= now) {
        callers.delete(key);
        makeRoom(now);
        caller = { hits: 0, until: now + windowMs };
        callers.set(key, caller);
      }
      caller.hits += 1;
      const resetTime = new Date(Date.now() + caller.until - now);
      return { totalHits: caller.hits, resetTime };
    },
    decrement(key) {
      const caller = callers.get(key);
      if (caller) caller.hits -= 1;
    },
    resetKey: (key) => void callers.delete(key),
  };
}
