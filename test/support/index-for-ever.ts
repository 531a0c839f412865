/** A process to be killed: indexes two corpora in turn into one folder, slowly, until it is. */
import { setTimeout as delay } from 'node:timers/promises';
import { buildIndex } from '../../src/indexer.ts';
import { hashingEmbedder } from './embedder.ts';

const [indexDir = '', ...corpora] = process.argv.slice(2);
const embedder = hashingEmbedder();

for (;;) {
  for (const corpusDir of corpora) {
    await buildIndex({
      corpusDir,
      indexDir,
      embedder: {
        ...embedder,
        async embed(texts, signal) {
          await delay(10);
          return embedder.embed(texts, signal);
        },
      },
    });
    console.log('indexed');
  }
}
