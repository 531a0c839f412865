import { isMainThread } from 'node:worker_threads';
import { ServiceError } from '../errors.ts';

const SWITCH = 'ORT_DISABLE_TELEMETRY';

/**
 * Keeps onnxruntime from sending usage data to its maker and from leaving an id of the device in the
 * home folder, as it does by default from 1.29 on. Call it before the library, or a thread that loads
 * it, is started.
 * @throws ServiceError `model-unavailable` in a thread of a process that did not say so in time
 */
export function disableRuntimeTelemetry(): void {
  // The library reads the environment of the process; a thread can change only its own copy.
  if (isMainThread) process.env[SWITCH] = '1';
  else if (process.env[SWITCH] !== '1') {
    throw new ServiceError(
      'model-unavailable',
      `The local embedding model is not loaded in a thread of a process that allows onnxruntime to send usage data. Set ${SWITCH}=1 in the main thread, or in the environment.`,
    );
  }
}
