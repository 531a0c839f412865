import type { Config } from './config.ts';
import { DATABASE } from './language/en/templates/owner.ts';
import type { IndexStore } from './search/index-store.ts';
import { folderStore } from './search/store.ts';

/** Where the settings keep the index. */
export async function openStore(
  { VECTOR_STORE: store, DATABASE_URL: database = '', INDEX_DIR: dir }: Config,
  { log, warn }: Record<'log' | 'warn', (line: string) => void>,
): Promise<IndexStore> {
  if (store === 'files') return folderStore(dir);
  // Loaded only when used.
  const { pgvectorStore } = await import('./search/pgvector.ts');
  return pgvectorStore(store === 'pgvector' ? database : store, {
    onFailure: (error) => {
      warn(DATABASE.searchFails(error instanceof Error ? error.message : String(error)));
    },
    onRecovery: () => log(DATABASE.searchRecovered),
    onNotice: (remark) => warn(DATABASE.notice(remark)),
  });
}
