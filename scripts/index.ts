import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { buildIndex, type CorpusFolder, type IndexWork } from '../src/indexer.ts';
import { command } from '../src/language/en/command.ts';
import { LOG } from '../src/language/en/templates/owner.ts';
import { openStore } from '../src/open-store.ts';
import type { IndexStore } from '../src/search/index-store.ts';
import { folderStore } from '../src/search/store.ts';
import { showProgress } from './lib/progress.ts';
import { complaint, parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: ${command('index', '[--corpus DIR] [--out DIR] [--watch]')}

Reads the texts of a folder (.md, .markdown, .mdx, .txt) and writes the index that is searched.
Only texts that changed since the last run are embedded.

  --corpus DIR  folder of the profile   (CORPUS_DIR, else corpus)
  --out DIR     folder of the index     (INDEX_DIR, else .index; or VECTOR_STORE)
  --watch       goes on, and indexes again whenever a file changes
  --help        this text`;

const UNCHANGED = 'The previous index is unchanged. Waiting for the next change.';

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    corpus: { type: 'string' },
    out: { type: 'string' },
    watch: { type: 'boolean' },
  });
  const config = readConfig(process.env);
  const corpusDir = values.corpus ?? config.CORPUS_DIR;
  const warn = (sentence: string) => console.error(`Warning: ${sentence}`);
  const store = values.out
    ? folderStore(values.out)
    : await openStore(config, { log: console.log, warn });
  const fetching = showProgress(LOG.fetchingModel);
  const embedder = await createEmbedder(config, {
    onProgress: ({ received, total }) => fetching.update(received, total),
    onWarning: warn,
    signal,
  }).finally(fetching.stop);
  const { CORPUS_FOLLOW_LINKS: followLinks } = config;
  const work = () => index({ corpusDir, followLinks, store, embedder, signal });
  if (!values.watch) return work();
  // Loaded only when used.
  const { repeatOnChange } = await import('./lib/repeat-on-change.ts');
  const attempt = () =>
    work().catch((error) => {
      if (!signal.aborted) console.error(`${complaint(error)}\n${UNCHANGED}`);
    });
  await repeatOnChange(corpusDir, attempt, signal);
});

async function index(target: IndexWork & CorpusFolder & { readonly store: IndexStore }) {
  const { corpusDir, store, embedder } = target;
  const embedding = showProgress(LOG.embedding);
  const started = performance.now();
  const build = buildIndex({ ...target, onProgress: embedding.update });
  const report = await build.finally(embedding.stop);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  for (const warning of report.warnings) console.error(`Warning: ${warning}`);
  const { sources, passages, embedded, reused } = report;
  const vectors = embedder
    ? `texts embedded with ${embedder.model}: ${embedded}, reused: ${reused}`
    : 'for keyword search only';
  console.log(
    `Indexed ${corpusDir} to ${store.place} in ${seconds} s. Sources: ${sources}, passages: ${passages}, ${vectors}.`,
  );
}
