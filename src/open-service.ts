import type { Config } from './config.ts';
import type { Embedder, Service } from './domain.ts';
import { createEmbedder } from './embedder.ts';
import { buildIndex, isCurrent } from './indexer.ts';
import { INDEX_FAULTS, LOG, WARNING } from './language/en/templates/owner.ts';
import { type ChatModelsReporter, openChatModels } from './open-chat-models.ts';
import { openStore } from './open-store.ts';
import { openReader } from './reader.ts';
import type { IndexStore } from './search/index-store.ts';
import { unusable } from './search/manifest.ts';
import { hasHnsw } from './search/vectors.ts';
import { checkEmbedder, createService, createServiceBeside, type ServiceParts } from './service.ts';

export interface Reporter extends ChatModelsReporter {
  readonly log: (line: string) => void;
  /** Aborts fetching and embedding, with its reason. */
  readonly signal?: AbortSignal;
}

/** A service, and another with the same models over the index as it is now. */
export interface Reopenable {
  readonly service: Service;
  readonly store: IndexStore;
  /** @throws ServiceError `index-missing` or `index-unusable` */
  reopen(): Promise<Service>;
}

/**
 * The service that the settings describe: fetches the local model if it is missing, builds the
 * index if it is missing or older than the corpus, and opens it.
 * @throws ServiceError that says what to correct
 */
export async function openService(config: Config, reporter: Reporter): Promise<Service> {
  return (await openReopenable(config, reporter)).service;
}

/** The same, for a process that outlives its index. */
export async function openReopenable(config: Config, reporter: Reporter): Promise<Reopenable> {
  const { log, warn, signal } = reporter;
  const models = await openChatModels(config, reporter);
  const store = await openStore(config, reporter);
  // Checked before fetching a model for an index that could not be saved.
  if ((await manifestOf(store)) === null) await store.ensureWritable(null);
  const fetching = quarters(LOG.fetchingModel, log);
  const embedder = await createEmbedder(config, {
    onProgress: ({ received, total }) => fetching(received, total),
    onWarning: warn,
    ...(signal && { signal }),
  });
  const index = await openCurrentIndex(config, store, embedder, reporter);
  if (index.vectors && !index.vectors.isNative) {
    warn((await hasHnsw()) ? WARNING.noGraph : WARNING.notNative);
  }
  const reader = await openReader(config, { onWarning: warn });
  const parts: Omit<ServiceParts, 'index'> = {
    embedder,
    reader,
    ...models,
    publicUrl: config.PUBLIC_URL,
    onModelError: once((error) => warn(WARNING.modelFailed(sentence(error)))),
    onUnsupported: () => warn(WARNING.unsupported),
  };
  return {
    service: createService({ ...parts, index }),
    store,
    async reopen() {
      const current = await store.open();
      if (embedder && !current.vectors) throw unusable(store.place, INDEX_FAULTS.noVectors);
      return createServiceBeside({ ...parts, index: current });
    },
  };
}

async function openCurrentIndex(
  { CORPUS_DIR: corpusDir, CORPUS_FOLLOW_LINKS: followLinks }: Config,
  store: IndexStore,
  embedder: Embedder | null,
  { log, warn, signal }: Reporter,
) {
  if (embedder) await refuseOtherEmbedder(store, embedder);
  if (await isCurrent({ corpusDir, followLinks, store, embedder })) return store.open();
  log(LOG.indexing(corpusDir));
  const report = await buildIndex({
    corpusDir,
    followLinks,
    store,
    embedder,
    onProgress: quarters(LOG.embedding, log),
    ...(signal && { signal }),
  });
  for (const warning of report.warnings) warn(warning);
  log(LOG.indexed(report.sources, report.passages));
  return store.open();
}

/** Another model is not reason enough to embed everything again unasked: that may cost money. */
async function refuseOtherEmbedder(store: IndexStore, embedder: Embedder): Promise<void> {
  const manifest = await manifestOf(store);
  if (manifest) checkEmbedder(manifest, embedder);
}

const manifestOf = (store: IndexStore) => store.readManifest().catch(() => null);

/** Logs the progress of long work at each quarter. */
function quarters(
  what: string,
  log: (line: string) => void,
): (done: number, total: number) => void {
  let logged = 0;
  return (done, total) => {
    const quarter = Math.floor((done / total) * 4);
    if (quarter > logged) log(LOG.percent(what, quarter * 25));
    logged = Math.max(logged, quarter);
  };
}

/** Questions that share a call to a model share its error. */
function once(log: (error: unknown) => void): (error: unknown) => void {
  const logged = new WeakSet<WeakKey>();
  return (error) => {
    if (error instanceof Error && logged.has(error)) return;
    if (error instanceof Error) logged.add(error);
    log(error);
  };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
