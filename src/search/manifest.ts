import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ServiceError } from '../errors.ts';
import { INDEX, INDEX_FAULTS } from '../language/en/templates/owner.ts';

/** Increased when the layout of the files changes, or how sources are read or split. */
export const INDEX_FORMAT = 4;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.strictObject({
  format: z.int(),
  /** Folder of the files, next to the manifest, named by their content. */
  generation: z.string().regex(/^[0-9a-f]{16}$/),
  embedder: z.strictObject({ model: z.string(), dimensions: z.int().positive() }).nullable(),
  counts: z.strictObject({ sources: z.int(), passages: z.int(), units: z.int() }),
  /** SHA-256 by file name. */
  files: z.strictObject({
    'sources.jsonl': hash,
    'passages.jsonl': hash,
    'keyword.jsonl': hash,
    'vectors.f32': hash.optional(),
    'vectors.hnsw': hash.optional(),
  }),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type IndexFile = keyof Manifest['files'];

/**
 * Reads what an index folder holds, without opening it.
 * @throws ServiceError `index-missing` or `index-unusable`, with the command that repairs it
 */
export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(path.join(dir, 'manifest.json'), 'utf8').catch((cause) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') {
      throw unusable(dir, INDEX_FAULTS.manifestUnreadable, cause);
    }
    throw new ServiceError('index-missing', INDEX.missing(dir), { cause });
  });
  return parseManifest(text, dir);
}

/** @throws ServiceError `index-unusable` */
export function parseManifest(text: string, place: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(place, INDEX_FAULTS.manifestNotJson, cause);
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (format !== INDEX_FORMAT) {
    throw unusable(place, INDEX_FAULTS.otherFormat(format, INDEX_FORMAT));
  }
  const manifest = manifestSchema.safeParse(value);
  if (!manifest.success) {
    const field = manifest.error.issues[0]?.path.join('.') ?? '';
    throw unusable(place, INDEX_FAULTS.manifestDamaged(field));
  }
  return manifest.data;
}

/** @param reason one of `INDEX_FAULTS` */
export function unusable(place: string, reason: string, cause?: unknown): ServiceError {
  return new ServiceError('index-unusable', INDEX.unusable(place, reason), { cause });
}
