import { z } from 'zod';
import { RATE_FORMAT } from '../../language/en/templates/owner-access.ts';

/** The number of requests allowed per window. */
export interface Rate {
  readonly requests: number;
  readonly windowMs: number;
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PATTERN = /^([1-9]\d{0,8})\/([1-9]\d{0,4})?([smhd])$/;
/** Timers of Node wait at most 2^31 ms, a little more than 24 days. */
const MAX_WINDOW_MS = 24 * UNITS.d;

/** A rate as the owner writes it: 60/1m, 1000/d */
export const rateSchema = z.string().refine((text) => parseRate(text) !== null, {
  error: RATE_FORMAT,
});

/** Null if the text is not a rate. */
export function parseRate(text: string): Rate | null {
  const [, requests, count = '1', unit] = PATTERN.exec(text) ?? [];
  if (requests === undefined || unit === undefined) return null;
  const windowMs = Number(count) * UNITS[unit as keyof typeof UNITS];
  return windowMs > MAX_WINDOW_MS ? null : { requests: Number(requests), windowMs };
}
