import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig } from '../src/config.ts';
import { createEmbedder } from '../src/embedder.ts';
import { ServiceError } from '../src/errors.ts';
import { buildIndex } from '../src/indexer.ts';
import { openIndex } from '../src/search/store.ts';
import { benchAllOn } from './bench/all-on.ts';
import { type Figure, isWithin, printTable } from './bench/bound.ts';
import { benchBuild } from './bench/build.ts';
import { benchOverhead } from './bench/overhead.ts';
import { preparePeer } from './bench/peer.ts';
import { benchRetrieval } from './bench/retrieval.ts';
import { benchServer } from './bench/server.ts';
import { benchStores } from './bench/stores.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const PARTS = ['index', 'server', 'all-on', 'overhead', 'retrieval'];
/** Measured only if named: it takes long, and a database. */
const STORES = 'stores';
const USAGE = `Usage: npm run bench [-- --only PART] [--quick] [--json FILE]

Measures the index build, the server next to a plain LangChain pipeline, what journal, limits and
telemetry cost, the cost of our middleware, and retrieval. Fails when a figure is out of bounds.

  --only PART  one of ${PARTS.join(', ')}, ${STORES}; may be repeated.
               ${STORES} fills a folder, and the PostgreSQL with pgvector at PGVECTOR_URL, where
               it makes databases and drops them
  --passages N how many ${STORES} has; may be repeated (10,000 and 100,000)
  --quick      one round of the server instead of five, fewer pairs with all on and all off, no index of
               100,000 passages
  --json FILE  also write the figures to FILE
  --help       this text`;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, {
    only: { type: 'string', multiple: true },
    passages: { type: 'string', multiple: true },
    quick: { type: 'boolean' },
    json: { type: 'string' },
  });
  const { only: parts = PARTS, quick = false } = values;
  for (const part of parts) {
    if (part !== STORES && !PARTS.includes(part))
      throw new ServiceError('invalid-request', `There is no part "${part}".\n\n${USAGE}`);
  }
  const config = readConfig(process.env);
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  const figures: Figure[] = [];
  const measure = async (name: string, work: () => Promise<Figure[]>) => {
    console.error(`Measuring ${name} …`);
    figures.push(...(await work()));
    signal.throwIfAborted();
  };
  try {
    const indexDir = path.join(folder, 'index');
    // A copy, so that no one edits it between two runs.
    const corpusDir = path.join(folder, 'corpus');
    await cp(config.CORPUS_DIR, corpusDir, { recursive: true });
    if (['index', 'server', 'all-on', STORES].some((part) => parts.includes(part))) {
      const embedder = await createEmbedder(config, { signal });
      if (embedder && parts.includes('index')) {
        await measure('the index', () => benchBuild(corpusDir, folder, embedder, signal));
      } else {
        await buildIndex({ corpusDir, indexDir, embedder, signal });
      }
    }
    if (parts.includes('server')) {
      const { sources } = await openIndex(indexDir);
      const peer = await preparePeer(
        config,
        { corpusDir, indexDir: path.join(folder, 'peer') },
        signal,
      );
      const settings = { INDEX_DIR: indexDir, CORPUS_DIR: corpusDir };
      await measure('the server', () =>
        benchServer(settings, peer, sources, quick ? 1 : 5, signal),
      );
    }
    if (parts.includes('all-on')) {
      const { sources } = await openIndex(indexDir);
      const settings = { INDEX_DIR: indexDir, CORPUS_DIR: corpusDir };
      for (const [name, more, pairs] of [
        ['as set', {}, quick ? 4 : 16],
        ['READER=none', { READER: 'none' }, quick ? 12 : 48],
      ] as const) {
        await measure(`all on against all off, ${name}`, () =>
          benchAllOn(name, { ...settings, ...more }, folder, sources, pairs, signal),
        );
      }
    }
    if (parts.includes('overhead'))
      await measure('what the middleware costs', () => benchOverhead(signal));
    if (parts.includes('retrieval')) {
      for (const count of quick ? [100, 10_000] : [100, 10_000, 100_000]) {
        await measure(`retrieval from ${count} passages`, () =>
          benchRetrieval(count, folder, signal),
        );
      }
    }
    if (parts.includes(STORES)) {
      const counts = values.passages?.map(Number);
      const server = process.env['PGVECTOR_URL'];
      await measure('both stores', () =>
        benchStores(folder, { given: indexDir, server, counts }, signal),
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  printTable(figures);
  console.log(
    `\nLoad average at the end: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  const rows = figures.map((figure) => ({ ...figure, pass: isWithin(figure) }));
  if (values.json) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (!rows.every((row) => row.pass)) process.exitCode = 1;
});
