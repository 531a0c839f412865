import { fileURLToPath } from 'node:url';
import type { Passage, Service, Source } from '../../src/domain.ts';
import { readPassages } from '../../src/indexer.ts';
import { fakeService } from '../http/fake-service.ts';

/** The profile of Ylva Sandqvist, who does not exist: one file for each kind of thing there is. */
export const PROFILE_DIR = fileURLToPath(new URL('../fixtures/profile', import.meta.url));

/** That profile as a service has it, without an index: it answers as the fake one does. */
export async function profileSources(): Promise<Service> {
  const { sources, passages } = await readPassages(PROFILE_DIR);
  const researcher = sources.find(({ kind }) => kind === 'person')?.title ?? null;
  return serviceOver(sources, passages, researcher);
}

/** The fake service over these sources. */
export function serviceOver(
  sources: readonly Source[],
  passages: readonly Passage[],
  researcher: string | null,
): Service {
  return {
    ...fakeService(),
    researcher,
    sources,
    passagesOf: (id) => passages.filter(({ sourceId }) => sourceId === id),
  };
}
