import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../../src/errors.ts';
import { createKnowledge } from '../../src/service.ts';
import type { Evaluation, Parts } from './all.ts';
import { loadCollection } from './beir.ts';
import { canardRetrieval, canardSections, canardSources, loadCanard } from './canard.ts';
import { type ClapNq, loadClapNq, runClapNq } from './clapnq.ts';
import { clapSection } from './clapnq-figures.ts';
import { openSources } from './corpus.ts';
import { figure } from './report.ts';
import { runCollection } from './retrieval-run.ts';

/** @param places the two files, or the folder that holds them */
export async function evaluateClapNq(
  places: readonly string[],
  { embedder, reader, options }: Parts,
): Promise<Evaluation> {
  if (!embedder) throw new ServiceError('invalid-request', 'CLAP NQ needs an embedder.');
  const set = await openClapNq(places);
  const outcomes = await runClapNq(set, { embedder, reader }, options);
  return { sections: [clapSection(outcomes)], failures: [] };
}

/** @throws ServiceError `not-found` */
async function openClapNq(places: readonly string[]): Promise<ClapNq> {
  const files = await Promise.all(
    places.map(async (place) => {
      if (place.endsWith('.jsonl')) return [place];
      const names = await readdir(place).catch(() => []);
      return names.filter((n) => /^clapnq.*\.jsonl$/.test(n)).map((n) => path.join(place, n));
    }),
  );
  const found = files.flat();
  if (found.length > 0) return loadClapNq(found);
  throw new ServiceError('not-found', `No clapnq*.jsonl in ${places.join(', ')}.`);
}

export async function evaluateCanard(
  file: string,
  { embedder, options }: Pick<Parts, 'embedder' | 'options'>,
): Promise<Evaluation> {
  const rows = await loadCanard(file);
  const index = await openSources('canard', canardSources(rows), embedder, options);
  const { search, source } = createKnowledge(index);
  const retrieval = await canardRetrieval(rows, async (question) => {
    const [vector = null] = (await embedder?.embed([question], options.signal)) ?? [];
    const [best] = await search(question, { vector, named: new Set(), limit: 1 });
    return best && source(best.source.id)?.title;
  });
  return { sections: [...canardSections(rows), retrieval], failures: [] };
}

/** One column a search, for each collection. */
export async function evaluateBeir(
  folder: string,
  { embedder, options }: Parts,
): Promise<Evaluation> {
  const collection = await loadCollection(folder);
  const results = await runCollection(collection, embedder, options);
  const sections = Object.entries(results).map(([search, measures]) => ({
    table: `Retrieval, ${collection.name}`,
    column: search,
    figures: [
      figure('nDCG@10', measures.ndcg10),
      figure('MRR@10', measures.mrr10),
      figure('recall@10', measures.recall10),
      figure('recall@100', measures.recall100),
    ],
  }));
  return { sections, failures: [] };
}
