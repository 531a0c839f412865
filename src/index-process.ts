import { readConfig } from './config.ts';
import { createEmbedder } from './embedder.ts';
import { ServiceError } from './errors.ts';
import { buildIndex } from './indexer.ts';
import { openStore } from './open-store.ts';
import { setUpProcess } from './process-setup.ts';

/** What this process tells its parent: what the owner should look at, or why there is no new index. */
export type IndexOutcome = { readonly warnings: readonly string[] } | { readonly error: string };

/**
 * The main of a process that indexes the corpus of the settings and ends. Reading and splitting the
 * texts would hold up the answers of the process that serves.
 */
async function run(): Promise<IndexOutcome> {
  try {
    await setUpProcess();
    const config = readConfig(process.env);
    const missing: string[] = [];
    const embedder = await createEmbedder(config, { onWarning: (line) => missing.push(line) });
    // An index without vectors would take the place of one that has them.
    if (!embedder && config.EMBEDDER !== 'none') return { error: missing.join('\n') };
    const remarks: string[] = [];
    const { warnings } = await buildIndex({
      corpusDir: config.CORPUS_DIR,
      followLinks: config.CORPUS_FOLLOW_LINKS,
      store: await openStore(config, { log: () => {}, warn: (line) => remarks.push(line) }),
      embedder,
    });
    return { warnings: [...warnings, ...remarks] };
  } catch (error) {
    return { error: error instanceof ServiceError ? error.message : String(error) };
  }
}

const outcome = await run();
process.send?.(outcome, () => process.exit());
