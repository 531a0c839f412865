import { inspect, type ParseArgsConfig, parseArgs } from 'node:util';
import { ServiceError } from '../../src/errors.ts';
import { setUpProcess } from '../../src/process-setup.ts';

/** The options and positional arguments of the command line; `--help` prints the usage and ends. */
export function parseCommandLine<const T extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: T,
  allowPositionals = false,
) {
  try {
    const parsed = parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals,
    });
    if ((parsed.values as { help?: boolean }).help) {
      console.log(usage);
      process.exit(0);
    }
    return parsed;
  } catch (error) {
    const [sentence] = (error as Error).message.split(/\. (?=To )/);
    throw new ServiceError('invalid-request', `${sentence?.replace(/\.$/, '')}.\n\n${usage}`);
  }
}

/**
 * Runs a script: sets up the process, hands it a signal that fires on SIGINT and SIGTERM, and turns what it
 * throws into a sentence and an exit code (130 when interrupted).
 */
export async function runScript(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interrupt.abort(new Error(name)));
  }
  try {
    for (const remark of await setUpProcess()) console.error(remark);
    await work(interrupt.signal);
    process.exit();
  } catch (error) {
    if (interrupt.signal.aborted) {
      console.error('Interrupted; nothing was changed.');
      process.exit(130);
    }
    console.error(complaint(error));
    process.exit(1);
  }
}

/** What a person reads of an error: its sentence, or all that is known of one that was not foreseen. */
export function complaint(error: unknown): string {
  return error instanceof ServiceError ? error.message : inspect(error);
}
