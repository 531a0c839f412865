import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { buildIndex } from '../src/indexer.ts';
import { command } from '../src/language/en/command.ts';
import { LOG } from '../src/language/en/templates/owner.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: ${command('index', '[--corpus DIR] [--out DIR]')}

Reads the texts of a folder (.md, .markdown, .mdx, .txt) and writes the index that is searched.
Only texts that changed since the last run are embedded.

  --corpus DIR  folder of the profile   (CORPUS_DIR, else corpus)
  --out DIR     folder of the index     (INDEX_DIR, else .index)
  --help        this text`;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    corpus: { type: 'string' },
    out: { type: 'string' },
  });
  const config = readConfig(process.env);
  const corpusDir = values.corpus ?? config.CORPUS_DIR;
  const indexDir = values.out ?? config.INDEX_DIR;
  const fetching = showProgress(LOG.fetchingModel);
  const embedding = showProgress(LOG.embedding);
  try {
    const embedder = await createEmbedder(config, {
      onProgress: ({ received, total }) => fetching.update(received, total),
      onWarning: (sentence) => console.error(`Warning: ${sentence}`),
      signal,
    });
    fetching.stop();
    const started = performance.now();
    const report = await buildIndex({
      corpusDir,
      followLinks: config.CORPUS_FOLLOW_LINKS,
      indexDir,
      embedder,
      onProgress: embedding.update,
      signal,
    });
    embedding.stop();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    for (const warning of report.warnings) console.error(`Warning: ${warning}`);
    const { sources, passages, embedded, reused } = report;
    const vectors = embedder
      ? `texts embedded with ${embedder.model}: ${embedded}, reused: ${reused}`
      : 'for keyword search only';
    console.log(
      `Indexed ${corpusDir} to ${indexDir} in ${seconds} s. Sources: ${sources}, passages: ${passages}, ${vectors}.`,
    );
  } finally {
    fetching.stop();
    embedding.stop();
  }
});
