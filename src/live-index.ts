import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Service, ServiceStatus } from './domain.ts';
import { ServiceError } from './errors.ts';
import type { IndexOutcome } from './index-process.ts';
import { LOG, WARNING } from './language/en/templates/owner.ts';
import type { Reopenable, Reporter } from './open-service.ts';

const POLL_MS = 2_000;
/** A refused index is tried again, ever more seldom: its files may still be on their way. */
const MAX_WAIT_MS = 60_000;

/** Lets a service change its index while it answers. */
export interface LiveIndex {
  /**
   * Opens the index beside the one in use and puts it in its place.
   * @throws ServiceError that says why it is refused; then the one in use stays
   */
  reload(): Promise<ServiceStatus>;
  /** Indexes the corpus and reloads. Calls at the same time share a run. */
  reindex(): Promise<ServiceStatus>;
  /** Reloads whenever the store names another index, until the signal fires. */
  watch(): Promise<void>;
  /** Reloads; why a new index is refused goes to the log. */
  tryReload(): Promise<void>;
}

export interface LiveIndexOptions extends Pick<Reopenable, 'reopen' | 'store'>, Reporter {
  /** Names the index in use. */
  readonly current: string;
  /** From the next request on, answers from this service. */
  readonly swap: (service: Service) => void;
  readonly signal: AbortSignal;
}

/**
 * The store is polled: of a folder, that notices changes on network drives and in containers, too, and
 * survives that the folder is replaced.
 */
export function createLiveIndex(options: LiveIndexOptions): LiveIndex {
  const { store, reopen, swap, log, warn, signal } = options;
  let { current } = options;
  let last: Promise<unknown> = Promise.resolve();
  let running: Promise<ServiceStatus> | undefined;

  function reload(): Promise<ServiceStatus> {
    const next = last.then(async () => {
      const service = await reopen();
      swap(service);
      const { index, sources, passages } = service.status;
      current = index;
      log(LOG.swapped(index, sources, passages));
      return service.status;
    });
    last = next.catch(() => {});
    return next;
  }

  async function tryReload(): Promise<string | null> {
    try {
      await reload();
      return null;
    } catch (error) {
      return WARNING.indexRefused(current, error instanceof Error ? error.message : String(error));
    }
  }

  async function run(): Promise<ServiceStatus> {
    const outcome = await indexInProcess(signal);
    if ('error' in outcome) {
      throw new ServiceError('invalid-corpus', WARNING.indexRefused(current, outcome.error));
    }
    for (const warning of outcome.warnings) warn(warning);
    return reload();
  }

  return {
    reload,
    reindex() {
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
    async tryReload() {
      const refusal = await tryReload();
      if (refusal) warn(refusal);
    },
    async watch() {
      let refused = { index: '', reason: '', waitMs: 0, until: 0 };
      while (await passes(POLL_MS, signal)) {
        const index = await store.readManifest().then(
          ({ generation }) => generation,
          (error: Error) => error.message,
        );
        if (index === current) continue;
        const isSame = index === refused.index;
        if (isSame && performance.now() < refused.until) continue;
        const reason = (await tryReload()) ?? '';
        if (reason && !(isSame && reason === refused.reason)) warn(reason);
        const waitMs = isSame ? Math.min(refused.waitMs * 2, MAX_WAIT_MS) : POLL_MS;
        refused = { index: reason && index, reason, waitMs, until: performance.now() + waitMs };
      }
    },
  };
}

/** Waits; false once the signal has fired. */
async function passes(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  await sleep(milliseconds, null, { signal, ref: false }).catch(() => {});
  return !signal.aborted;
}

async function indexInProcess(signal: AbortSignal): Promise<IndexOutcome> {
  const file = fileURLToPath(
    new URL(`./index-process${extname(import.meta.url)}`, import.meta.url),
  );
  const child = fork(file, { signal, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let outcome: IndexOutcome = { error: WARNING.indexerEnded };
  child.on('message', (message) => {
    outcome = message as IndexOutcome;
  });
  await once(child, 'close');
  return outcome;
}
