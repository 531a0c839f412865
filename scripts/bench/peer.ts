import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Config } from '../../src/config.ts';
import { fetchModelFiles } from '../../src/models/model-files.ts';
import { type Command, startChild } from './child.ts';

const FOLDER = fileURLToPath(new URL('./peer', import.meta.url));
const BUILD_MS = 900_000;

export interface Peer {
  readonly command: Command;
  /** From its start to its index. */
  readonly buildSeconds: number;
}

/**
 * The peer, a plain LangChain pipeline over the same corpus with the same embedder: installs its
 * packages where they are missing and has it build its index. Null, with the reason on stderr,
 * where that fails, as without a registry.
 */
export async function preparePeer(
  config: Config,
  folders: { readonly corpusDir: string; readonly indexDir: string },
  signal: AbortSignal,
): Promise<Peer | null> {
  try {
    const modelDir = await fetchModelFiles({
      cacheDir: config.MODEL_CACHE_DIR,
      filesDir: config.MODEL_FILES_DIR,
      signal,
    });
    if (!(await isInstalled())) {
      console.error('Installing the packages of the LangChain pipeline …');
      const args = ['ci', '--no-audit', '--no-fund', '--fetch-retries=1'];
      await promisify(execFile)('npm', args, { cwd: FOLDER, signal });
    }
    const command: Command = {
      command: process.execPath,
      args: ['server.js'],
      cwd: FOLDER,
      settings: {
        CORPUS_DIR: folders.corpusDir,
        INDEX_DIR: folders.indexDir,
        MODEL_DIR: path.resolve(modelDir),
      },
    };
    const begun = performance.now();
    await (await startChild({ ...command, startMs: BUILD_MS }, signal)).stop();
    return { command, buildSeconds: (performance.now() - begun) / 1000 };
  } catch (error) {
    signal.throwIfAborted();
    console.error(`Measuring without the LangChain pipeline: ${(error as Error).message}`);
    return null;
  }
}

/** npm writes its own list of the packages last. */
async function isInstalled(): Promise<boolean> {
  const [wanted = 0, installed = 0] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((file) =>
      stat(path.join(FOLDER, file)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return installed > wanted;
}
