/** Ends a call that takes too long. */
export interface TimeBounds {
  /** Aborted by the caller's signal or a bound, with the reason of either. */
  readonly signal: AbortSignal;
  /**
   * Waits for the next step of the call, at most as long as the model may be silent. Libraries notice
   * a signal late, hence the race.
   */
  within<T>(step: Promise<T>): Promise<T>;
  /** Ends the call, if it has not ended. */
  close(): void;
}

/** @param bounds times in ms, each with the error to end with */
export function openTimeBounds(
  caller: AbortSignal,
  bounds: {
    readonly silence: { readonly ms: number; readonly error: () => Error };
    readonly total: { readonly ms: number; readonly error: () => Error };
  },
): TimeBounds {
  const call = new AbortController();
  const endAfter = ({ ms, error }: { readonly ms: number; readonly error: () => Error }) =>
    setTimeout(() => call.abort(error()), ms);
  const onAbort = () => call.abort(caller.reason);
  caller.addEventListener('abort', onAbort, { once: true });
  const total = endAfter(bounds.total);
  const aborted = rejection(call.signal);
  return {
    signal: call.signal,
    async within(step) {
      const silence = endAfter(bounds.silence);
      try {
        return await Promise.race([step, aborted]);
      } finally {
        clearTimeout(silence);
      }
    },
    close() {
      clearTimeout(total);
      caller.removeEventListener('abort', onAbort);
      call.abort();
    },
  };
}

function rejection(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // After the last race nothing handles the rejection.
  promise.catch(() => {});
  return promise;
}
