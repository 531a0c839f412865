import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { ServiceError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';
import { ensureWritable } from '../writable-folder.ts';
import type { LocalModel } from './local-embedder.ts';
import type { FileProgress } from './model-files.ts';
import { download } from './model-origins.ts';
import { reasonOf } from './reason.ts';

const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
/** What sentence-transformers writes beside them. */
const OPTIONAL = ['1_Pooling/config.json', 'sentence_bert_config.json'];
/** The smallest weights that are there. */
const WEIGHTS = ['quantized', 'q4', 'int8', ''].flatMap((form) => {
  const file = form === '' ? 'model.onnx' : `model_${form}.onnx`;
  return [`onnx/${file}`, file];
});
/** Without a word of the model's own, it reads as much of a text as our passages have. */
const MAX_TOKENS = 256;

const config = z.object({ hidden_size: z.number().int().positive() });
const pooling = z.object({ pooling_mode_cls_token: z.boolean().optional() });
const lengths = z.object({ max_seq_length: z.number().int().positive().nullish() });

/**
 * A model of sentence-transformers with weights for ONNX, by its folder or by its name on the Hugging Face
 * hub ("owner/name"): from `filesDir`, from the cache, or else from the hub into the cache.
 *
 * @throws ServiceError `model-unavailable` that says what was tried and what to do
 */
export async function findNamedModel(options: {
  readonly name: string;
  readonly cacheDir: string;
  readonly filesDir?: string | undefined;
  readonly hubUrl?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FileProgress) => void;
}): Promise<LocalModel> {
  const { name, cacheDir, filesDir } = options;
  const cached = join(cacheDir, ...name.split(/[/\\]/).filter((part) => !/^\.*$/.test(part)));
  for (const dir of [name, filesDir, cached]) {
    if (dir !== undefined && (await firstIn(dir, WEIGHTS)) !== undefined)
      return describe(name, dir);
  }
  try {
    if (!/^[\w.-]+\/[\w.-]+$/.test(name)) throw new Error(MODEL.noFolder(name));
    await ensureWritable(cacheDir, 'MODEL_CACHE_DIR', 'model-unavailable');
    await fetchFiles(cached, options);
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new ServiceError(
      'model-unavailable',
      MODEL.namedMissing(name, reasonOf(cause), [...NEEDED, 'onnx/model.onnx']),
      { cause },
    );
  }
  return describe(name, cached);
}

async function describe(name: string, dir: string): Promise<LocalModel> {
  const weights = join(dir, (await firstIn(dir, WEIGHTS)) ?? '');
  const json = async (file: string) => JSON.parse(await readFile(join(dir, file), 'utf8'));
  try {
    const { hidden_size: dimensions } = config.parse(await json('config.json'));
    const [pooled, read] = await Promise.all(OPTIONAL.map((file) => json(file).catch(() => ({}))));
    const { size } = await stat(weights);
    const version = createHash('sha256')
      .update(`${size} ${relative(dir, weights)}`)
      .digest('hex');
    return {
      name: `${name}@${version.slice(0, 8)}`,
      dir,
      weights,
      dimensions,
      maxTokens: lengths.parse(read).max_seq_length ?? MAX_TOKENS,
      pooling: pooling.parse(pooled).pooling_mode_cls_token === true ? 'cls' : 'mean',
    };
  } catch (cause) {
    const sentence = MODEL.cannotLoad(
      MODEL.embedderName,
      dir,
      reasonOf(cause),
      MODEL.namedNeeds(NEEDED),
    );
    throw new ServiceError('model-unavailable', sentence, { cause });
  }
}

async function firstIn(dir: string, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const exists = await access(join(dir, file)).then(
      () => true,
      () => false,
    );
    if (exists) return file;
  }
  return undefined;
}

/** The weights come last, so that a folder that has them is complete. */
async function fetchFiles(
  dir: string,
  {
    name,
    hubUrl = 'https://huggingface.co',
    signal,
    onProgress,
  }: Parameters<typeof findNamedModel>[0],
): Promise<void> {
  const fetchFile = async (file: string) => {
    const url = `${hubUrl.replace(/\/+$/, '')}/${name}/resolve/main/${file}`;
    const target = join(dir, file);
    const temporary = `${target}.${randomUUID()}.tmp`;
    await mkdir(dirname(target), { recursive: true });
    try {
      const bytes = download(url, signal, (received, total) =>
        onProgress?.({ file, received, total }),
      );
      await writeFile(temporary, bytes);
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
  };
  for (const file of NEEDED) await fetchFile(file);
  for (const file of OPTIONAL) await fetchFile(file).catch(() => signal?.throwIfAborted());
  const failures: unknown[] = [];
  for (const file of WEIGHTS) {
    try {
      // Large weights are beside the file that describes them.
      await fetchFile(`${file}_data`).catch(() => signal?.throwIfAborted());
      return await fetchFile(file);
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(error);
    }
  }
  throw failures[0];
}
