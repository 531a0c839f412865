import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';

/**
 * Starts a thread that runs a module.
 * @param module its path without extension, as in `new URL('./minilm-worker', import.meta.url)`
 */
export function startThread(
  module: URL,
  workerData: unknown,
  resourceLimits: ResourceLimits = {},
): Worker {
  const extension = extname(import.meta.url);
  const entry = new URL(`${module.href}${extension}`);
  // Options of the process may not fit a thread: with --input-type it would not start.
  const settings = { workerData, resourceLimits, execArgv: [] };
  // A thread does not inherit tsx, which the sources need and the built package does not.
  return extension === '.ts'
    ? new Worker(withTsx(entry), { eval: true, ...settings })
    : new Worker(entry, settings);
}

/** As CommonJS, since tsx needs a further thread, and its memory, to load ES modules. */
function withTsx(entry: URL): string {
  const [tsx, file] = [import.meta.resolve('tsx/cjs/api'), entry.href].map((url) =>
    JSON.stringify(fileURLToPath(url)),
  );
  return `require(${tsx}).register(); require(${file});`;
}
