import type { Input } from '../../src/import/inputs.ts';

/** A file of a folder that is imported, or one that its owner named. */
export function inputOf(file: string, isNamed = false): Input {
  return { path: file, file, page: file, isNamed, isLoose: false };
}
