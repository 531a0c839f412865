import type { Config } from './config.ts';
import type { Reader } from './domain.ts';
import { ServiceError } from './errors.ts';
import { WARNING } from './language/en/templates/owner.ts';
import { createReader } from './models/reader.ts';

/**
 * The reader that the settings name; null for none, and where it cannot be loaded: answers are
 * chosen without it.
 * @param options.onWarning told once, in a sentence, when the reader cannot be loaded
 */
export async function openReader(
  config: Config,
  options: {
    readonly modelDir?: string;
    readonly onWarning?: (sentence: string) => void;
  } = {},
): Promise<Reader | null> {
  const { modelDir, onWarning = console.warn } = options;
  if (config.READER === 'none') return null;
  try {
    return await createReader({ modelDir });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    onWarning(WARNING.noReader(error.message));
    return null;
  }
}
