import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { openReader } from '../src/reader.ts';
import { temporaryFolder } from './support/corpus.ts';

describe('openReader', () => {
  it('opens none where none is wanted', async () => {
    expect(await openReader(readConfig({ READER: 'none' }))).toBeNull();
  });

  it('opens the one that is set', async () => {
    const reader = await openReader(readConfig({ READER: 'local' }));
    expect(reader?.model).toBe('reader');
  });

  it('says once that answers are chosen without it where its weights are missing', async () => {
    const warnings: string[] = [];
    const onWarning = (sentence: string) => warnings.push(sentence);
    const modelDir = await temporaryFolder();
    expect(await openReader(readConfig({}), { modelDir, onWarning })).toBeNull();
    expect(warnings).toMatchObject([
      expect.stringMatching(
        /reader\.onnx cannot be loaded.*READER=none.*Until then, answers are chosen without the reader\.$/,
      ),
    ]);
  });
});
