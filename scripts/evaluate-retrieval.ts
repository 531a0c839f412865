import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { loadCollection } from './evaluate/beir.ts';
import { runCollection, SEARCHES } from './evaluate/retrieval-run.ts';
import { showProgress } from './lib/progress.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run evaluate:retrieval -- FOLDER... [--keyword-only] [--json]

Measures the project's searches over retrieval collections in the layout of BEIR:
corpus.jsonl, queries.jsonl, and qrels.tsv or qrels/test.tsv.

  --keyword-only  leave out what needs an embedder
  --json          print JSON instead of a table
  --help          this text`;

await runScript(async (signal) => {
  const { values, positionals } = parseCommandLine(
    USAGE,
    { 'keyword-only': { type: 'boolean' }, json: { type: 'boolean' } },
    true,
  );
  if (positionals.length === 0) {
    throw new ServiceError('invalid-request', `Name at least one folder.\n\n${USAGE}`);
  }
  const config = readConfig(process.env);
  const embedder = values['keyword-only'] ? null : await createEmbedder(config, { signal });
  const rows = [];
  for (const folder of positionals) {
    const collection = await loadCollection(folder);
    const progress = showProgress(`Embedding ${collection.name}`);
    const results = await runCollection(collection, embedder, {
      onProgress: progress.update,
      signal,
    }).finally(progress.stop);
    for (const search of SEARCHES) {
      const measures = results[search];
      if (measures) rows.push({ collection: collection.name, search, ...measures });
    }
  }
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else {
    console.log('| collection | search | nDCG@10 | MRR@10 | recall@10 | recall@100 |');
    console.log('|---|---|---|---|---|---|');
    for (const { collection, search, ...measures } of rows) {
      const figures = Object.values(measures).map((value) => value.toFixed(4));
      console.log(`| ${[collection, search, ...figures].join(' | ')} |`);
    }
  }
});
