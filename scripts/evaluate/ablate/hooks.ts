import type { LoadHook } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FOLDERS, patternsIn } from './patterns.ts';

/** Loads the code with each of its patterns made to be switched off by `switches.ts`. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (!url.startsWith('file:')) return loaded;
  const file = path.relative(process.cwd(), fileURLToPath(url)).split(path.sep).join('/');
  if (!FOLDERS.some((folder) => file.startsWith(`${folder}/`))) return loaded;
  return { ...loaded, source: withSwitches(String(loaded.source), file) };
};

/** The code with its patterns in the hands of `globalThis.switchable`, the first with the number 0. */
export function withSwitches(code: string, file: string): string {
  return patternsIn(code, file).reduceRight((rest, { text, start, end }, number) => {
    const id = JSON.stringify(`${file} ${number}`);
    const isLiteral = text.startsWith('/');
    // Of `new RegExp` only the name is replaced.
    const by = isLiteral ? `switchable(${id}, ${text})` : `(switchable(${id}))`;
    return rest.slice(0, start) + by + rest.slice(end);
  }, code);
}
