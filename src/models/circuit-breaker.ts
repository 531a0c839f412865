import type { ChatModel } from '../domain.ts';
import { ModelError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';

/** Failures in a row after which a model is left alone, and for how long. */
const FAILURES = 5;
const REST_MS = 30_000;

/** What tells of a provider that is not well; others fault one answer alone. */
const UNWELL = [
  'timeout',
  'unreachable',
  'rate_limited',
  'key_refused',
  'provider_failed',
  'stream_broken',
];

/**
 * A model that is not asked for a while after repeated failures, so that visitors do not wait for
 * what will fail. Then one call tries it; until that has ended, others are refused as before.
 * @param log told when it works again
 */
export function withCircuitBreaker(model: ChatModel, log: (sentence: string) => void): ChatModel {
  let failures = 0;
  let isTried = false;
  /** By a clock that nobody sets. */
  let restsUntil = 0;
  // One error for all that are refused until the next trial, of which the log tells once.
  let refusal: ModelError | null = null;

  function fail(): void {
    failures += 1;
    if (failures < FAILURES) return;
    restsUntil = performance.now() + REST_MS;
    const reason = MODEL.resting(model.model, FAILURES, REST_MS / 1000);
    refusal = new ModelError('circuit_open', reason);
  }

  function succeed(): void {
    if (refusal) log(MODEL.asked(model.model));
    failures = 0;
    refusal = null;
  }

  return {
    ...model,
    async *generate(prompt, signal, onUsage) {
      if (refusal && (isTried || performance.now() < restsUntil)) throw refusal;
      const isTrial = refusal !== null;
      isTried ||= isTrial;
      // A visitor who leaves says nothing of the provider.
      let outcome: (() => void) | null = null;
      try {
        yield* model.generate(prompt, signal, onUsage);
        outcome = succeed;
      } catch (error) {
        if (!signal.aborted) outcome = isUnwell(error) ? fail : succeed;
        throw error;
      } finally {
        if (isTrial) isTried = false;
        // While the model rests, calls that began before tell nothing new.
        if (isTrial || !refusal) outcome?.();
      }
    },
  };
}

function isUnwell(error: unknown): boolean {
  return error instanceof ModelError && UNWELL.includes(error.reason);
}
