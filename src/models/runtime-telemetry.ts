import { isMainThread } from 'node:worker_threads';
import { ServiceError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';

const SWITCH = 'ORT_DISABLE_TELEMETRY';

/**
 * Keeps onnxruntime from sending usage data to its maker and from writing a device id to the home
 * folder, as it does by default since 1.29. Call it before loading the library or starting a thread
 * that loads it.
 * @throws ServiceError `model-unavailable` in a thread whose process did not call it in time
 */
export function disableRuntimeTelemetry(): void {
  // The library reads the environment of the process; a thread can change only its own copy.
  if (isMainThread) process.env[SWITCH] = '1';
  else if (process.env[SWITCH] !== '1') {
    throw new ServiceError('model-unavailable', MODEL.allowsTelemetry(SWITCH));
  }
}
