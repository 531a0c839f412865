import type { FallbackReason } from '../domain.ts';
import { ModelError, ServiceError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';
import { reasonOf } from './reason.ts';

/**
 * Translates an error of a model's provider or of its client.
 *
 * @param model as the settings name it
 * @param hasBegun whether a reply had begun to arrive
 */
export function providerError(model: string, error: unknown, hasBegun = false): ServiceError {
  if (error instanceof ServiceError) return error;
  const [reason, sentence] = translation(model, error, hasBegun);
  return new ModelError(reason, sentence, { cause: error });
}

function translation(model: string, error: unknown, hasBegun: boolean): [FallbackReason, string] {
  const { status, message, error: body } = error as Partial<Record<string, unknown>>;
  const words = String(message).slice(0, 300);
  if (typeof status !== 'number') {
    // Sent within a stream that began well.
    if (body !== undefined) return ['provider_failed', MODEL.callFailed(model, words)];
    const reason = reasonOf(error);
    if (hasBegun) return ['stream_broken', MODEL.brokeOff(model, reason)];
    return ['unreachable', MODEL.callFailed(model, reason)];
  }
  if (status === 401 || status === 403) return ['key_refused', MODEL.keyRefused(model, status)];
  if (status === 402) return ['rate_limited', MODEL.noCredit(model)];
  if (status === 404) return ['request_refused', MODEL.unknown(model)];
  if (status === 429) return ['rate_limited', MODEL.rateLimited(model)];
  if (status >= 500)
    return [
      'provider_failed',
      MODEL.providerFailed(model, `${status} ${words.replace(`${status} `, '')}`),
    ];
  return ['request_refused', MODEL.requestRefused(model, words)];
}
