import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Service } from '../../src/domain.ts';
import { buildIndex } from '../../src/indexer.ts';
import { openIndex } from '../../src/search/store.ts';
import { createService } from '../../src/service.ts';
import { writeFiles } from './corpus.ts';
import { LANTERN } from './lantern.ts';

export interface LanternFolders {
  /** What makes a process of the project serve the same. */
  readonly settings: Readonly<Record<string, string>>;
  readonly service: Service;
  remove(): Promise<void>;
}

/** The corpus of Ada Quill on the disk, and the service over it, by keyword alone: for a whole file of tests. */
export async function lanternFolders(): Promise<LanternFolders> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lantern-'));
  const corpusDir = path.join(folder, 'corpus');
  const indexDir = path.join(folder, 'index');
  await writeFiles(corpusDir, LANTERN);
  await buildIndex({ corpusDir, indexDir, embedder: null });
  return {
    settings: {
      CORPUS_DIR: corpusDir,
      INDEX_DIR: indexDir,
      EMBEDDER: 'none',
      READER: 'none',
      CHAT_MODEL: '',
    },
    service: createService({
      index: await openIndex(indexDir),
      embedder: null,
      chatModel: null,
      onModelError: () => {},
    }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
