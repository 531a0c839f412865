import { fileURLToPath } from 'node:url';
import { withFacts } from '../../src/corpus/catalogue.ts';
import { deriveLists } from '../../src/corpus/lists.ts';
import { readCorpus } from '../../src/corpus/read.ts';
import { splitSource } from '../../src/corpus/split.ts';
import type { Passage, Service, Source } from '../../src/domain.ts';
import { fakeService } from '../http/fake-service.ts';

/** The shipped corpus as a service has it, without an index: it answers as the fake one does. */
export async function shippedSources(): Promise<Service> {
  const told = await readCorpus(fileURLToPath(new URL('../../corpus', import.meta.url)));
  const sources = [...told.map(withFacts), ...deriveLists(told)];
  return serviceOf(sources, sources.find(({ kind }) => kind === 'person')?.title ?? null);
}

export async function serviceOf(
  sources: readonly Source[],
  researcher: string | null,
): Promise<Service> {
  const passages = new Map<string, Passage[]>();
  for (const source of sources) passages.set(source.id, await splitSource(source));
  return {
    ...fakeService(),
    researcher,
    sources,
    passagesOf: (id) => passages.get(id) ?? [],
  };
}
