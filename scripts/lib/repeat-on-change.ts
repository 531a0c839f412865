import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';

/** Editors save in several steps, and a checkout changes many files: the work waits until all is quiet. */
const QUIET_MS = 300;
const POLL_MS = 1000;

/** Does some work now, and again after changes in a folder, until the signal fires. Hidden files do not count. */
export async function repeatOnChange(
  folder: string,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (file) => /(?:^|[\\/])\.[^.\\/]/.test(path.relative(folder, file)),
  });
  let isChanged = true;
  let wake = () => {};
  const notice = () => {
    isChanged = true;
    wake();
  };
  watcher.on('all', notice);
  watcher.on('error', (error) => console.error(cannotWatch(folder, error)));
  signal.addEventListener('abort', notice);
  // A folder that is put in place of another one is not noticed, nor one that comes back.
  let identity = identityOf(folder);
  const poll = setInterval(() => {
    if (identityOf(folder) === identity) return;
    identity = identityOf(folder);
    watcher.unwatch(folder);
    if (identity !== undefined) watcher.add(folder);
    notice();
  }, POLL_MS);
  while (!signal.aborted) {
    while (isChanged && !signal.aborted) {
      isChanged = false;
      await sleep(QUIET_MS, null, { signal }).catch(() => {});
    }
    if (!signal.aborted) await work();
    if (isChanged) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  clearInterval(poll);
  await watcher.close();
}

function cannotWatch(folder: string, error: unknown): string {
  return `Not all changes in ${folder} will be noticed: ${error instanceof Error ? error.message : error}. Raise the limit of the system (fs.inotify.max_user_watches), or set CHOKIDAR_USEPOLLING=1.`;
}

function identityOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}
