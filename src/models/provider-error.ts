import { ServiceError } from '../errors.ts';
import { reasonOf } from './reason.ts';

/**
 * Translates what a model's provider, or the client that speaks to it, has thrown.
 *
 * @param model as the settings name it
 */
export function providerError(model: string, error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('model-failed', sentence(model, error), { cause: error });
}

function sentence(model: string, error: unknown): string {
  const { status, message } = error as { status?: unknown; message?: string };
  if (status === 401 || status === 403) {
    return `The provider of ${model} refused the key (HTTP ${status}). Check the key in the settings.`;
  }
  if (status === 404) {
    return `The provider does not know the model ${model}. Check its name and the base URL.`;
  }
  if (status === 429) {
    return `The provider of ${model} limits the rate or the quota is used up (HTTP 429). Try again later.`;
  }
  if (typeof status === 'number' && status >= 500) {
    return `The provider of ${model} has a failure of its own (HTTP ${status}). Try again later.`;
  }
  if (typeof status === 'number') {
    return `The provider of ${model} refused the request: ${String(message).slice(0, 300)}`;
  }
  return `The call of ${model} failed: ${reasonOf(error)}`;
}
