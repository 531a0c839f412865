import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
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
  const breaker = circuitBreaker(handleWhen(isUnwell), {
    halfOpenAfter: REST_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  // One error for all that are refused until the next trial, of which the log tells once.
  let refusal = restError();
  breaker.onBreak(() => {
    refusal = restError();
  });
  breaker.onReset(() => log(MODEL.asked(model.model)));

  function restError(): ModelError {
    return new ModelError('circuit_open', MODEL.resting(model.model, FAILURES, REST_MS / 1000));
  }

  return {
    ...model,
    async *generate(prompt, signal, onUsage) {
      if (breaker.state === CircuitState.HalfOpen) throw refusal;
      let settle: { resolve(): void; reject(error: unknown): void } | undefined;
      const outcome = breaker.execute(
        () =>
          new Promise<void>((resolve, reject) => {
            settle = { resolve, reject };
          }),
      );
      // Told by the call itself.
      outcome.catch(() => {});
      if (!settle) throw refusal;
      // A visitor who leaves says nothing of the provider.
      let fault: unknown = new Error('The visitor left.');
      try {
        yield* model.generate(prompt, signal, onUsage);
        fault = null;
      } catch (error) {
        if (!signal.aborted) fault = isUnwell(error) ? error : null;
        throw error;
      } finally {
        if (fault) settle.reject(fault);
        else settle.resolve();
      }
    },
  };
}

function isUnwell(error: unknown): boolean {
  return error instanceof ModelError && UNWELL.includes(error.reason);
}
