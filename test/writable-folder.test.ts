import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ensureWritable } from '../src/writable-folder.ts';
import { temporaryFolder } from './support/corpus.ts';

it('makes the folder, and leaves nothing in it', async () => {
  const dir = path.join(await temporaryFolder(), 'a', 'b');
  await ensureWritable(dir, 'INDEX_DIR', 'index-unusable');
  expect(await readdir(dir)).toEqual([]);
});

it.each(['file', 'file/below'])(
  'names the folder that cannot be written and the setting: %s',
  async (name) => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'file'), '');
    const dir = path.join(folder, name);
    await expect(ensureWritable(dir, 'MODEL_CACHE_DIR', 'model-unavailable')).rejects.toMatchObject(
      {
        code: 'model-unavailable',
        message: expect.stringMatching(
          new RegExp(
            `^Files cannot be written to ${dir} \\(E.* another folder with MODEL_CACHE_DIR`,
          ),
        ),
      },
    );
  },
);
