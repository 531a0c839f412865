import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { buildIndex } from '../src/indexer.ts';
import { openIndex } from '../src/search/store.ts';
import { type Figure, isWithin, printTable } from './bench/bound.ts';
import { benchBuild } from './bench/build.ts';
import { benchOverhead } from './bench/overhead.ts';
import { benchRetrieval } from './bench/retrieval.ts';
import { benchServer } from './bench/server.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run bench [-- --quick] [--json FILE]

Measures the building of the index, retrieval and the server on this machine, against bounds.
Fails when a figure is out of its bound.

  --quick      leave out the index of 100,000 passages
  --json FILE  write the figures there, too
  --help       this text`;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    quick: { type: 'boolean' },
    json: { type: 'string' },
  });
  const config = readConfig(process.env);
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  const figures: Figure[] = [];
  const part = async (name: string, measured: Promise<Figure[]>) => {
    console.error(`Measuring ${name} …`);
    figures.push(...(await measured));
    signal.throwIfAborted();
  };
  try {
    const embedder = await createEmbedder(config, { signal });
    const indexDir = path.join(folder, 'index');
    // A copy, so that no one edits it between two runs.
    const corpusDir = path.join(folder, 'corpus');
    await cp(config.CORPUS_DIR, corpusDir, { recursive: true });
    if (embedder) {
      await part('the index', benchBuild(corpusDir, folder, embedder, signal));
    } else {
      await buildIndex({ corpusDir, indexDir, embedder, signal });
    }
    const { sources } = await openIndex(indexDir);
    await part(
      'the server',
      benchServer({ INDEX_DIR: indexDir, CORPUS_DIR: corpusDir }, sources, signal),
    );
    await part('what the access policy costs', benchOverhead(signal));
    for (const count of values.quick ? [100, 10_000] : [100, 10_000, 100_000]) {
      await part(`retrieval from ${count} passages`, benchRetrieval(count, folder, signal));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  printTable(figures);
  const rows = figures.map((figure) => ({ ...figure, pass: isWithin(figure) }));
  if (values.json) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (!rows.every((row) => row.pass)) process.exitCode = 1;
});
