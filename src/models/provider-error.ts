import { ServiceError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';
import { reasonOf } from './reason.ts';

/**
 * Translates an error of a model's provider or of its client.
 *
 * @param model as the settings name it
 */
export function providerError(model: string, error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('model-failed', sentence(model, error), { cause: error });
}

function sentence(model: string, error: unknown): string {
  const { status, message } = error as { status?: unknown; message?: string };
  if (typeof status !== 'number') return MODEL.callFailed(model, reasonOf(error));
  if (status === 401 || status === 403) return MODEL.keyRefused(model, status);
  if (status === 404) return MODEL.unknown(model);
  if (status === 429) return MODEL.rateLimited(model);
  if (status >= 500) return MODEL.providerFailed(model, status);
  return MODEL.requestRefused(model, String(message).slice(0, 300));
}
