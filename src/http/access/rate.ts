import { z } from 'zod';

/** So many requests in so long a window. */
export interface Rate {
  readonly requests: number;
  readonly windowMs: number;
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PATTERN = /^([1-9]\d{0,8})\/([1-9]\d{0,4})?([smhd])$/;
/** A timer of Node can wait no longer. */
const MAX_WINDOW_MS = 24 * UNITS.d;

/** A rate as the owner writes it: 60/1m, 1000/d. */
export const rateSchema = z.string().refine((text) => parseRate(text) !== null, {
  error: 'must be a number of requests in a time up to 24d, as in 60/1m or 1000/1d',
});

/** Null for what is no rate. */
export function parseRate(text: string): Rate | null {
  const [, requests, count = '1', unit] = PATTERN.exec(text) ?? [];
  if (requests === undefined || unit === undefined) return null;
  const windowMs = Number(count) * UNITS[unit as keyof typeof UNITS];
  return windowMs > MAX_WINDOW_MS ? null : { requests: Number(requests), windowMs };
}

/** As in "60 requests in 1 minute". */
export function showRate({ requests, windowMs }: Rate): string {
  return `${requests} ${requests === 1 ? 'request' : 'requests'} in ${showSpan(windowMs)}`;
}

/** In the largest unit that tells it whole: "1 minute", "90 seconds". */
export function showSpan(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / UNITS.s);
  const names = { d: 'day', h: 'hour', m: 'minute', s: 'second' } as const;
  for (const [unit, name] of Object.entries(names)) {
    const length = UNITS[unit as keyof typeof UNITS] / UNITS.s;
    if (seconds % length === 0 && seconds > 0) {
      const count = seconds / length;
      return `${count} ${count === 1 ? name : `${name}s`}`;
    }
  }
  return '0 seconds';
}
