import { setTimeout as sleep } from 'node:timers/promises';

const MAX_RETRIES = 2;
const FIRST_WAIT_MS = 500;
/** However long a provider asks to be left alone, it is tried again after this time. */
const MAX_WAIT_MS = 300_000;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** No wait goes beyond this time from now, in ms. */
  readonly limitMs: number;
  /** The error where the provider asks for a longer wait. */
  readonly tooLong: (waitMs: number, cause: unknown) => Error;
}

/**
 * Sends requests to one provider, each up to three times while it is busy, failing or out of reach. It
 * waits as long as the provider asks for in `Retry-After` (RFC 9110), also before the next request,
 * otherwise half a second and then twice as long.
 */
export function createRetries() {
  let notBefore = 0;
  let asking: unknown;

  return async function withRetries<T>(send: () => Promise<T>, options: RetryOptions): Promise<T> {
    const { signal, limitMs, tooLong } = options;
    const deadline = performance.now() + limitMs;
    for (let retries = 0; ; retries++) {
      const wait = notBefore - performance.now();
      if (notBefore > deadline) throw tooLong(wait, asking);
      if (wait > 0) await sleep(wait, null, { signal });
      try {
        return await send();
      } catch (error) {
        signal.throwIfAborted();
        if (retries === MAX_RETRIES || !isPassing(error)) throw error;
        const asked = retryAfter(error);
        if (asked === undefined) {
          await sleep(FIRST_WAIT_MS * 2 ** retries * (0.75 + Math.random() / 4), null, { signal });
        } else {
          notBefore = performance.now() + Math.min(asked, MAX_WAIT_MS);
          asking = error;
        }
      }
    }
  };
}

function isPassing(error: unknown): boolean {
  const { status, name, code, error: body } = error as Record<string, unknown>;
  // No request succeeds before the account is topped up.
  if (code === 'insufficient_quota') return false;
  if (typeof status === 'number') return [408, 409, 429].includes(status) || status >= 500;
  return body === undefined && name !== 'AbortError';
}

/** In ms; undefined where the provider does not ask for a wait. */
function retryAfter(error: unknown): number | undefined {
  const { status, headers } = error as { status?: number; headers?: Headers };
  if (status === undefined || status < 429) return undefined;
  const value = headers?.get('retry-after')?.trim();
  if (!value) return undefined;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
